/* Every use of cryptography on the device, by the browser's own WebCrypto.

   PIN      → PBKDF2-HMAC-SHA256 → AES-GCM key that wraps the two data keys
   cache    → AES-256-GCM, what may be read without a network; wrapped by the PIN alone
   queue    → AES-256-GCM, what waits to be sent; wrapped by the PIN, and sealed for the server
   signing  → ECDSA P-256, never leaves the browser; proves to the server which device calls
   request  → ECDSA P-256, wrapped by the PIN alone; signs the requests that are shown as codes

   An unwrapped key is only ever a CryptoKey that cannot be exported, in the memory of a page. */

import { fromBase64, joined, toBase64, toBytes, toText, uuidBytes } from "./bytes.js";

export const ROUNDS = 600_000;
const SEALED_FOR = "muster: queue key of a device";
const AES = { name: "AES-GCM", length: 256 };
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", namedCurve: "P-256" };
const SIGNED = { name: "ECDSA", hash: "SHA-256" };

export const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/* The key that a PIN gives; `wrapped` by it are the data keys. */
export async function keyOfPin(pin, salt, rounds) {
  const secret = await crypto.subtle.importKey(
    "raw", toBytes(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"],
  );
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, secret, AES, false, ["wrapKey", "unwrapKey"]);
}

export const newDataKey = () =>
  crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);

/* `purpose` is bound to the wrapping: one data key cannot be put in the place of the other. */
export async function wrap(key, wrapping, purpose) {
  const iv = randomBytes(12);
  const how = { name: "AES-GCM", iv, additionalData: toBytes(purpose) };
  return { iv, bytes: await crypto.subtle.wrapKey("raw", key, wrapping, how) };
}

/* Throws where the wrapping key is another one: where the PIN was wrong. */
export async function unwrap(wrapped, wrapping, purpose, isExtractable = false) {
  const how = { name: "AES-GCM", iv: wrapped.iv, additionalData: toBytes(purpose) };
  return crypto.subtle.unwrapKey(
    "raw", wrapped.bytes, wrapping, how, AES, isExtractable, ["encrypt", "decrypt"],
  );
}

export const importDataKey = (text, isExtractable = false) =>
  crypto.subtle.importKey("raw", fromBase64(text), AES, isExtractable, ["encrypt", "decrypt"]);

export async function encrypt(key, value, place) {
  const iv = randomBytes(12);
  const how = { name: "AES-GCM", iv, additionalData: toBytes(place) };
  return { iv, bytes: await crypto.subtle.encrypt(how, key, toBytes(JSON.stringify(value))) };
}

/* `place` says where the value belongs: moved elsewhere it cannot be read. */
export async function decrypt(key, sealed, place) {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: toBytes(place) };
  return JSON.parse(toText(await crypto.subtle.decrypt(how, key, sealed.bytes)));
}

/* Seals a data key for the server alone, bound to this device: a one-time ECDH key, HKDF-SHA256. */
export async function sealForServer(key, serverKey, deviceId) {
  const id = uuidBytes(deviceId);
  const theirs = await crypto.subtle.importKey("raw", fromBase64(serverKey), CURVE, true, []);
  const once = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits(
    { name: "ECDH", public: theirs }, once.privateKey, 256,
  );
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: id, info: toBytes(SEALED_FOR) };
  const sealing = await crypto.subtle.deriveKey(how, secret, AES, false, ["encrypt"]);
  const iv = randomBytes(12);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: id }, sealing, await crypto.subtle.exportKey("raw", key),
  );
  const point = await crypto.subtle.exportKey("raw", once.publicKey);
  return toBase64(joined(point, iv, sealed));
}

export const newSigningKey = () =>
  crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);

/* Leaves the browser's keeping once, to be wrapped; unwrapped it cannot be exported. */
export const newRequestKey = () =>
  crypto.subtle.generateKey(SIGNING, true, ["sign", "verify"]);

export async function wrapRequestKey(key, wrapping, purpose) {
  const iv = randomBytes(12);
  const how = { name: "AES-GCM", iv, additionalData: toBytes(purpose) };
  return { iv, bytes: await crypto.subtle.wrapKey("pkcs8", key, wrapping, how) };
}

export async function unwrapRequestKey(wrapped, wrapping, purpose) {
  const how = { name: "AES-GCM", iv: wrapped.iv, additionalData: toBytes(purpose) };
  return crypto.subtle.unwrapKey("pkcs8", wrapped.bytes, wrapping, how, SIGNING, false, ["sign"]);
}

export const publicKeyOf = async (pair) =>
  toBase64(await crypto.subtle.exportKey("spki", pair.publicKey));

export const sign = async (pair, text) =>
  toBase64(await crypto.subtle.sign(SIGNED, pair.privateKey, toBytes(text)));
