/* Forms on every page: sent once, errors found; menus that close. */

const BUSY_WORDS = "Sending…";
const BUSY_LIMIT_MS = 15000;
const DOWNLOAD_LIMIT_MS = 3000; /* a download leaves the page as it is: nothing tells its end */

/* A second press while the first is on its way would only confuse; the server would answer the
   same anyway, since the submission's id is the same. */
function sendOnce(event) {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  const button = event.submitter || form.querySelector("button[type=submit]");
  if (button && !button.name) {
    button.setAttribute("aria-disabled", "true");
    button.dataset.words = button.textContent;
    button.textContent = BUSY_WORDS;
  }
  const isDownload = form.dataset.once === "download";
  setTimeout(releaseFor, isDownload ? DOWNLOAD_LIMIT_MS : BUSY_LIMIT_MS, form, isDownload);
}

function releaseFor(form, isDownload) {
  release(form);
  if (isDownload) renewSubmission(form);
}

function release(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("button[data-words]")) {
    button.removeAttribute("aria-disabled");
    button.textContent = button.dataset.words;
    delete button.dataset.words;
  }
}

/* A form found again through the Back button is a new submission. */
function renewSubmission(form) {
  const field = form.querySelector("input[name$=submission_id]");
  if (field && crypto.randomUUID) field.value = crypto.randomUUID();
}

function closeMenus(kept) {
  for (const menu of document.querySelectorAll("details.m-menu[open]")) {
    if (menu !== kept && !menu.contains(kept)) menu.open = false;
  }
}

function closeOnEscape(event) {
  const menu = event.key === "Escape" && document.querySelector("details.m-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

// On paper nothing unfolds: what is closed on the screen is printed open, and closed again after.
function openForPrint() {
  for (const closed of document.querySelectorAll("main details:not(.m-menu):not([open])")) {
    closed.dataset.openedForPrint = "";
    closed.open = true;
  }
}

function closeAfterPrint() {
  for (const opened of document.querySelectorAll("details[data-opened-for-print]")) {
    delete opened.dataset.openedForPrint;
    opened.open = false;
  }
}

window.addEventListener("beforeprint", openForPrint);
window.addEventListener("afterprint", closeAfterPrint);
document.addEventListener("submit", sendOnce);
document.addEventListener("keydown", closeOnEscape);
document.addEventListener("click", (event) => {
  if (!event.target.closest("details.m-menu")) closeMenus(null);
  if (event.target.closest("button[data-print]")) window.print();
});
document.addEventListener(
  "toggle",
  (event) => event.target.matches("details.m-menu[open]") && closeMenus(event.target),
  true,
);
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-once]")) {
    release(form);
    renewSubmission(form);
  }
});

const summary = document.querySelector("[data-focus-on-load]");
if (summary) summary.focus();
