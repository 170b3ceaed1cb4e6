/* The service worker. It keeps one page and its files, the same for everybody, and nothing of any
   person: what is personal is in the page's own encrypted store. SHELL is written before this by
   the server; another version of it is another worker, which puts the older copies away. */

const KEPT = `muster-shell-${SHELL.version}`;
const PATHS = new Set(SHELL.files);
const SECRET = /password|^code$|step_up_code/i;
const FIELD_OF_FORGERY_CHECK = "csrfmiddlewaretoken";
const ENTRANCE = "/account/";
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

async function keepShell() {
  const kept = await caches.open(KEPT);
  await kept.addAll(
    [SHELL.page, ...SHELL.files].map((url) => new Request(url, { cache: "no-cache" })),
  );
}

async function takeOver() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("muster-shell-") && name !== KEPT);
  await Promise.all(older.map((name) => caches.delete(name)));
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "POST") event.respondWith(sent(request, url));
    else if (url.pathname === SHELL.page) event.respondWith(shell(request));
    else event.respondWith(visited(event));
  } else if (request.method === "GET" && PATHS.has(url.pathname)) {
    event.respondWith(file(request));
  }
});

const keptCopy = async (url) => (await caches.open(KEPT)).match(url);
const shell = async (request) => (await keptCopy(SHELL.page)) || fetch(request);
const file = async (request) =>
  (await keptCopy(new URL(request.url).pathname)) || fetch(request);

/* A page comes from the network and is kept nowhere; without a network the shell stands in. */
async function visited(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch (error) {
    const standIn = await keptCopy(SHELL.page);
    if (standIn) return standIn;
    throw error;
  }
}

/* A form that was cut off on its way comes back with a button that sends it again. Its submission
   id is among its fields, so that the server counts it once, whether it arrived or not. */
async function sent(request, url) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const fields = url.pathname.startsWith(ENTRANCE) ? null : await fieldsOf(copy);
    return new Response(cutOff(url, fields), {
      status: 503,
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
      },
    });
  }
}

async function fieldsOf(request) {
  try {
    return [...(await request.formData())];
  } catch {
    return null;
  }
}

function cutOff(url, fields) {
  const styles = SHELL.styles.map((href) => `<link rel="stylesheet" href="${escaped(href)}">`);
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not sent yet · Muster</title>${styles.join("")}</head><body class="m-body">
<main id="main" class="m-main grid-container"><h1>The network dropped before the answer came</h1>
${fields ? again(url, fields) : lost(url)}
<p><a class="usa-link" href="${SHELL.page}">What can be read and written without a network</a></p>
</main></body></html>`;
}

function again(url, fields) {
  const texts = fields.filter(([name, value]) => typeof value === "string" && isKept(name));
  const hasFiles = fields.some(([, value]) => typeof value !== "string" && value.size);
  const inputs = texts.map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return `<p class="m-lead">What you filled in is still here. Send it again when there is a network:
it counts once, also if it had arrived.</p>
${hasFiles ? "<p>A file that you chose is not with it: attach it afterwards.</p>" : ""}
<form method="post" action="${escaped(url.pathname + url.search)}">${inputs.join("")}
<button type="submit" class="usa-button">Send again</button></form>`;
}

function lost(url) {
  return `<p class="m-lead">Nothing was changed. Try again when there is a network.</p>
<p><a class="usa-button" href="${escaped(url.pathname)}">Try again</a></p>`;
}

const isKept = (name) => name === FIELD_OF_FORGERY_CHECK || !SECRET.test(name);
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

/* Where the browser wakes the worker when a network returns, the queue is sent without a page.
   `sendWaiting` is there where workers may be modules (see web/offline.js). */
self.addEventListener("sync", (event) => {
  if (event.tag === "muster-queue" && self.sendWaiting) event.waitUntil(self.sendWaiting());
});
