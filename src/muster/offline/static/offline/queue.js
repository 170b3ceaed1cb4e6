/* What was written down without a network: kept encrypted, sent in order, each exactly once.

   An entry is an operation, an id made here, and a body. The id goes along as Idempotency-Key (and
   as the thing's own id where it makes one), so that an entry whose answer was lost is sent again
   without harm. It leaves the queue only when the server has answered that it is written. */

import * as keys from "./keys.js";
import * as server from "./server.js";
import * as store from "./store.js";

const ONE_SENDER = "muster-offline-sender";
const SENT = "sent";
const SENT_KEPT = 50;
export const WAITING = "waiting";
export const REFUSED = "refused";

const placeOf = (row) => `${row.device} ${row.id}`;

/* Entries: { id, operation, title, path, body, post, after: [ids of entries it needs] } */
export async function add(device, queueKey, entry) {
  const { id, post } = entry;
  const row = { id, post, device: device.id, made_at: Date.now(), state: WAITING };
  await store.addQueued({ ...row, ...(await keys.encrypt(queueKey, entry, placeOf(row))) });
  await wakeLater();
}

async function wakeLater() {
  try {
    const registration = await navigator.serviceWorker.ready;
    await registration.sync.register("muster-queue");
  } catch {
    /* no background sync here: the next open page, or the next network, sends */
  }
}

/* The queue in order, readable: each row with its `entry`, and its `reasons` where refused. */
export async function all(device, queueKey) {
  const rows = await store.queued(device.id);
  return Promise.all(
    rows.map(async (row) => ({ ...row, ...(await keys.decrypt(queueKey, row, placeOf(row))) })),
  ).then((found) => found.map((each, index) => ({ ...each, row: rows[index] })));
}

export const count = async (device) => (await store.queued(device.id)).length;

export const remove = (each) => store.removeQueued(each.seq);

/* A refused entry goes once more under its own id: nothing was written under it. */
export const tryAgain = (each) =>
  store.keepQueued({ ...each.row, state: WAITING, refusal: undefined });

/* Sends what waits, for the owner alone. Of several pages and the worker one sends at a time; the
   next finds what is left. Answers how it went: `done`, `unreachable`, `signed_out` or `later`. */
export function send(device, queueKey, who) {
  if (!who || who.person_id !== device.person) return "signed_out";
  return navigator.locks.request(ONE_SENDER, () => sendInOrder(device, queueKey, who));
}

async function sendInOrder(device, queueKey, who) {
  const stuck = new Set();
  for (const each of await all(device, queueKey)) {
    const waits = each.state === REFUSED || each.post !== who.post;
    if (waits || (each.after || []).some((id) => stuck.has(id))) {
      stuck.add(each.id);
      continue;
    }
    const how = await sendOne(device, queueKey, who, each);
    if (how === REFUSED) stuck.add(each.id);
    else if (how !== "sent") return how;
  }
  return "done";
}

async function sendOne(device, queueKey, who, each) {
  let answer;
  try {
    answer = await server.send(who, each);
  } catch (error) {
    if (error instanceof server.Unreachable) return "unreachable";
    throw error;
  }
  const { status, content } = answer;
  if (status >= 200 && status < 300) {
    await noteSent(device, queueKey, each, content);
    await store.removeQueued(each.seq);
    return "sent";
  }
  if (status === 401 || (status === 403 && !content?.reasons?.length)) return "signed_out";
  if (status === 429 || status >= 500) return "later";
  const reasons = content?.reasons?.map(({ code, detail, field }) => ({ code, detail, field }));
  const refusal = { reasons: reasons?.length ? reasons : [{ detail: content?.detail || "" }] };
  const sealed = await keys.encrypt(queueKey, refusal, `${placeOf(each)} refusal`);
  await store.keepQueued({ ...each.row, state: REFUSED, refusal: sealed });
  return REFUSED;
}

export async function reasonsOf(each, queueKey) {
  if (!each.row.refusal) return [];
  return (await keys.decrypt(queueKey, each.row.refusal, `${placeOf(each)} refusal`)).reasons;
}

/* What was sent lately, for the one who wrote it; encrypted as the queue is. */
export async function sentLately(device, queueKey) {
  const kept = await store.cached(device.id, SENT);
  return kept ? keys.decrypt(queueKey, kept, `${device.id} ${SENT}`) : [];
}

async function noteSent(device, queueKey, each, content) {
  const reference = content?.reference || "";
  const line = { id: each.id, title: each.title, reference, at: new Date().toISOString() };
  const others = (await sentLately(device, queueKey)).filter(({ id }) => id !== each.id);
  const lines = [line, ...others].slice(0, SENT_KEPT);
  const sealed = await keys.encrypt(queueKey, lines, `${device.id} ${SENT}`);
  await store.keepCached(device.id, SENT, sealed);
}
