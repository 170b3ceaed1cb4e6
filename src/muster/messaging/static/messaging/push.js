/* Asks the browser for a push subscription when its owner presses the button, and hands it over by
   the form. The worker that shows a push is the application's own where it is installed. */

const form = document.querySelector("form[data-push-key]");
const word = document.querySelector("[data-push-word]");
const CAN = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
const REFUSED =
  "The browser was told not to show notifications of Muster. Allow them in its settings, then try again.";
const FAILED = "The browser's push service cannot be reached. Try again later, or add another way.";

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

async function subscribe(event) {
  if (form.elements.endpoint.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if ((await Notification.requestPermission()) !== "granted") {
    word.textContent = REFUSED;
    return;
  }
  try {
    const subscription = await (await navigator.serviceWorker.ready).pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(form.dataset.pushKey),
    });
    form.elements.endpoint.value = subscription.endpoint;
    form.elements.p256dh.value = textOf(subscription.getKey("p256dh"));
    form.elements.auth.value = textOf(subscription.getKey("auth"));
    form.elements.label.value = navigator.platform || "";
    form.requestSubmit();
  } catch {
    word.textContent = FAILED;
  }
}

if (form && CAN) {
  form.hidden = false;
  word.textContent = "";
  form.addEventListener("submit", subscribe, true);
}
