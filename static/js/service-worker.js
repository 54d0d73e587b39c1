// Keeps on the device the public pages that a visitor has read, for when there is no network. Served
// as /service-worker.js (delivery/views.py), which puts the constant PORTAL before it: version,
// addresses, and by language the page and the lines to show without a network.
//
// The network comes first, always: a kept copy is shown only when it does not answer. What holds only
// now (the notice of the portal, an alert) stands between marks in templates/base.html and is never
// shown from a copy. Pages of the admin, forms and results of a search are let through untouched.
"use strict";

const NAME = `portal-${PORTAL.version}-`;
// SHELL holds what is shown for a page never read. Where it is gone the visitor has asked to keep
// nothing (static/js/offline.js empties everything), and nothing is kept.
const [SHELL, FILES, PAGES, PICTURES] = ["shell", "files", "pages", "pictures"].map((n) => NAME + n);
const MOST_PAGES = 40;
const MOST_PICTURES = 120;
const LARGEST_PICTURE = 400_000; // bytes
const PATIENCE = 8000; // milliseconds, after which a copy is better than a network that hangs
const ONLY_NOW = /<!-- only now -->[^]*?<!-- \/only now -->/;
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // such a file never changes

const isPage = (url) =>
  url.origin === location.origin && !PORTAL.closed.some((start) => url.pathname.startsWith(start));
const isFile = (url) => PORTAL.files.some((start) => url.pathname.startsWith(start));
const isPicture = (url) => url.pathname.startsWith(PORTAL.media);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(prepare());
});

// Another release: what was kept under the old one names style sheets that are gone.
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((n) => n.startsWith("portal-") && !n.startsWith(NAME));
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!isPage(url)) return;
    const asked = fetch(request);
    event.waitUntil(asked.then((answer) => keepPage(url, answer.clone())).catch(() => {}));
    event.respondWith(page(url, asked));
  } else if (!isAskedForByClosed(request)) {
    if (isFile(url)) event.respondWith(file(event, FILES));
    else if (isPicture(url) && request.destination === "image") {
      event.respondWith(file(event, PICTURES));
    }
  }
});

// The page that registered this worker, or that saw a new one come, was fetched without it.
self.addEventListener("message", (event) => {
  const { page: address, shown } = event.data;
  const url = new URL(address);
  if (!isPage(url)) return;
  event.waitUntil((async () => {
    if (!(await caches.has(SHELL))) await prepare();
    await keepPage(url, await fetch(url, { credentials: "omit" }));
    for (const other of shown.map((each) => new URL(each))) {
      const cache = isFile(other) ? FILES : isPicture(other) ? PICTURES : "";
      if (!cache || await caches.match(other, { cacheName: cache })) continue;
      await keepFile(cache, other, await fetch(other));
    }
  })().catch(() => {}));
});

function isAskedForByClosed(request) {
  const referrer = URL.canParse(request.referrer) ? new URL(request.referrer) : null;
  return referrer?.origin === location.origin && !isPage(referrer) && !isFile(referrer);
}

// The pages for no network, asked for without cookies: nothing of one person is in them.
async function prepare() {
  const found = await Promise.all(Object.values(PORTAL.languages).map(async ({ offline }) => {
    const answer = await fetch(offline, { credentials: "omit" });
    if (!answer.ok) throw new Error(`${offline}: ${answer.status}`);
    return [offline, await answer.text(), answer.headers];
  }));
  const files = await caches.open(FILES);
  const named = found.flatMap(([, text]) => [...text.matchAll(/(?:href|src)="(\/[^"#]+)"/g)])
    .map(([, address]) => new URL(address, location.origin))
    .filter((url) => isFile(url) && !url.pathname.endsWith(".png"));
  await files.addAll([...new Set(named.map(String))]);
  const shell = await caches.open(SHELL);
  for (const [offline, text, headers] of found) await shell.put(offline, copyOf(text, headers));
}

async function page(url, asked) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  try {
    return await Promise.race([asked, late]);
  } catch {
    return (await keptPage(url)) ?? asked.catch(() => unreadPage(url));
  }
}

async function keptPage(url) {
  const copy = await caches.match(addressOf(url), { cacheName: PAGES });
  if (!copy) return null;
  const [code, { kept }] = languageOf(url);
  return shown(copy, kept.replace(/\{(\w+)\}/g, (_, name) => moment(copy, code)[name]));
}

// By the clock of the device, in the words of the language.
function moment(copy, code) {
  const iso = copy.headers.get("Kept-At");
  const parts = new Intl.DateTimeFormat(code === "en" ? "en-GB" : code, {
    day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
  }).formatToParts(new Date(iso));
  return { iso, ...Object.fromEntries(parts.map(({ type, value }) => [type, value])) };
}

async function unreadPage(url) {
  const [, { offline, unread }] = languageOf(url);
  const copy = await caches.match(offline, { cacheName: SHELL });
  return copy ? shown(copy, unread) : Response.error();
}

async function shown(copy, line) {
  return new Response((await copy.text()).replace(ONLY_NOW, () => line), { headers: copy.headers });
}

function languageOf(url) {
  const all = Object.entries(PORTAL.languages);
  const longest = all.filter(([, { home }]) => url.pathname.startsWith(home))
    .sort(([, a], [, b]) => b.home.length - a.home.length);
  return longest[0] ?? all[0];
}

const addressOf = (url) => url.href.split("#")[0];

async function keepPage(url, answer) {
  if (answer.status >= 500 || answer.status === 429 || !(await caches.has(SHELL))) return;
  const pages = await caches.open(PAGES);
  const text = isKeepable(answer) ? await answer.text() : "";
  // Withdrawn, moved, or of one person: an older copy goes as well.
  await pages.delete(addressOf(url));
  const isOffline = Object.values(PORTAL.languages).some(({ offline }) => offline === url.pathname);
  if (!ONLY_NOW.test(text) || isOffline) return;
  await pages.put(addressOf(url), copyOf(text, answer.headers));
  await trim(pages, MOST_PAGES);
}

function copyOf(text, headers) {
  const own = new Headers({ "Kept-At": new Date().toISOString() });
  for (const name of ["Content-Type", "Content-Language", "Content-Security-Policy", "Referrer-Policy"]) {
    if (headers.has(name)) own.set(name, headers.get(name));
  }
  return new Response(text, { headers: own });
}

function isKeepable(answer) {
  return answer.status === 200 && answer.type === "basic" && !answer.redirected
    && !/no-store|private/.test(answer.headers.get("Cache-Control") ?? "")
    && !/cookie/i.test(answer.headers.get("Vary") ?? "");
}

async function file(event, cacheName) {
  const { request } = event;
  const found = await caches.match(request, { cacheName });
  if (found && (cacheName === PICTURES || HASHED.test(new URL(request.url).pathname))) return found;
  try {
    const answer = await fetch(request);
    event.waitUntil(keepFile(cacheName, request, answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    const other = found ?? (cacheName === PICTURES && await otherSize(request));
    if (other) return other;
    throw error;
  }
}

// A window of another width asks for the same picture in another size.
async function otherSize({ url }) {
  if (!(await caches.has(PICTURES))) return null;
  const pictures = await caches.open(PICTURES);
  const same = (await pictures.keys()).filter((key) => nameOf(key.url) === nameOf(url));
  return same.length ? pictures.match(same.at(-1)) : null;
}

const nameOf = (address) => new URL(address).pathname.split(".")[0];

async function keepFile(cacheName, request, answer) {
  if (!isKeepable(answer) || !(await caches.has(SHELL))) return;
  if (cacheName === PICTURES) {
    // Whoever asks the browser to save data is not made to spend room on pictures.
    if (navigator.connection?.saveData) return;
    if (Number(answer.headers.get("Content-Length") ?? 0) > LARGEST_PICTURE) return;
  }
  const cache = await caches.open(cacheName);
  await cache.put(request, answer);
  if (cacheName === PICTURES) await trim(cache, MOST_PICTURES);
}

// The oldest go first; a page that is read again was put anew.
async function trim(cache, most) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}
