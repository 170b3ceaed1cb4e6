/* Fills in the text of a code: from the address that any camera opened, or, where the browser reads
   codes itself, from its camera or a picture. Elsewhere the text is pasted. */

const HINT = "#M1.";
const LOOK_EVERY_MS = 250;
const field = document.getElementById("id_signed_text");
const said = document.getElementById("scan-said");
const view = document.getElementById("scan-view");

function take(text) {
  field.value = text;
  field.form.requestSubmit();
}

function fromAddress() {
  if (!location.hash.startsWith(HINT)) return;
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname); /* not kept in the history, nor sent again */
}

async function readerOfCodes() {
  const known = await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => []);
  return known?.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

async function look(reader) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  view.srcObject = stream;
  view.hidden = false;
  await view.play();
  const timer = setInterval(async () => {
    const [found] = await reader.detect(view).catch(() => []);
    if (!found || !stream.active) return;
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    view.hidden = true;
    take(found.rawValue);
  }, LOOK_EVERY_MS);
}

const codesIn = async (reader, file) => reader.detect(await createImageBitmap(file));

async function readPicture(reader, file) {
  const [found] = await codesIn(reader, file).catch(() => []); /* no picture at all, or no code */
  if (found) take(found.rawValue);
  else said.textContent = "No code was found in this picture. Take it nearer, or paste the text.";
}

async function start() {
  fromAddress();
  addEventListener("hashchange", fromAddress);
  const part = document.getElementById("scan");
  const reader = part ? await readerOfCodes() : null;
  if (!reader) return;
  part.hidden = false;
  document.getElementById("scan-camera").addEventListener("click", () =>
    look(reader).catch(() => {
      said.textContent = "The camera cannot be used here. Choose a picture, or paste the text.";
    }),
  );
  document.getElementById("scan-picture").addEventListener("change", ({ target }) => {
    if (target.files.length) readPicture(reader, target.files[0]);
  });
}

start();
