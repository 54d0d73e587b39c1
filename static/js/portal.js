// What makes a page handier; all of it works without: the menu and the filters are open `details`,
// links are links, the browser's own menu prints.
"use strict";

(() => {
  const root = document.documentElement;
  const narrow = window.matchMedia("(max-width: 48rem)");

  // On a phone the menu and the filters start closed, on a wide screen they stand open.
  function fit() {
    for (const sheet of document.querySelectorAll(".menu-toggle, .filter-sheet")) {
      sheet.open = !narrow.matches;
    }
  }
  fit();
  root.classList.remove("is-loading");
  narrow.addEventListener("change", fit);

  // One group at a time, closed by Escape, by a click elsewhere, or when the focus goes on.
  const POPOVERS = ".submenu[open], .display-settings[open]";
  const close = (popover) => { popover.open = false; };
  document.addEventListener("click", (event) => {
    document.querySelectorAll(POPOVERS).forEach((popover) => {
      if (!popover.contains(event.target)) close(popover);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(POPOVERS).forEach((popover) => {
      const had = popover.contains(document.activeElement);
      close(popover);
      if (had) popover.querySelector("summary").focus();
    });
  });
  document.addEventListener("focusout", (event) => {
    if (narrow.matches || !event.relatedTarget) return;
    document.querySelectorAll(POPOVERS).forEach((popover) => {
      if (popover.contains(event.target) && !popover.contains(event.relatedTarget)) close(popover);
    });
  });

  // Without pictures their words stand in the text; what is only an ornament has none.
  function describe() {
    if (root.dataset.view !== "text") return;
    for (const image of document.querySelectorAll("main img[alt]:not([alt=''])")) {
      const place = image.closest("picture") ?? image;
      if (place.nextElementSibling?.matches(".picture-words")) continue;
      const words = document.createElement("span");
      words.className = "picture-words";
      words.lang = image.lang;
      words.textContent = image.alt;
      place.after(words);
    }
  }
  describe();

  // Theme, size of text and view: a button says by aria-pressed whether it holds.
  const buttons = document.querySelectorAll("[data-prefer]");
  function show() {
    for (const button of buttons) {
      const held = root.dataset[button.dataset.prefer] ?? "";
      button.setAttribute("aria-pressed", String(held === button.value));
    }
  }
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const name = button.dataset.prefer;
      if (button.value) root.dataset[name] = button.value;
      else delete root.dataset[name];
      try {
        if (button.value) localStorage.setItem(`portal-${name}`, button.value);
        else localStorage.removeItem(`portal-${name}`);
      } catch {
        // Holds for this page only.
      }
      show();
      describe();
    });
  }
  show();

  function offer(button, act) {
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", act);
  }

  // By the device's own programs and its clipboard; both exist on secure addresses only.
  for (const panel of document.querySelectorAll("[data-share-address]")) {
    const { shareAddress: url, shareTitle: title } = panel.dataset;
    const status = panel.querySelector("[role='status']");
    offer(panel.querySelector("[data-print]"), () => window.print());
    if (navigator.share) {
      // Closing the dialog without a choice is no error.
      offer(panel.querySelector("[data-share]"), () => navigator.share({ title, url }).catch(() => {}));
    }
    if (navigator.clipboard) {
      offer(panel.querySelector("[data-copy]"), () => {
        navigator.clipboard.writeText(url).then(
          () => { status.textContent = status.dataset.copied; },
          () => { status.textContent = status.dataset.failed; },
        );
      });
    }
  }

  // On paper it says when it was printed.
  window.addEventListener("beforeprint", () => {
    for (const place of document.querySelectorAll("[data-printed]")) {
      place.hidden = false;
      place.querySelector(".printed-at").textContent = new Date().toLocaleString(root.lang);
    }
  });
})();
