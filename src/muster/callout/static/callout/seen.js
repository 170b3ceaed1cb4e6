/* Tells the server that a person's browser shows the question. Opening the link alone tells nothing:
   mail scanners open links too, and few of them run what is on the page. */

const part = document.querySelector("[data-seen-url]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");

function tell() {
  document.removeEventListener("visibilitychange", tell);
  fetch(part.dataset.seenUrl, {
    method: "POST",
    headers: { "X-CSRFToken": token.value },
    keepalive: true,
  }).catch(() => {});
}

if (part && token) {
  if (document.visibilityState === "visible") tell();
  else document.addEventListener("visibilitychange", tell);
}
