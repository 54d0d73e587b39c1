// Reading without a network: starts the service worker, and on the page that tells of it lists what
// is kept, with the switch. A visitor's no is remembered in the browser's storage; a browser that could
// not remember it keeps nothing.
"use strict";

(() => {
  const { worker } = document.currentScript.dataset;
  const OFF = "portal-offline";
  const isOff = () => localStorage.getItem(OFF) === "off";

  function canKeep() {
    try {
      isOff();
      return "serviceWorker" in navigator && "caches" in window;
    } catch {
      return false;
    }
  }
  if (!canKeep()) return;

  // This page was fetched without the worker that has just begun: it is told what is shown here.
  function tell(active) {
    if (!active || isOff()) return;
    const shown = performance.getEntriesByType("resource")
      .filter(({ initiatorType }) => ["img", "link", "script", "css", "fetch"].includes(initiatorType))
      .map(({ name }) => name);
    active.postMessage({ page: location.href, shown });
  }

  async function start() {
    navigator.serviceWorker.oncontrollerchange = () => tell(navigator.serviceWorker.controller);
    await navigator.serviceWorker.register(worker);
  }

  // Emptied first: the browser ends a worker when it has time, and until then it keeps nothing.
  async function stop() {
    navigator.serviceWorker.oncontrollerchange = null;
    await empty();
    end().catch(() => {});
  }

  async function end() {
    await (await navigator.serviceWorker.getRegistration("/"))?.unregister();
    if (isOff()) await empty(); // of what a worker began that was just being started
  }

  async function empty() {
    for (const name of await ownCaches()) await caches.delete(name);
  }

  async function ownCaches() {
    return (await caches.keys()).filter((name) => name.startsWith("portal-"));
  }

  // After everything that this visit needs.
  const ready = () => setTimeout(() => (isOff() ? stop() : start()).catch(() => {}));
  if (document.readyState === "complete") ready();
  else addEventListener("load", ready);

  const panel = document.querySelector("[data-offline]");
  if (!panel) return;

  function show() {
    for (const part of panel.querySelectorAll("[data-when]")) {
      part.hidden = part.dataset.when !== (isOff() ? "off" : "on");
    }
    panel.hidden = false;
    document.querySelector("[data-offline-without]").hidden = true;
  }

  for (const button of panel.querySelectorAll("button")) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      if (button.value === "off") {
        localStorage.setItem(OFF, "off");
        await stop();
      } else {
        localStorage.removeItem(OFF);
        await start();
        tell((await navigator.serviceWorker.ready).active);
      }
      button.disabled = false;
      show();
      await list();
      panel.querySelector("button:not([hidden])").focus();
    });
  }

  async function list() {
    const found = [];
    for (const name of (await ownCaches()).filter((each) => each.endsWith("-pages"))) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        found.push(await entry(request.url, await cache.match(request)));
      }
    }
    found.sort((a, b) => b.dataset.at.localeCompare(a.dataset.at));
    panel.querySelector("[data-list]").replaceChildren(...found);
    panel.querySelector("[data-none]").hidden = found.length > 0;
  }

  async function entry(address, copy) {
    const text = await copy.text();
    const [, title] = text.match(/<h1[^>]*>([^]*?)<\/h1>/) ?? text.match(/<title>([^]*?)<\/title>/);
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent.trim();
    link.lang = link.hreflang = copy.headers.get("Content-Language") ?? "";
    item.dataset.at = copy.headers.get("Kept-At");
    item.append(link);
    return item;
  }

  show();
  list().catch(() => {});
})();
