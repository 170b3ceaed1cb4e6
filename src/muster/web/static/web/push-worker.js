/* Shows a push and opens what it is about: the second part of the service worker. */

self.addEventListener("push", (event) => {
  event.waitUntil(showPush(event.data));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPushed(event.notification.data));
});

async function showPush(data) {
  let said = {};
  try {
    said = data.json();
  } catch {
    said = { body: "Muster has something for you." };
  }
  await self.registration.showNotification("Muster", {
    body: said.body,
    tag: said.id, /* a second copy takes the place of the first */
    requireInteraction: Boolean(said.urgent),
    data: said.url || "/",
  });
}

/* Only pages of Muster's own are opened. */
async function openPushed(address) {
  const url = new URL(address || "/", self.location.origin);
  const target = url.origin === self.location.origin ? url.href : "/";
  const windows = await self.clients.matchAll({ type: "window" });
  const found = windows.find((each) => each.url === target);
  return found ? found.focus() : self.clients.openWindow(target);
}
