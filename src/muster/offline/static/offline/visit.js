/* On any page, and in the background: a device calls, obeys, and sends what waits on it. */

import { importDataKey } from "./keys.js";
import * as queue from "./queue.js";
import * as server from "./server.js";
import * as store from "./store.js";
import * as vault from "./vault.js";

const CALL_AGAIN_MS = 60_000;
let calledAt = 0;

export async function visited() {
  await vault.forgetExpired();
  if (Date.now() - calledAt > CALL_AGAIN_MS) {
    calledAt = Date.now();
    try {
      for (const device of await store.devices()) await vault.call(device);
    } catch (error) {
      if (!(error instanceof server.Unreachable)) throw error;
      calledAt = 0;
      return;
    }
  }
  await sendWaiting();
}

/* Without a PIN the server opens the queue's key, for the signed-in owner alone. A page that holds
   the keys already sends by itself. */
export async function sendWaiting() {
  const waiting = [];
  for (const device of await store.devices()) {
    const rows = device.sealed ? await store.queued(device.id) : [];
    if (rows.some((row) => row.state === queue.WAITING)) waiting.push(device);
  }
  if (!waiting.length) return;
  const who = await server.standing();
  for (const device of waiting) {
    if (who?.person_id !== device.person) continue;
    const text = await server.queueKey(who, device.id, device.sealed);
    if (!text) continue;
    const how = await queue.send(device, await importDataKey(text), who);
    if (how === "unreachable") throw new server.Unreachable(how);
  }
}
