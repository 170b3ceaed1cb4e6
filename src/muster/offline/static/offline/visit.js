/* On any page, and in the background: a device calls, obeys, and sends what waits on it. */

import { importDataKey } from "./keys.js";
import * as queue from "./queue.js";
import * as server from "./server.js";
import * as store from "./store.js";
import * as vault from "./vault.js";

const CALL_AGAIN_MS = 60_000;

export async function visited() {
  await vault.forgetExpired();
  try {
    for (const device of await store.devices()) {
      if (Date.now() - (device.called_at || 0) > CALL_AGAIN_MS) await vault.call(device);
    }
    await sendWaiting();
  } catch (error) {
    if (!(error instanceof server.Unreachable)) throw error;
  }
}

/* Without a PIN the server opens the queue's key, for the signed-in owner alone. A page that holds
   the keys already sends by itself. */
export async function sendWaiting() {
  const waiting = new Map(); /* device → what waits on it */
  for (const device of await store.devices()) {
    const rows = device.sealed ? await store.queued(device.id) : [];
    const ready = rows.filter((row) => row.state === queue.WAITING);
    if (ready.length) waiting.set(device, ready);
  }
  const who = waiting.size ? await server.standing() : null;
  for (const [device, rows] of who ? waiting : []) {
    const isMine = who.person_id === device.person && rows.some((row) => row.post === who.post);
    const text = isMine ? await server.queueKey(who, device.id, device.sealed) : null;
    if (!text) continue;
    const how = await queue.send(device, await importDataKey(text), who);
    if (how === "unreachable") throw new server.Unreachable(how);
  }
}
