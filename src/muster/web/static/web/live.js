/* Live pages. One stream of server-sent events a page; regions say what they follow:

   data-live-topic="board"                 replaced by HTML pushed for the topic
   data-live-subject="<id> <id>"           fetched again when one of the things changed
   data-live-src="<url>"                   where the region's fragment is (else: this page, same id)

   When the stream cannot be had, the regions are fetched every few seconds. */

import { startClocks, tick } from "./clocks.js";

const POLL_MS = 5000;
const PATIENCE_MS = 2500; /* a blink of the network is not worth a word */
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 10000;
const SETTLE_MS = 120; /* several facts of one command come together */
const JITTER_MS = 250; /* a thousand boards must not ask in the same instant */

const state = document.getElementById("live-state");
const pending = new Map(); /* region → timer */
let source = null;
let lastId = "";
let retryMs = FIRST_RETRY_MS;
let retryTimer = null;
let patienceTimer = null;
let pollTimer = null;
let wasLost = false;

const regions = (selector) => [...document.querySelectorAll(selector)];
const topicsOf = () => regions("[data-live-topic]").map((each) => each.dataset.liveTopic);
const wordsOf = (text) => (text || "").split(/\s+/).filter(Boolean);
const subjectsOf = () =>
  regions("[data-live-subject]").flatMap((each) => wordsOf(each.dataset.liveSubject));

function address() {
  const url = new URL(document.body.dataset.liveUrl, location.href);
  for (const topic of new Set(topicsOf())) url.searchParams.append("topic", topic);
  for (const subject of new Set(subjectsOf())) url.searchParams.append("subject", subject);
  if (lastId) url.searchParams.set("after", lastId);
  return url;
}

/* The stream */

function connect() {
  disconnect();
  source = new EventSource(address());
  source.addEventListener("open", connected);
  source.addEventListener("error", lost);
  source.addEventListener("html", (event) => receive(event, showTopic));
  source.addEventListener("changed", (event) => receive(event, noteChange));
}

function disconnect() {
  clearTimeout(retryTimer);
  if (source) source.close();
  source = null;
}

function connected() {
  retryMs = FIRST_RETRY_MS;
  clearTimeout(patienceTimer);
  patienceTimer = null;
  stopPolling();
  if (wasLost) refreshAll();
  wasLost = false;
  say("");
  document.body.dataset.liveState = "connected";
}

function lost() {
  wasLost = true;
  document.body.dataset.liveState = "lost";
  if (!patienceTimer) patienceTimer = setTimeout(fallBack, PATIENCE_MS);
  /* After an answer that is no stream the browser gives up by itself; then ask anew. */
  if (source && source.readyState === EventSource.CLOSED) {
    disconnect();
    retryTimer = setTimeout(connect, retryMs + Math.random() * JITTER_MS);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  }
}

function fallBack() {
  say("Reconnecting… What you see may be some seconds old.");
  if (!pollTimer) pollTimer = setInterval(refreshAll, POLL_MS);
}

function stopPolling() {
  clearInterval(pollTimer);
  pollTimer = null;
}

function say(words) {
  if (state && state.textContent !== words) state.textContent = words;
}

function receive(event, act) {
  if (event.lastEventId) lastId = event.lastEventId;
  let content;
  try {
    content = JSON.parse(event.data);
  } catch {
    return;
  }
  act(content);
}

function showTopic({ topic, html }) {
  for (const region of regions("[data-live-topic]")) {
    if (region.dataset.liveTopic === topic) offer(region, html);
  }
}

function noteChange({ subject }) {
  for (const region of regions("[data-live-subject]")) {
    if (wordsOf(region.dataset.liveSubject).includes(subject)) refreshSoon(region);
  }
}

/* Regions */

function refreshSoon(region) {
  if (pending.has(region)) return;
  const wait = SETTLE_MS + Math.random() * JITTER_MS;
  pending.set(region, setTimeout(() => refresh(region), wait));
}

function refreshAll() {
  for (const region of regions("[data-live-subject], [data-live-topic]")) refreshSoon(region);
}

async function refresh(region) {
  pending.delete(region);
  if (!region.isConnected) return;
  const url = region.dataset.liveSrc || location.href;
  let answer;
  try {
    answer = await fetch(url, { headers: { "X-Muster-Fragment": "1" }, cache: "no-store" });
  } catch {
    return; /* the stream's own error tells the reader */
  }
  if (answer.redirected && !sameAddress(answer.url, url)) {
    say("You are signed out. Reload the page to sign in.");
    return;
  }
  if (answer.ok) offer(region, await answer.text());
}

function sameAddress(one, other) {
  return new URL(one).pathname === new URL(other, location.href).pathname;
}

/* The region's new children: those of the element with its id, or all of the fragment. */
function childrenFor(region, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const same = region.id && parsed.getElementById(region.id);
  if (same && same.dataset.liveSubject) region.dataset.liveSubject = same.dataset.liveSubject;
  return [...(same || parsed.body).childNodes].map((node) => document.importNode(node, true));
}

function isBusy(region) {
  const active = document.activeElement;
  if (active && active !== document.body && region.contains(active)) return true;
  return [...region.querySelectorAll("input, textarea, select")].some(isTouched);
}

function isTouched(field) {
  if (field.type === "hidden" || field.disabled) return false;
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  if (field.tagName === "SELECT") {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, field.multiple ? -1 : 0);
  }
  return field.value !== field.defaultValue;
}

function offer(region, html) {
  const children = childrenFor(region, html);
  if (!isBusy(region)) {
    show(region, children);
    return;
  }
  region.liveNews = children;
  if (region.previousElementSibling?.classList.contains("m-live-new")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "usa-button usa-button--outline m-live-new";
  button.textContent = "This part was updated. Show";
  button.addEventListener("click", () => {
    show(region, region.liveNews);
    region.setAttribute("tabindex", "-1");
    region.focus();
  });
  region.before(button);
}

function show(region, children) {
  const news = region.previousElementSibling;
  if (news?.classList.contains("m-live-new")) news.remove();
  const before = region.innerHTML;
  const opened = openDetails(region);
  region.replaceChildren(...children);
  for (const key of opened) {
    const details = detailsByKey(region).get(key);
    if (details) details.open = true;
  }
  tick(region);
  delete region.liveNews;
  if (region.innerHTML !== before) flash(region);
  region.dispatchEvent(new CustomEvent("muster:shown", { bubbles: true }));
}

function detailsByKey(region) {
  const keyed = new Map();
  for (const [index, details] of [...region.querySelectorAll("details")].entries()) {
    keyed.set(details.id || `${index}:${details.querySelector("summary")?.textContent}`, details);
  }
  return keyed;
}

function openDetails(region) {
  return [...detailsByKey(region)].filter(([, details]) => details.open).map(([key]) => key);
}

function flash(region) {
  region.classList.remove("m-just-changed");
  requestAnimationFrame(() => region.classList.add("m-just-changed"));
}

/* A hidden tab gives its connection back: browsers allow few to one address. */
function follow() {
  if (document.visibilityState === "hidden") {
    disconnect();
    stopPolling();
    clearTimeout(patienceTimer);
    patienceTimer = null;
    wasLost = true;
  } else if (!source) {
    connect();
  }
}

startClocks();
if (document.body.dataset.liveUrl && regions("[data-live-topic], [data-live-subject]").length) {
  connect();
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("pageshow", (event) => event.persisted && follow());
  window.addEventListener("online", () => !source && connect());
}
