/* A device's keys: set up, opened by the PIN, erased. What is open is open in this page alone. */

import * as keys from "./keys.js";
import * as server from "./server.js";
import * as store from "./store.js";

export const MOST_FAILURES = 5;
export const SHORTEST_PIN = 6;
const SET_UP = "muster-device"; /* the same word as in web/offline.js */
const CACHE = "cache";
const QUEUE = "queue";
const REQUEST = "request";

export function isWeak(pin) {
  return pin.length < SHORTEST_PIN || new Set(pin).size < 3 || isRun(pin);
}

function isRun(pin) {
  const codes = [...pin].map((sign) => sign.codePointAt(0));
  const steps = new Set(codes.slice(1).map((code, index) => code - codes[index]));
  return steps.size === 1;
}

/* Sets this browser up for whoever is signed in. An earlier set-up of the same person, whose PIN
   was forgotten, is given new keys: what waits there is opened with the server's help first. */
export async function setUp(who, label, pin) {
  const id = crypto.randomUUID();
  const signing = await keys.newSigningKey();
  const request = await keys.newRequestKey();
  const answer = await enroll(who, { id, label, signing }, request);
  if (answer.status !== 201) return { refused: answer };
  const queueKey = await keys.newDataKey();
  const device = {
    id,
    person: who.person_id,
    post: who.post,
    label,
    signing,
    enrolled_at: Date.now(),
    sealed: await keys.sealForServer(queueKey, who.server_key, id),
    ...(await wrappedUnder(pin, await keys.newDataKey(), queueKey, request)),
    key_expires_at: Date.parse(answer.content.key_expires_at),
    failures: 0,
  };
  await store.keepDevice(device);
  localStorage.setItem(SET_UP, "yes");
  dispatchEvent(new Event("muster-set-up"));
  return { device, ...(await opened(device, pin)) };
}

const enroll = async (who, { id, label, signing }, request) =>
  server.enroll(who, {
    device_id: id,
    label,
    public_key: await keys.publicKeyOf(signing),
    request_key: await keys.publicKeyOf(request),
  });

async function wrappedUnder(pin, cacheKey, queueKey, request) {
  const salt = keys.randomBytes(16);
  const wrapping = await keys.keyOfPin(pin, salt, keys.ROUNDS);
  return {
    salt,
    rounds: keys.ROUNDS,
    wrapped: {
      cache: await keys.wrap(cacheKey, wrapping, CACHE),
      queue: await keys.wrap(queueKey, wrapping, QUEUE),
      request: await keys.wrapRequestKey(request.privateKey, wrapping, REQUEST),
    },
  };
}

/* A new PIN for a device that was locked for good: new keys, but for the queue's old one. */
export async function renew(device, who, pin) {
  const text = await server.queueKey(who, device.id, device.sealed);
  if (!text) return null;
  const queueKey = await keys.importDataKey(text, true);
  const request = await keys.newRequestKey();
  const answer = await enroll(who, device, request);
  if (answer.status !== 201) return { refused: answer };
  const wrapped = await wrappedUnder(pin, await keys.newDataKey(), queueKey, request);
  const changed = await store.changeDevice(device.id, (row) => ({
    ...row, ...wrapped, failures: 0, post: who.post,
  }));
  return { device: changed, ...(await opened(changed, pin)) };
}

async function opened(device, pin) {
  const wrapping = await keys.keyOfPin(pin, device.salt, device.rounds);
  return {
    cacheKey: await keys.unwrap(device.wrapped.cache, wrapping, CACHE),
    queueKey: await keys.unwrap(device.wrapped.queue, wrapping, QUEUE),
    requestKey:
      device.wrapped.request &&
      (await keys.unwrapRequestKey(device.wrapped.request, wrapping, REQUEST)),
  };
}

/* Tries a PIN. The failure is written down before the try, so that closing the page in between
   gives no further one. Answers the keys, or how many tries are left (0: all is forgotten). */
export async function unlock(id, pin) {
  const device = await store.changeDevice(id, (row) => ({ ...row, failures: row.failures + 1 }));
  if (!device?.wrapped) return { left: 0 };
  if (device.failures <= MOST_FAILURES) {
    try {
      const open = await opened(device, pin);
      await store.changeDevice(id, (row) => ({ ...row, failures: 0 }));
      return { device, ...open };
    } catch {
      /* a wrong PIN: counted above */
    }
  }
  const left = MOST_FAILURES - device.failures;
  if (left <= 0) await forget(id);
  return { left: Math.max(0, left) };
}

/* The PIN opens nothing any more: what could be read is erased. What waits stays, encrypted, under
   a key that only the server still opens, and only for its owner. */
export async function forget(id) {
  await store.eraseCached(id);
  await store.changeDevice(id, ({ wrapped: _gone, salt: _salt, ...row }) => row);
}

export const isExpired = (device) => Date.now() >= device.key_expires_at;

/* Reported lost: everything of the device goes, its signing key too. How many entries were refused
   is kept, to be told to whoever holds the phone. */
export async function erase(id) {
  const waiting = await store.queued(id);
  await store.eraseQueued(id);
  await store.eraseCached(id);
  await store.changeDevice(id, (row) => ({
    id: row.id, person: row.person, erased_at: Date.now(), refused: waiting.length,
  }));
}

/* Every device that is past its time forgets its keys, whoever looks. */
export async function forgetExpired() {
  for (const device of await store.devices()) {
    if (device.wrapped && isExpired(device)) await forget(device.id);
  }
}

/* Lets the server know that the device is there, and obeys. A server that does not know the device
   (a restored one) decides nothing: what waits is kept. */
export async function call(device) {
  if (!device.signing) return;
  const at = new Date().toISOString();
  const signature = await keys.sign(
    device.signing, `muster-device-contact\n${device.id}\n${at}`,
  );
  const { status, content } = await server.contact(device.id, { at, signature });
  if (status !== 200) return;
  if (content.must_erase) await erase(device.id);
  else {
    const key_expires_at = Date.parse(content.key_expires_at);
    const called_at = Date.now();
    await store.changeDevice(device.id, (row) => ({ ...row, key_expires_at, called_at }));
  }
}
