// Opens the welcome desk of one session without a network: its page, its styles and scripts, nothing else.
// It goes away with what it keeps as soon as the server says that the desk is closed, or after its last hour.
const KEPT = `accueil ${self.registration.scope}`;
const PAGE = new URL(self.registration.scope).pathname;
const UNTIL = Date.parse("{{ until|date:'c' }}");
const FILES = ["style", "script", "font", "image"];
const CLOSED = [403, 404, 410];

let isGone = false;

const isPage = (request) => request.mode === "navigate" && new URL(request.url).pathname === PAGE;
const isOurs = (address) => new URL(address, self.location).origin === self.location.origin;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page was loaded before its worker: it says what it is made of, or that nothing of it is needed any more.
self.addEventListener("message", (event) => event.waitUntil(event.data === "forget" ? forget() : keep(event.data)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && isOurs(request.url) && (isPage(request) || FILES.includes(request.destination))) {
    event.respondWith(answer(request));
  }
});

async function keep(addresses) {
  if (isGone) return;
  const cache = await caches.open(KEPT);
  await Promise.allSettled([...new Set(addresses)].filter(isOurs).map((address) => cache.add(address)));
}

async function answer(request) {
  try {
    const response = await fetch(request);
    if (isPage(request) && CLOSED.includes(response.status)) await forget();
    else if (response.ok && !isGone) await (await caches.open(KEPT)).put(request, response.clone());
    return response;
  } catch (error) {
    if (Date.now() > UNTIL) await forget();
    const kept = await caches.match(request, { cacheName: KEPT });
    if (!kept) throw error;
    return kept;
  }
}

// The page that says so is still this worker's: nothing of it is kept any more.
async function forget() {
  isGone = true;
  await caches.delete(KEPT);
  await self.registration.unregister();
}
