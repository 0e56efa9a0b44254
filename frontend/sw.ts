// The service worker: keeps the shell and its static files for use without a network, and nothing that anyone wrote.

declare const self: ServiceWorkerGlobalScope;

/** Rises when what is kept has to be kept differently; the files themselves are renewed whenever they are used. */
const CACHE = "commonweal-1";
const STATIC = "/static/commonweal/";
/** One shell serves every room and page: the same bytes for everyone, so one key is enough. */
const SHELL = "/w/";
const PATIENCE = 3000;
const FONTS = ["latin-wght-normal", "latin-wght-italic", "latin-ext-wght-normal"];
const AT_ONCE = [
  "main.js",
  "theme.css",
  "logo.svg",
  ...FONTS.map((font) => `fonts/atkinson-hyperlegible-next-${font}.woff2`),
].map((name) => STATIC + name);

self.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(removeOld().then(() => Promise.all([self.clients.claim(), keepOpenShell()])));
});

/** A page tells which of our files it was loaded with before there was a worker. */
self.addEventListener("message", (event) => {
  const names: unknown = event.data?.keep;
  if (Array.isArray(names)) event.waitUntil(keepFiles(names.map(String)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isPublic(url.pathname)) event.respondWith(publicFile(event));
  else if (request.mode === "navigate" && isShell(url.pathname)) event.respondWith(shell(event));
});

/** Files of ours, and the libraries of rooms: what their programmes came with, and nothing that anyone wrote. */
function isPublic(path: string): boolean {
  return path.startsWith(STATIC) || /^\/w\/[^/]+\/library\.json$/.test(path);
}

/** A page of a room. Commands and names below it are no pages. */
function isShell(path: string): boolean {
  return /^\/w\/[^/]+(\/|$)/.test(path) && !/^\/w\/[^/]+\/(do|names)(\/|$)/.test(path);
}

/** A file that is missing must not keep the others from being kept. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.allSettled(AT_ONCE.map((path) => cache.add(new Request(path, { cache: "reload" }))));
}

/** The page that brought the worker was loaded without it; its shell is fetched once more, to be kept. */
async function keepOpenShell(): Promise<void> {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = open.find((client) => isShell(new URL(client.url).pathname));
  if (page) await fetch(new URL(page.url).pathname).then(keepShell, () => undefined);
}

async function keepFiles(names: string[]): Promise<void> {
  const ours = names.filter((name) => new URL(name).origin === self.location.origin);
  const files = ours.filter((name) => isPublic(new URL(name).pathname));
  const cache = await caches.open(CACHE);
  await Promise.allSettled(files.map(async (name) => (await cache.match(name)) ?? cache.add(name)));
}

async function removeOld(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("commonweal-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The network's answer if it comes in time, else the shell that was kept, else whatever the network says. */
async function shell(event: FetchEvent): Promise<Response> {
  const network = fetch(event.request);
  const keeping = network.then(keepShell).catch(() => undefined);
  event.waitUntil(keeping);
  const late = new Promise<undefined>((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([network.catch(() => undefined), late]);
  if (answer && answer.status < 500) return answer;
  return (await caches.match(SHELL, { cacheName: CACHE })) ?? network;
}

async function keepShell(answer: Response): Promise<void> {
  const isHtml = answer.headers.get("Content-Type")?.startsWith("text/html") ?? false;
  if (answer.status !== 200 || answer.redirected || !isHtml) return;
  const copy = answer.clone();
  const cache = await caches.open(CACHE);
  await cache.put(SHELL, copy);
}

/** What is kept, at once; the network's newer copy is kept for the next time. */
async function publicFile(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(event.request);
  const renewed = renew(cache, event.request);
  if (!kept) return renewed;
  event.waitUntil(renewed.catch(() => undefined));
  return kept;
}

async function renew(cache: Cache, request: Request): Promise<Response> {
  const answer = await fetch(request);
  if (answer.status === 200) await cache.put(request, answer.clone());
  return answer;
}

export {};
