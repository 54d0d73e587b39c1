// Completes what is typed into a search box: a combobox with a list (WAI-ARIA APG, "list
// autocomplete with manual selection"). Without JavaScript the box is a plain form. The first
// suggestion is never taken unless it was chosen: Enter searches for what was typed.
"use strict";

(() => {
  const ADDRESS = "/api/v1/suggest";
  const WAIT = 150; // milliseconds without a key
  const language = document.documentElement.lang;

  const attach = (input, number) => {
    const list = document.createElement("ul");
    list.id = `suggest-${number}`;
    list.className = "suggest-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0] ? input.labels[0].textContent : "");
    list.hidden = true;
    input.after(list);
    input.parentElement.classList.add("suggest");
    input.type = "text"; // A combobox must not be a search field (ARIA in HTML).
    input.inputMode = "search";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    let active = -1;
    let timer = 0;
    let asked = null;

    const options = () => [...list.children];
    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      const all = options();
      active = (index + all.length + 1) % (all.length + 1); // The last place is the input itself.
      if (active === all.length) active = -1;
      all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
      if (active < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", all[active].id);
        all[active].scrollIntoView({ block: "nearest" });
      }
    };
    const show = (suggestions) => {
      list.replaceChildren(
        ...suggestions.map((one, place) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${place}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.textContent = one.title;
          option.dataset.href = new URL(one.url).pathname;
          return option;
        }),
      );
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.style.top = `${input.offsetTop + input.offsetHeight}px`;
      list.style.left = `${input.offsetLeft}px`;
      list.style.minWidth = `${input.offsetWidth}px`;
      // Never wider than what is left of the window: nothing scrolls sideways.
      const room = document.documentElement.clientWidth - input.getBoundingClientRect().left;
      list.style.maxWidth = `${Math.max(input.offsetWidth, Math.min(room - 8, 480))}px`;
      list.hidden = suggestions.length === 0;
      input.setAttribute("aria-expanded", String(suggestions.length > 0));
    };
    const ask = async () => {
      if (asked) asked.abort();
      const text = input.value.trim();
      if (text.length < 2) {
        close();
        return;
      }
      asked = new AbortController();
      const query = new URLSearchParams({ q: text.slice(0, 200), locale: language });
      try {
        const answer = await fetch(`${ADDRESS}?${query}`, { signal: asked.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        const { suggestions } = await answer.json();
        if (document.activeElement === input && input.value.trim() === text) show(suggestions);
      } catch {
        close(); // The form works without.
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) {
          if (event.key === "ArrowDown") ask();
          return;
        }
        event.preventDefault();
        choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        window.location.assign(options()[active].dataset.href);
      }
    });
    // Before the input loses the focus, and the list with it.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) window.location.assign(option.dataset.href);
    });
    input.addEventListener("blur", close);
  };

  document.querySelectorAll('form[role="search"] input[name="q"]').forEach(attach);
})();
