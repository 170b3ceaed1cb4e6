/* Calls to the server. Answers are told apart by what to do next, never by exceptions alone:
   `Unreachable` means that nobody knows whether it arrived. */

export class Unreachable extends Error {}

const PATIENCE_MS = 20_000;
const API = "/api/v1";

async function call(path, { method = "GET", body, headers = {} } = {}) {
  let answer;
  try {
    answer = await fetch(API + path, {
      method,
      headers: body ? { "Content-Type": "application/json", ...headers } : headers,
      body: body ? JSON.stringify(body) : undefined,
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: answer.status, etag: answer.headers.get("ETag"), content: await read(answer) };
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

async function read(answer) {
  const text = await answer.text();
  if (!(answer.headers.get("Content-Type") || "").includes("json")) return null;
  return text ? JSON.parse(text) : null;
}

/* Who is signed in; null for nobody. */
export async function standing() {
  const answer = await call("/offline/standing");
  return answer.status === 200 ? answer.content : null;
}

export const snapshot = (etag) =>
  call("/offline/snapshot", { headers: etag ? { "If-None-Match": etag } : {} });

const write = (path, body, who, key) =>
  call(path, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": who.csrf_token, ...(key ? { "Idempotency-Key": key } : {}) },
  });

export const enroll = (who, device) => write("/devices", device, who);

export const contact = (deviceId, signed) =>
  call(`/devices/${deviceId}/contact`, { method: "POST", body: signed });

export async function queueKey(who, deviceId, sealed) {
  const answer = await write(`/devices/${deviceId}/queue-key`, { sealed }, who);
  return answer.status === 200 ? answer.content.key : null;
}

/* One write that was made without a network, under the id that it was given then. */
export const send = (who, entry) => write(entry.path, entry.body, who, entry.id);
