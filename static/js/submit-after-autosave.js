/*
 * A form of Wagtail's editor is sent only when no autosave of it is under way, and no autosave
 * begins while it is being sent; included by insert_global_admin_js.
 *
 * Why: the first autosave makes the page. Whoever presses "Submit" before its answer is there sends
 * the form to make a page as well: the second one is refused, because its slug is taken by the
 * first, and the officer is left before a form that can never be saved (Wagtail 8.0.1).
 *
 * How: the sending is held back until "w-autosave:success" or "w-autosave:error"; by then the form
 * names the page that was made. The button may be gone from the page by that time, so another of
 * the same name and value stands in for it. An autosave that would begin later is cancelled: the
 * form that is on its way holds all that was typed.
 */
(() => {
  "use strict";

  // Longer than any answer takes; should none come, typing is saved again.
  const ON_ITS_WAY = 30_000; // milliseconds
  const saving = new WeakSet();
  const sent = new WeakMap();
  const held = new WeakMap();

  document.addEventListener("w-autosave:save", (event) => {
    if (Date.now() - (sent.get(event.target) ?? -Infinity) < ON_ITS_WAY) event.preventDefault();
    else saving.add(event.target);
  });

  // After all others: whoever asks before sending (an approval's comment) prevents it.
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent.set(event.target, Date.now());
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach((form) => sent.delete(form));
  });

  document.addEventListener("submit", (event) => {
    if (!saving.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { name = "", value = "" } = event.submitter ?? {};
    held.set(event.target, { name, value });
  }, { capture: true });

  function send(form) {
    const pressed = held.get(form);
    // What was typed meanwhile is being saved first.
    if (!pressed || saving.has(form)) return;
    held.delete(form);
    const button = document.createElement("button");
    Object.assign(button, { type: "submit", hidden: true, ...pressed });
    form.append(button);
    form.requestSubmit(button);
    button.remove();
  }

  for (const end of ["success", "error"]) {
    document.addEventListener(`w-autosave:${end}`, ({ target }) => {
      saving.delete(target);
      setTimeout(() => send(target));
    });
  }
})();
