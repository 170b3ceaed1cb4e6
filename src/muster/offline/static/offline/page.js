/* The page that works without a network. One of its parts is shown at a time: set up, locked,
   shut (the keys are gone), open. */

import * as keys from "./keys.js";
import { canShow, hidePaper, showPaper } from "./paper.js";
import * as queue from "./queue.js";
import * as server from "./server.js";
import { byId, element, say, showQueue, showSections, showSent, when, zoneName } from "./show.js";
import * as store from "./store.js";
import * as vault from "./vault.js";
import { visited } from "./visit.js";
import { entryOf, fill, reopen } from "./writing.js";

const PARTS = ["set-up", "nobody", "locked", "shut", "open"];
const LOCK_AFTER_MS = 10 * 60_000;
const TRY_AGAIN_MS = 30_000;
const SNAPSHOT = "snapshot";
const OUTCOMES = {
  unreachable: ["No network. It stays here and is sent when one returns.", "info"],
  signed_out: ["Sign in to send what waits.", "warning"],
  later: ["The server is busy. It is tried again in a moment.", "info"],
};

let who = null; /* the one signed in; null without a network too */
let open = null; /* { device, cacheKey, queueKey, requestKey } while unlocked */
let sections = [];
let changed = null; /* the refused entry that is being mended */
let lockTimer = null;

function showPart(name) {
  for (const part of PARTS) byId(part).hidden = part !== name;
  byId("lock").hidden = name !== "open";
}

async function start() {
  if (!isSecureContext) return say("This page needs an address that begins with https.", "error");
  byId("zone").textContent = zoneName();
  byId("away").hidden = location.pathname === "/offline/";
  await contact();
  await choosePart();
}

/* With a network: who is signed in, whether this phone was lost, and what waits is sent. */
async function contact() {
  try {
    who = await server.standing();
  } catch (error) {
    if (!(error instanceof server.Unreachable)) throw error;
  }
  await visited();
}

const isErased = (device) => Boolean(device.erased_at);

async function choosePart() {
  await vault.forgetExpired();
  const known = await store.devices();
  const mine = who ? known.filter(({ person }) => person === who.person_id) : known;
  const erased = mine.find((device) => isErased(device) && device.refused !== null);
  const live = mine.filter((device) => !isErased(device));
  if (erased && !live.length) return showErased(erased);
  const lockable = live.filter(({ wrapped }) => wrapped);
  if (lockable.length) return showLocked(lockable);
  if (live.length) return showShut(live[0]);
  return showPart(who ? "set-up" : "nobody");
}

async function showErased(device) {
  byId("shut-why").textContent = "This phone was reported lost, so it erased what it held.";
  byId("shut-waiting").textContent = device.refused
    ? `${counted(device.refused)} not sent and refused. Write them down anew.`
    : "";
  byId("sign-in").hidden = Boolean(who);
  showPart(who ? "set-up" : "shut");
  if (who) say(`${byId("shut-why").textContent} ${byId("shut-waiting").textContent}`, "warning");
}

const counted = (count) => (count === 1 ? "1 entry was" : `${count} entries were`);
const waitingWords = (count) =>
  count ? `${count === 1 ? "1 entry waits" : `${count} entries wait`} to be sent.` : "";

async function showLocked(devices) {
  const counts = await Promise.all(devices.map(queue.count));
  byId("locked-waiting").textContent = waitingWords(counts.reduce((one, other) => one + other, 0));
  byId("which-group").hidden = devices.length < 2;
  byId("which").replaceChildren(
    ...devices.map(({ id, label, enrolled_at }) =>
      element("option", { value: id }, `${label}, set up ${when(enrolled_at)}`),
    ),
  );
  showPart("locked");
}

async function showShut(device) {
  byId("shut-why").textContent = vault.isExpired(device)
    ? "This phone was not heard from for too long."
    : "The PIN was wrong five times.";
  const count = await queue.count(device);
  byId("shut-waiting").textContent = count
    ? `${waitingWords(count)} They are kept, sealed, and are sent when you sign in.`
    : "Sign in to set a new PIN.";
  showPart(who ? "set-up" : "shut");
  if (who) say(`${byId("shut-why").textContent} Choose a new PIN.`, "warning");
}

/* Setting up */

byId("enroll").addEventListener("submit", async (event) => {
  event.preventDefault();
  const pin = byId("new-pin").value;
  const fault = pinFault(pin);
  byId("new-pin-error").textContent = fault;
  if (fault) return byId("new-pin").focus();
  who = await server.standing().catch(() => null);
  if (!who) return say("Sign in with a network to set up this phone.", "warning");
  const mine = (await store.devices()).filter(({ person }) => person === who.person_id);
  const shut = mine.find((device) => device.sealed && !device.wrapped);
  const made = shut
    ? await vault.renew(shut, who, pin)
    : await vault.setUp(who, byId("label").value, pin);
  byId("enroll").reset();
  if (!made || made.refused) {
    return say(made?.refused?.content?.detail || "This did not work. Try again.", "error");
  }
  say("This phone is set up. It works without a network from now on.", "success");
  await opened(made);
});

function pinFault(pin) {
  if (vault.isWeak(pin)) return "Choose six signs or more, not all alike and not a plain row.";
  return pin === byId("again-pin").value ? "" : "The two are not the same.";
}

/* Opening and locking */

byId("unlock").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("pin-error").textContent = "";
  const answer = await vault.unlock(byId("which").value, byId("pin").value);
  byId("pin").value = "";
  if (answer.queueKey) return opened(answer);
  if (answer.left) {
    byId("pin-error").textContent = `That is not the PIN. ${answer.left} more and what can be read here is erased.`;
    return byId("pin").focus();
  }
  return choosePart();
});

async function opened(keysOpen) {
  open = keysOpen;
  byId("device-label").textContent = open.device.label;
  showPart("open");
  await readKept();
  stayOpen();
  await refresh();
}

function lock() {
  open = changed = null;
  sections = [];
  hidePaper();
  for (const id of ["queue", "sent", "sections"]) byId(id).replaceChildren();
  for (const form of document.querySelectorAll("[data-write]")) form.reset();
  for (const select of document.querySelectorAll("[data-fill]")) select.replaceChildren();
  byId("network-name").textContent = "Without a network";
  byId("sample").hidden = true;
  say("");
  choosePart();
}

function stayOpen() {
  clearTimeout(lockTimer);
  lockTimer = setTimeout(lock, LOCK_AFTER_MS);
}

byId("lock").addEventListener("click", lock);
for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, () => open && stayOpen(), { passive: true });
}

/* Reading */

async function readKept() {
  const kept = await store.cached(open.device.id, SNAPSHOT);
  if (kept) show(await keys.decrypt(open.cacheKey, kept, `${open.device.id} ${SNAPSHOT}`), kept.at);
  await showWaiting();
}

function show(snapshot, at) {
  sections = snapshot.sections;
  open.post = snapshot.post;
  byId("sample").hidden = !snapshot.is_sample;
  byId("network-name").textContent = [snapshot.network, snapshot.party].filter(Boolean).join(" · ");
  byId("taken-at").textContent = `As it stood ${when(at)}.`;
  showSections(byId("sections"), sections);
}

async function fetchSnapshot() {
  const kept = await store.cached(open.device.id, SNAPSHOT);
  const answer = await server.snapshot(kept?.etag);
  if (!open || (answer.status !== 200 && answer.status !== 304)) return;
  const place = `${open.device.id} ${SNAPSHOT}`;
  const sealed = answer.status === 200 ? await keys.encrypt(open.cacheKey, answer.content, place) : kept;
  const plain = { etag: answer.etag, at: Date.now() };
  await store.keepCached(open.device.id, SNAPSHOT, sealed, plain);
  if (open) show(await keys.decrypt(open.cacheKey, sealed, place), plain.at);
}

/* With a network: sends, fetches anew, shows. */
async function refresh() {
  if (!open) return;
  try {
    who = await server.standing();
    if (who?.person_id === open.device.person) {
      await sendNow();
      await fetchSnapshot();
    }
  } catch (error) {
    if (!(error instanceof server.Unreachable)) throw error;
  }
  if (open) await showWaiting();
}

/* Writing and sending */

for (const form of document.querySelectorAll("[data-write]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!open) return;
    const entry = entryOf(form, open.post);
    if (entry.fault) return say(entry.fault, "error");
    await queue.add(open.device, open.queueKey, entry);
    if (changed?.operation === entry.operation) await queue.remove(changed);
    changed = null;
    form.reset();
    form.closest("details").open = false;
    say("Kept on this phone.", "success");
    await showWaiting();
    await refresh();
  });
}

async function sendNow() {
  const how = await queue.send(open.device, open.queueKey, who);
  const waits = open ? await queue.count(open.device) : 0;
  if (OUTCOMES[how] && waits) say(...OUTCOMES[how]);
  if (how === "later" || how === "unreachable") setTimeout(refresh, TRY_AGAIN_MS);
}

async function showWaiting() {
  const entries = await queue.all(open.device, open.queueKey);
  for (const each of entries) each.reasons = await queue.reasonsOf(each, open.queueKey);
  const acts = {
    post: who?.post,
    canShow: (each) => canShow(each, open),
    onShow: showCode,
    onChange: change,
    onRemove: throwAway,
    onAgain: again,
  };
  showQueue(byId("queue"), entries, acts);
  showSent(byId("sent"), await queue.sentLately(open.device, open.queueKey));
  byId("send").hidden = !entries.length;
  fill(sections, entries);
}

async function showCode(each) {
  const fault = await showPaper(each, open);
  if (fault) say(fault, "error");
}

byId("paper-close").addEventListener("click", hidePaper);

async function throwAway(each) {
  if (!confirm(`Throw away “${each.title}”? It is not sent.`)) return;
  await queue.remove(each);
  await showWaiting();
}

/* The first stays, refused, until the mended one is kept. */
function change(each) {
  changed = each;
  reopen(each);
}

async function again(each) {
  await queue.tryAgain(each);
  await refresh();
}

byId("send").addEventListener("click", async () => {
  say("");
  await refresh();
});
addEventListener("online", async () => {
  await contact();
  if (open) await refresh();
  else await choosePart();
});

document.addEventListener("visibilitychange", () => {
  if (open && document.visibilityState === "visible") refresh();
});

start();
