/*
 * A copy of what an officer types, kept on this computer until the portal holds it; included by
 * insert_global_admin_js.
 *
 * Why: a closed tab, the Back button, a crash, or a save that did not get through lose a form.
 *
 * How: the fields of a form that is typed in are written to localStorage under the officer's id and
 * the form's address and tab half a second after the last letter, and when the page is left. A copy goes when
 * the form is saved (the autosave says so; else the server, in a cookie that names the copy), when
 * the officer signs out, and after two weeks. One that is found is offered: Wagtail's editors get it
 * back by posting it with a mark that lets the server build the form but save nothing; in other
 * forms the fields are filled. Passwords and files are never copied.
 */
(() => {
  "use strict";

  const page = JSON.parse(document.getElementById("unsaved").textContent);
  if (!page.user) return;
  const { words } = page;
  const PREFIX = `typed:${page.user}:`;
  const PAUSE = 500; // milliseconds
  const TWO_WEEKS = 14 * 86_400_000;
  const NEVER = new Set(["csrfmiddlewaretoken", "next", "typed_copy", "typed_restore"]);
  // Differ between two forms with the same content.
  const COUNTERS = /^(loaded_revision|overwrite_revision|comments-|was-)|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|-id$/;

  const isPost = (form) => form.getAttribute("method")?.toLowerCase() === "post";
  const addressOf = (form) => new URL(form.getAttribute("action") || location.href, location.href);
  const isKept = (form) =>
    form && isPost(form) && !form.querySelector("input[type=password]") && addressOf(form).pathname !== page.logout;
  // Two tabs may hold the same form, most easily one that makes something new.
  const TAB = (sessionStorage["typed:tab"] ??= Math.random().toString(36).slice(2));
  const placeOf = (form) => `${PREFIX}${addressOf(form).pathname}#${form.id}|`;
  const keyOf = (form) => placeOf(form) + TAB;
  const entriesOf = (form) =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NEVER.has(name));

  // --- Writing --------------------------------------------------------------------------------

  const ours = (prefix = "typed:") => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };

  function store(key, copy) {
    const text = JSON.stringify(copy);
    for (;;) {
      try {
        localStorage.setItem(key, text);
        return true;
      } catch {
        const others = ours().filter((one) => one !== key);
        if (!others.length) return false;
        const oldest = others.reduce((a, b) => ((read(a)?.at ?? 0) < (read(b)?.at ?? 0) ? a : b));
        localStorage.removeItem(oldest);
      }
    }
  }

  const typed = new Map(); // forms that are typed in, with the timer of their copy
  const sinceSave = new WeakSet(); // typed in since their autosave began
  const sentAs = new WeakMap(); // forms on their way, with the name of their copy
  let hasWarned = false;

  function write(form) {
    clearTimeout(typed.get(form));
    typed.set(form, null);
    const copy = { at: Date.now(), entries: entriesOf(form), sent: sentAs.get(form) };
    if (store(keyOf(form), copy) || hasWarned) return;
    hasWarned = true;
    form.prepend(line(words.full));
  }

  function note(form) {
    if (!isKept(form)) return;
    sinceSave.add(form);
    clearTimeout(typed.get(form));
    typed.set(form, setTimeout(write, PAUSE, form));
  }

  for (const type of ["input", "change"]) {
    document.addEventListener(type, (event) => {
      if (!event.isTrusted) return;
      const form = event.target.form ?? event.target.closest?.("form");
      sentAs.delete(form);
      note(form);
    });
  }
  // Blocks, rows and choices that a script has put into the form.
  document.addEventListener("w-unsaved:add", ({ target, isTrusted }) => {
    if (!isTrusted && target instanceof HTMLFormElement) note(target);
  });
  const writeAll = () => {
    for (const [form, timer] of typed) if (timer) write(form);
  };
  addEventListener("pagehide", writeAll);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") writeAll();
  });

  // --- Removing -------------------------------------------------------------------------------

  function forget(form, key = keyOf(form)) {
    clearTimeout(typed.get(form));
    typed.delete(form);
    localStorage.removeItem(key);
  }

  const saving = new WeakMap(); // forms that are being autosaved, with the key of then
  window.addEventListener("w-autosave:save", ({ target }) => {
    sinceSave.delete(target);
    saving.set(target, keyOf(target));
  }, { capture: true });
  window.addEventListener("w-autosave:success", ({ target }) => {
    localStorage.removeItem(saving.get(target) ?? "");
    forget(target);
    if (sinceSave.has(target)) note(target);
  });
  document.addEventListener("typed:saved", ({ target }) => forget(target));

  // After all others: a script that sends the form itself has prevented this.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (addressOf(form).pathname === page.logout) ours(PREFIX).forEach((key) => localStorage.removeItem(key));
    if (event.defaultPrevented || !typed.has(form)) return;
    const sent = Math.random().toString(36).slice(2);
    sentAs.set(form, sent);
    write(form);
    let field = form.querySelector("input[name=typed_copy]");
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "typed_copy" });
      form.append(field);
    }
    field.value = sent;
  });

  function removeSaved() {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith("typed_saved="));
    if (!cookie) return;
    const names = cookie.split("=")[1].replaceAll('"', "").split(".");
    for (const key of ours(PREFIX)) if (names.includes(read(key)?.sent)) localStorage.removeItem(key);
    document.cookie = `typed_saved=; path=${page.home}; max-age=0; samesite=strict`;
  }

  function removeOld() {
    for (const key of ours()) if (Date.now() - (read(key)?.at ?? 0) > TWO_WEEKS) localStorage.removeItem(key);
  }

  // --- Offering -------------------------------------------------------------------------------

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const line = (text, ...more) => make("div", { className: "typed-offer", role: "status" }, make("p", {}, text), ...more);
  const content = (entries) =>
    JSON.stringify(entries.filter(([name]) => !COUNTERS.test(name)).map(String).sort());

  function putBack(form, copy) {
    if (form.hasAttribute("data-edit-form")) {
      const sender = make("form", { method: "post", action: addressOf(form), enctype: "multipart/form-data", hidden: true });
      const token = form.elements.namedItem("csrfmiddlewaretoken").value;
      for (const [name, value] of [...copy.entries, ["typed_restore", "1"], ["csrfmiddlewaretoken", token]]) {
        const field = make("textarea", { name });
        field.value = value;
        sender.append(field);
      }
      document.body.append(sender);
      addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });
      sender.submit();
      return;
    }
    const left = new Map();
    for (const [name, value] of copy.entries) left.set(name, [...(left.get(name) ?? []), value]);
    for (const field of form.elements) {
      const values = left.get(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values?.includes(field.value) ?? false;
      else if (values?.length && field.type !== "hidden") field.value = values.shift();
      else continue;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    note(form);
  }

  function offer(form, key) {
    const copy = read(key);
    if (!copy?.entries || content(copy.entries) === content(entriesOf(form))) {
      localStorage.removeItem(key);
      return;
    }
    const at = new Date(copy.at).toLocaleString(document.documentElement.lang);
    const was = Object.fromEntries(copy.entries).loaded_revision_id;
    const is = form.elements.namedItem("loaded_revision_id")?.value;
    const said = [words.offer.replace("{at}", at)];
    if (was !== is && is) said.push(words.newer);
    if (form.querySelector("input[type=file]")) said.push(words.files);
    const restore = make("button", { type: "button", className: "button button-small" }, words.restore);
    const discard = make("button", { type: "button", className: "button button-small button-secondary" }, words.discard);
    const shown = line(said.join(" "), restore, " ", discard);
    restore.addEventListener("click", () => {
      localStorage.removeItem(key);
      store(keyOf(form), copy); // What is put back is kept until it is saved.
      putBack(form, copy);
      shown.remove();
    });
    discard.addEventListener("click", () => {
      localStorage.removeItem(key);
      shown.remove();
    });
    form.before(shown);
  }

  function offerAll() {
    for (const form of document.forms) {
      if (!isKept(form)) continue;
      if (page.posted) {
        // It holds what was typed; the copy stays until that is saved.
        if (localStorage.getItem(keyOf(form))) note(form);
        continue;
      }
      const key = keyOf(form);
      const own = read(key);
      if (own) {
        // Out of the way of what is typed from now on.
        localStorage.removeItem(key);
        store(`${key}.${own.at}`, own);
      }
      for (const one of ours(placeOf(form))) offer(form, one);
    }
  }

  removeOld();
  removeSaved();
  addEventListener("load", () => setTimeout(offerAll));
})();
