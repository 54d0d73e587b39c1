/*
 * A login that ended, or a portal that does not answer, costs nothing that was typed; included by
 * insert_global_admin_js.
 *
 * Why: Wagtail's editor calls both "A server error occurred". Whoever then saves is led to the login
 * and loses the form; whoever signs in in another tab meets a 403, because every login has a token
 * of its own and the form still holds the old one (Wagtail 8.0.1, Django 5.2).
 *
 * How: a form that was typed in is sent only after the portal has said that this officer is signed
 * in; its answer brings the present token for all forms and scripts. Otherwise the form waits behind
 * a dialog with the login, or a notice, and goes on its way, or is autosaved, afterwards.
 */
(() => {
  "use strict";

  const page = JSON.parse(document.getElementById("unsaved").textContent);
  if (!page.user) return; // The login itself.
  const { words } = page;
  const FIELD = "csrfmiddlewaretoken";
  const HEADER = "X-CSRFToken";
  const AGAIN = 4_000; // milliseconds between two questions to a portal that is away
  const QUIET = 60_000; // while somebody types, the login is asked after this often

  // --- The token, for every form and script -------------------------------------------------

  let token = null;

  function take(fresh) {
    token = fresh;
    if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = fresh;
    for (const input of document.querySelectorAll(`input[name=${FIELD}]`)) input.value = fresh;
  }

  // Also for forms that a script makes and sends with the token that it once read.
  document.addEventListener("formdata", ({ formData }) => {
    if (token && formData.has(FIELD)) formData.set(FIELD, token);
  });

  const plainFetch = window.fetch.bind(window);
  window.fetch = async (resource, options = {}) => {
    const headers = new Headers(options.headers ?? (resource instanceof Request ? resource.headers : undefined));
    if (token && headers.has(HEADER)) headers.set(HEADER, token);
    try {
      const response = await plainFetch(resource, options.headers ? { ...options, headers } : options);
      const isOurs = new URL(response.url || location.href).origin === location.origin;
      if (isOurs && [401, 403].includes(response.status)) look();
      return response;
    } catch (error) {
      if (error.name !== "AbortError") look();
      throw error;
    }
  };

  // --- Who is signed in ---------------------------------------------------------------------

  let trouble = null; // null, "ended", "other" or "away"
  let other = null; // who is signed in instead
  let asked = Date.now();

  async function ask() {
    const response = await plainFetch(page.session, {
      headers: { Accept: "application/json" }, cache: "no-store",
    });
    if (response.status === 401) return { user: null };
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }

  async function find() {
    try {
      const found = await ask();
      if (found.user === null) return "ended";
      if (found.user !== page.user) {
        other = found;
        return "other";
      }
      take(found.token);
      return null;
    } catch {
      return "away";
    }
  }

  /** Whether this officer is signed in and the portal answers; else it is shown what is to be done. */
  async function look() {
    asked = Date.now();
    const before = trouble;
    trouble = await find();
    if (trouble) show();
    else if (before) renew();
    return !trouble;
  }

  setInterval(() => {
    if (trouble === "away") look();
  }, AGAIN);
  for (const [target, type] of [[window, "focus"], [window, "online"], [document, "visibilitychange"]]) {
    target.addEventListener(type, () => {
      if (document.visibilityState === "visible" && (trouble || hasTyped) && Date.now() - asked > 1_000) look();
    });
  }

  // --- Forms that were typed in ---------------------------------------------------------------

  const typed = new WeakSet();
  let hasTyped = false;
  const held = new Map(); // forms that wait, with the button that was pressed
  const paused = new Set(); // forms whose autosave failed
  let passing = null; // the form that has just been let go

  const isPost = (form) => form?.getAttribute("method")?.toLowerCase() === "post";

  for (const type of ["input", "change"]) {
    document.addEventListener(type, (event) => {
      const form = event.isTrusted && (event.target.form ?? event.target.closest?.("form"));
      if (!form || !isPost(form)) return;
      typed.add(form);
      hasTyped = true;
      if (Date.now() - asked > QUIET) look();
    }, { capture: true });
  }
  addEventListener("DOMContentLoaded", () => {
    // A form that comes back with its errors, or with a copy that was put back, is typed in.
    if (page.posted) for (const form of document.forms) if (isPost(form)) typed.add(form);
  });

  function send(form, button) {
    const isThere = button?.isConnected && button.form === form;
    const stand = isThere || !button ? button : form.appendChild(
      Object.assign(document.createElement("button"), {
        type: "submit", hidden: true, name: button.name, value: button.value,
      }),
    );
    passing = form;
    form.requestSubmit(stand ?? undefined);
    passing = null;
    if (stand !== button) stand.remove();
  }

  // Before all others: what they do with a form they do when it goes.
  window.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form === passing || !isPost(form) || !typed.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.set(form, event.submitter);
    isDismissed = false;
    if (await look()) release();
  }, { capture: true });

  function release() {
    for (const [form, button] of [...held]) {
      held.delete(form);
      paused.delete(form); // What it saves is saved.
      send(form, button);
    }
  }

  // --- Autosave -----------------------------------------------------------------------------

  // What waits to be sent holds all that an autosave would. Other listeners must not count it.
  window.addEventListener("w-autosave:save", (event) => {
    if (!held.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });

  const KNOWN = ["invalid_revision", "locked", "validation_error"];

  function saveAgain(form) {
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  }

  window.addEventListener("w-autosave:error", (event) => {
    const { detail, target: form } = event;
    const code = detail.response?.error_code;
    if (KNOWN.includes(detail.type)) return;
    paused.add(form);
    if (code) detail.text = detail.response.error_message;
    else if (detail.type === "network_error") detail.text = words.away;
    if (code === "unavailable") setTimeout(() => paused.has(form) && saveAgain(form), 2 * AGAIN);
    look().then((isThere) => {
      if (isThere && (code === "stale_form" || code === "session_ended") && paused.has(form)) saveAgain(form);
    });
  }, { capture: true });
  window.addEventListener("w-autosave:success", ({ target, detail }) => {
    paused.delete(target);
    const mended = detail.data?.field_updates ?? {};
    for (const name of ["slug", "expire_at"]) {
      if (name in mended) tell(words[name].replace("{value}", mended[name]));
    }
  });
  // The page was made and only its surroundings could not be fetched: go on saving.
  window.addEventListener("w-autosave:deactivated", ({ target, detail }) => {
    if (detail.response?.success) target.setAttribute("data-w-autosave-active-value", "true");
  });

  // --- What the officer sees ------------------------------------------------------------------

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  let dialog;
  let isDismissed = false; // by "Not now": the notice stays
  let notice;

  function tell(text, button) {
    notice ??= document.body.appendChild(make("div", { className: "session-notice" }));
    notice.setAttribute("role", "status");
    notice.replaceChildren(make("p", {}, text), ...(button ? [button] : []));
    notice.hidden = !text;
  }

  function openLogin() {
    if (!dialog) {
      dialog = document.body.appendChild(make("dialog", { className: "session-dialog" }));
      dialog.setAttribute("aria-labelledby", "session-title");
      dialog.addEventListener("close", () => {
        isDismissed = trouble === "ended" || trouble === "other";
      });
    }
    if (dialog.open && dialog.dataset.trouble === trouble) return;
    dialog.dataset.trouble = trouble;
    const frame = make("iframe", { src: page.login, title: words.frame });
    // Its last page is the portal's answer that somebody is signed in.
    frame.addEventListener("load", () => look());
    const later = make("button", { type: "button", className: "button button-secondary" }, words.later);
    later.addEventListener("click", () => dialog.close());
    const title = make("h2", { id: "session-title" }, words.title);
    if (trouble === "ended") {
      dialog.replaceChildren(title, make("p", {}, words.ended), frame, later);
    } else {
      const change = make("button", { type: "button", className: "button" }, words.change.replace("{name}", other.name));
      change.addEventListener("click", signOutOther);
      dialog.replaceChildren(title, make("p", {}, words.other.replace("{name}", other.name)), change, " ", later);
    }
    if (!dialog.open) dialog.showModal();
  }

  async function signOutOther() {
    await plainFetch(page.logout, { method: "POST", headers: { [HEADER]: other.token } });
    look();
  }

  function show() {
    if (trouble === "away") {
      if (dialog?.open) dialog.close();
      tell(words.away);
      return;
    }
    if (!hasTyped && !held.size && !page.posted) return; // Nothing is at stake.
    const again = make("button", { type: "button", className: "button button-small" }, words.again);
    again.addEventListener("click", () => {
      isDismissed = false;
      look();
    });
    tell(words.title, again);
    if (!isDismissed) openLogin();
  }

  function renew() {
    if (dialog?.open) dialog.close();
    tell(words.renewed);
    setTimeout(() => trouble || tell(""), 2 * AGAIN);
    const waiting = [...paused].filter((form) => !held.has(form));
    release();
    waiting.forEach(saveAgain);
    document.dispatchEvent(new CustomEvent("session:renewed"));
  }
})();
