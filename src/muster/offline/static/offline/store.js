/* The browser's own database: devices, what may be read (encrypted), what waits (encrypted).

   devices  a row for each person who set this browser up: wrapped keys, never plain ones
   cache    [device, key] → encrypted snapshot, encrypted list of what was sent
   queue    in the order of writing; state, moment and the post's id in clear, all else encrypted

   A later version only ever adds here, so that an update finds the queue as it was. */

const NAME = "muster-offline";
const VERSION = 1;

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asking = indexedDB.open(NAME, VERSION);
    asking.onupgradeneeded = (event) => build(asking.result, event.oldVersion);
    asking.onerror = () => reject(asking.error);
    asking.onsuccess = () => {
      asking.result.onversionchange = () => {
        asking.result.close(); /* a newer page waits for its own version */
        opened = null;
      };
      resolve(asking.result);
    };
  });
  return opened;
}

function build(database, oldVersion) {
  if (oldVersion < 1) {
    database.createObjectStore("devices", { keyPath: "id" });
    database.createObjectStore("cache", { keyPath: ["device", "key"] });
    const queue = database.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
    queue.createIndex("id", "id", { unique: true });
    queue.createIndex("device", "device");
  }
}

/* Runs `work` on the stores in one transaction; answers what it answered once all is on disk. */
export async function within(names, mode, work) {
  const database = await open();
  const transaction = database.transaction(names, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
  const answer = await work(...names.map((name) => transaction.objectStore(name)));
  await done;
  return answer;
}

export function answered(asking) {
  return new Promise((resolve, reject) => {
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

export const devices = () =>
  within(["devices"], "readonly", (rows) => answered(rows.getAll()));

export const deviceById = (id) =>
  within(["devices"], "readonly", (rows) => answered(rows.get(id)));

export const keepDevice = (device) =>
  within(["devices"], "readwrite", (rows) => answered(rows.put(device)));

/* Reads a device and writes what `change` makes of it, with nobody in between. */
export const changeDevice = (id, change) =>
  within(["devices"], "readwrite", async (rows) => {
    const device = await answered(rows.get(id));
    if (!device) return null;
    const changed = change(device);
    rows.put(changed);
    return changed;
  });

export const cached = (device, key) =>
  within(["cache"], "readonly", (rows) => answered(rows.get([device, key])));

export const keepCached = (device, key, sealed, plain = {}) =>
  within(["cache"], "readwrite", (rows) =>
    answered(rows.put({ device, key, iv: sealed.iv, bytes: sealed.bytes, ...plain })),
  );

export const queued = (device) =>
  within(["queue"], "readonly", (rows) => answered(rows.index("device").getAll(device)));

export const addQueued = (row) =>
  within(["queue"], "readwrite", (rows) => answered(rows.add(row)));

export const keepQueued = (row) =>
  within(["queue"], "readwrite", (rows) => answered(rows.put(row)));

export const removeQueued = (seq) =>
  within(["queue"], "readwrite", (rows) => answered(rows.delete(seq)));

const ofDevice = (device) => IDBKeyRange.bound([device], [device, []]);

export const eraseCached = (device) =>
  within(["cache"], "readwrite", (rows) => answered(rows.delete(ofDevice(device))));

export const eraseQueued = (device) =>
  within(["queue"], "readwrite", async (rows) => {
    const keys = await answered(rows.index("device").getAllKeys(device));
    for (const key of keys) rows.delete(key);
  });
