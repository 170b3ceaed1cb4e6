/* Keeps "5 minutes ago" true while a page stays open; the server's words are the first. */

const UNITS = [[86400, "day"], [3600, "hour"], [60, "minute"]];
const TICK_MS = 15000;

export function distance(seconds) {
  for (const [size, name] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count) return `${count} ${name}${count > 1 ? "s" : ""}`;
  }
  return "less than a minute";
}

export function ago(then, now) {
  const seconds = (now - then) / 1000;
  if (Math.abs(seconds) < 60) return seconds >= 0 ? "just now" : "in less than a minute";
  return seconds > 0 ? `${distance(seconds)} ago` : `in ${distance(-seconds)}`;
}

export function tick(root = document) {
  const now = Date.now();
  for (const element of root.querySelectorAll("time[data-ago]")) {
    const words = ago(Date.parse(element.dateTime), now);
    if (element.textContent !== words) element.textContent = words;
  }
}

export function startClocks() {
  setInterval(tick, TICK_MS, document);
}
