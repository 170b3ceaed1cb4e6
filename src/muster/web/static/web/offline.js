/* On every page: keep the app shell, and let a phone that is set up hear whether it was lost and
   send what waits on it. A browser that was never set up and is not signed in keeps nothing. */

const SET_UP = "muster-device"; /* in localStorage: this browser holds a device's store */
const WORKER = "/worker.js";

const isSetUp = () => {
  try {
    return Boolean(localStorage.getItem(SET_UP));
  } catch {
    return false;
  }
};

/* As a module the worker can send the queue in the background; where browsers do not know
   modules there, the plain one keeps the shell, and open pages send. */
async function keepShell() {
  try {
    await navigator.serviceWorker.register(`${WORKER}?sends=1`, { type: "module" });
  } catch {
    await navigator.serviceWorker.register(WORKER).catch(() => null);
  }
}

async function visit() {
  const { visited } = await import("../offline/visit.js");
  await visited();
}

function start() {
  if (!("serviceWorker" in navigator)) return;
  if (document.body.dataset.liveUrl || isSetUp()) keepShell();
  else addEventListener("muster-set-up", keepShell, { once: true });
  if (!isSetUp() || "ownSender" in document.body.dataset) return;
  visit();
  addEventListener("online", visit);
}

if (document.readyState === "complete") start();
else addEventListener("load", start, { once: true });
