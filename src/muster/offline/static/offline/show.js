/* Puts what was decrypted on the page. Text only ever becomes text. */

const WHEN = { dateStyle: "medium", timeStyle: "short" };

export const byId = (id) => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/* The name of the zone that times are shown in, such as MST. */
export function zoneName() {
  const parts = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" }).formatToParts();
  return parts.find(({ type }) => type === "timeZoneName")?.value || "your phone's zone";
}

export const when = (at) => new Date(at).toLocaleString(undefined, WHEN);

function valueOf(value) {
  if (value && typeof value === "object" && value.at) {
    return element("time", { datetime: value.at }, when(value.at));
  }
  if (typeof value === "string" && /^\+\d{6,15}$/.test(value)) {
    return element("a", { class: "usa-link", href: `tel:${value}` }, value);
  }
  return String(value);
}

function factsOf(facts) {
  const list = element("dl", { class: "m-facts" });
  for (const [name, value] of facts) {
    list.append(element("dt", {}, name), element("dd", {}, valueOf(value)));
  }
  return list;
}

function item(each) {
  const card = element("article", { class: "m-card", "aria-label": each.title });
  card.append(element("h3", {}, each.title));
  for (const part of (each.text || "").split("\n").filter(Boolean)) {
    card.append(element("p", {}, part));
  }
  if (each.facts?.length) card.append(factsOf(each.facts));
  return card;
}

/* One folded part for each section with a title; those without feed the forms alone. */
export function showSections(place, sections) {
  const shown = sections.filter(({ title }) => title);
  place.replaceChildren(
    ...shown.map(({ key, title, empty, items }) => {
      const part = element("details", { class: "m-read", id: `section-${key}` });
      part.append(element("summary", {}, `${title} (${items.length})`));
      if (items.length) part.append(...items.map(item));
      else part.append(element("p", { class: "m-quiet" }, empty));
      return part;
    }),
  );
}

/* The queue: each entry with how it stands, and what can be done with a refused one. */
export function showQueue(place, entries, { post, canShow, onShow, onChange, onRemove, onAgain }) {
  if (!entries.length) {
    place.replaceChildren(element("p", { class: "m-quiet" }, "Nothing waits."));
    return;
  }
  const rows = entries.map((each) => queueRow(each, post, { canShow, onShow, onChange, onRemove, onAgain }));
  place.replaceChildren(element("ul", { class: "m-cards" }, ...rows));
}

function queueRow(each, post, { canShow, onShow, onChange, onRemove, onAgain }) {
  const isRefused = each.state === "refused";
  const row = element("li", { class: "m-card", "data-state": each.state });
  row.append(element("h3", {}, each.title));
  row.append(element("p", { class: "m-quiet" }, `Written ${when(each.made_at)}`));
  if (isRefused) {
    row.append(element("p", {}, element("strong", {}, "Refused; nothing was written. ")));
    for (const { detail } of each.reasons) row.append(element("p", {}, detail));
  } else if (post && each.post !== post) {
    row.append(element("p", {}, "Written for another of your posts: switch to it to send this."));
  }
  if (isRefused) {
    row.append(button("Change", each, onChange));
    row.append(button("Send again", each, onAgain, "usa-button--outline"));
  }
  if (canShow(each)) row.append(button("Show as a code", each, onShow));
  row.append(button("Throw away", each, onRemove, "usa-button--outline"));
  return row;
}

function button(words, each, act, kind = "") {
  const made = element("button", { type: "button", class: `usa-button ${kind}` }, words);
  made.append(element("span", { class: "usa-sr-only" }, `: ${each.title}`));
  made.addEventListener("click", () => act(each));
  return made;
}

export function showSent(place, lines) {
  const rows = lines.map(({ title, reference, at }) =>
    element("li", {}, `${title}${reference ? ` (${reference})` : ""}, arrived ${when(at)}`),
  );
  place.replaceChildren(...(rows.length ? rows : [element("li", {}, "Nothing yet.")]));
}

/* A word to the reader, heard by screen readers too. */
export function say(words, tone = "info") {
  const news = byId("news");
  if (!words) news.replaceChildren();
  else {
    const body = element("div", { class: "usa-alert__body" });
    body.append(element("p", { class: "usa-alert__text" }, words));
    news.replaceChildren(element("div", { class: `usa-alert usa-alert--${tone}` }, body));
  }
}
