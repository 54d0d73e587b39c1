// Saves each text when its field is left, shows the draft anew, finds the text in both pages.
// Without JavaScript the form posts as a whole.
(() => {
  const form = document.getElementById("parallel-form");
  if (!form) return;
  const draft = document.getElementById("parallel-draft");
  const original = document.getElementById("parallel-original");
  const said = document.getElementById("parallel-said");
  const rowOf = (element) => element.closest(".parallel-row");
  const fieldOf = (row) => row.querySelector("textarea");
  const wasOf = (row) => row.querySelector('input[type="hidden"]');
  const isUnsaved = (row) => fieldOf(row).value !== wasOf(row).value;
  document.getElementById("parallel-keys").hidden = false;

  const showDraftAnew = () => {
    const page = draft.contentWindow;
    const top = page.scrollY;
    draft.addEventListener("load", () => {
      draft.contentWindow.scrollTo(0, top);
      const row = rowOf(document.activeElement ?? form);
      if (row) find(draft, fieldOf(row).value);
    }, { once: true });
    page.location.reload();
  };

  // One after the other, so that an older answer never follows a newer one.
  let queue = Promise.resolve();
  const save = (row) => {
    queue = queue.then(() => send(row));
    return queue;
  };

  // What was typed in it since stays.
  const renew = (row, html, sent) => {
    const field = fieldOf(row);
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    const hasFocus = row.contains(document.activeElement);
    if (field.value !== sent) fieldOf(fresh).value = field.value;
    const [start, end] = [field.selectionStart, field.selectionEnd];
    row.replaceWith(fresh);
    if (hasFocus) {
      fieldOf(fresh).focus({ preventScroll: true });
      fieldOf(fresh).setSelectionRange(start, end);
    }
  };

  const send = async ({ id: key }) => {
    const row = document.getElementById(key); // An earlier answer may have replaced it.
    const field = fieldOf(row);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const input of row.querySelectorAll("[name]")) {
      if (input.type !== "checkbox" || input.checked) body.append(input.name, input.value);
    }
    const sent = field.value;
    try {
      const response = await fetch(location.href, {
        method: "POST", body, headers: { Accept: "application/json" },
      });
      if (!response.ok || response.redirected) throw new Error(response.status);
      const answer = await response.json();
      for (const [name, html] of Object.entries(answer.rows)) {
        const other = name === key ? row : document.getElementById(name);
        if (other) renew(other, html, other === row ? sent : wasOf(other).value);
      }
      document.getElementById("parallel-progress").value = answer.done;
      document.getElementById("parallel-text").textContent = answer.progress;
      said.textContent = form.dataset.saved;
      if (![...form.querySelectorAll(".parallel-row")].some(isUnsaved)) {
        form.dispatchEvent(new Event("typed:saved", { bubbles: true }));
      }
      showDraftAnew();
    } catch {
      row.classList.add("is-unsaved");
      let note = row.querySelector(".parallel-failed");
      if (!note) {
        note = document.createElement("p");
        note.className = "parallel-error parallel-failed";
        row.querySelector(".parallel-about").prepend(note);
      }
      note.textContent = form.dataset.failed;
      said.textContent = form.dataset.failed;
    }
  };

  // Wagtail's own button would cover the words; the first screen of every page is its banner.
  const tidy = (frame) => {
    frame.contentDocument?.querySelector("wagtail-userbar")?.remove();
    const heading = frame.contentDocument?.querySelector("h1");
    if (heading && !frame.dataset.seen) {
      frame.contentWindow.scrollTo(0, heading.getBoundingClientRect().top - 8);
      frame.dataset.seen = "1";
    }
  };
  for (const frame of [original, draft]) {
    frame.addEventListener("load", () => tidy(frame));
    tidy(frame);
  }

  const clean = (text) => text.replace(/<\/?\w+>/g, "").replace(/\s+/g, " ").trim();
  let lit = [];
  const find = (frame, text) => {
    const page = frame.contentDocument;
    const wanted = clean(text).slice(0, 60);
    if (!page?.body || !wanted) return;
    const all = [...page.body.querySelectorAll("h1,h2,h3,h4,h5,p,li,dt,dd,td,th,figcaption,blockquote,a,span")];
    const found = all.filter((e) => clean(e.textContent).includes(wanted));
    const place = found.at(-1) && found.reduce((a, b) => (b.textContent.length < a.textContent.length ? b : a));
    if (!place) return;
    place.style.outline = "3px solid #b4540a";
    place.style.outlineOffset = "2px";
    lit.push(place);
    const box = place.getBoundingClientRect();
    frame.contentWindow.scrollBy(0, box.top - frame.clientHeight / 3);
  };
  const light = (row) => {
    for (const place of lit) place.style.outline = "";
    lit = [];
    find(original, row.dataset.words);
    find(draft, fieldOf(row).value || row.dataset.words);
  };

  const insert = (button) => {
    const field = fieldOf(rowOf(button));
    const { tag, insert: words, replace } = button.dataset;
    field.focus();
    if (replace !== undefined) {
      field.select();
      field.setRangeText(replace, 0, field.value.length, "end");
      return;
    }
    const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
    field.setRangeText(tag ? `<${tag}>${chosen}</${tag}>` : words, field.selectionStart, field.selectionEnd, "end");
  };

  const next = (row) => {
    const rows = [...form.querySelectorAll(".parallel-row")];
    const after = rows.slice(rows.findIndex((r) => r.id === row.id) + 1);
    return after.find((r) => ["open", "changed"].includes(r.dataset.state)) ?? after[0];
  };

  form.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea")) light(rowOf(event.target));
  });
  form.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (row && !row.contains(event.relatedTarget) && isUnsaved(row)) save(row);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "checkbox") save(rowOf(event.target));
  });
  form.addEventListener("click", (event) => {
    if (event.target.matches(".parallel-insert")) insert(event.target);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const row = rowOf(event.target);
    const following = next(row);
    if (following) fieldOf(following).focus(); // Leaving the field saves it.
    else if (isUnsaved(row)) save(row);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const only = rowOf(event.submitter ?? form);
    const rows = only ? [only] : [...form.querySelectorAll(".parallel-row")].filter(isUnsaved);
    for (const row of rows) save(row);
  });
  // After a login in place, or a portal that did not answer: session.js.
  document.addEventListener("session:renewed", () => {
    for (const row of form.querySelectorAll(".parallel-row")) if (isUnsaved(row)) save(row);
  });
  addEventListener("beforeunload", (event) => {
    if ([...form.querySelectorAll(".parallel-row")].some(isUnsaved)) event.preventDefault();
  });
})();
