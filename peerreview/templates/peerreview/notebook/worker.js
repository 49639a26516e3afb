// The notebook without a network. It keeps one page and what that page is drawn with, and reaches no further than its
// own folder. Signing out takes the page and everything that was sent off the phone; what was not sent stays, and only
// the same person sees it again.
const PAGE = "{{ address|escapejs }}";
const CACHE = `notebook:${PAGE}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function isPage(request) {
  return request.mode === "navigate" && new URL(request.url).pathname === PAGE;
}

/** The network first; the kept page when there is none, or when it would lead to the sign-in: words go on. */
async function page(request) {
  const kept = () => caches.open(CACHE).then((cache) => cache.match(PAGE, { ignoreVary: true }));
  let answer = null;
  try {
    answer = await fetch(request);
  } catch {
    return (await kept()) || Response.error();
  }
  if (answer.type === "opaqueredirect") return (await kept()) || answer;
  const cache = await caches.open(CACHE);
  // A phone that is full keeps the page it had.
  if (answer.ok) await cache.put(PAGE, answer.clone()).catch(() => null);
  else if (answer.status === 404 || answer.status === 410) await caches.delete(CACHE);
  return answer;
}

async function part(request) {
  const kept = await (await caches.open(CACHE)).match(request, { ignoreVary: true });
  return kept || fetch(request);
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  if (isPage(event.request)) event.respondWith(page(event.request));
  else if (event.request.mode !== "navigate") event.respondWith(part(event.request));
});

/** Keep each part as it is now; the way to the sign-in is never kept in place of the page. */
async function keep(parts) {
  const cache = await caches.open(CACHE);
  await Promise.all(
    parts.map(async (one) => {
      const answer = await fetch(one, { redirect: "error", credentials: "same-origin" }).catch(() => null);
      if (answer?.ok) await cache.put(one, answer);
    }),
  );
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Take what the portal has off the phone. */
async function wipe() {
  await caches.delete(CACHE);
  if (!(await indexedDB.databases()).some((one) => one.name === "notebook")) return;
  const store = await done(indexedDB.open("notebook"));
  const work = store.transaction(["notes", "outbox"], "readwrite");
  const waiting = new Set((await done(work.objectStore("outbox").getAll())).map((act) => act.note));
  for (const key of await done(work.objectStore("notes").getAllKeys())) {
    if (!waiting.has(key)) work.objectStore("notes").delete(key);
  }
  store.close();
}

self.addEventListener("message", (event) => {
  if (event.data?.type === "signed-out") event.waitUntil(wipe());
  if (event.data?.type === "keep") event.waitUntil(keep(event.data.parts));
});
