/* The forms that are filled in without a network: what they offer, and the entry each becomes. */

import { byId, element } from "./show.js";

const OWN = "own "; /* before the id of a request that still waits in the queue */

const itemsOf = (sections, key) => sections.find((each) => each.key === key)?.items || [];
const dataOf = (sections, key) => itemsOf(sections, key).map(({ data }) => data).filter(Boolean);
const moment = (local) => new Date(local).toISOString();

export function localNow() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/* What the choices hold, by the name in `data-fill`: pairs of value and words. */
function choicesOf(sections, waiting) {
  const deployments = dataOf(sections, "deployments");
  const asked = waiting.filter(({ operation }) => operation === "ask");
  return {
    deployments: deployments.map((each) => [each.id, each.words]),
    arriving: deployments.filter((each) => each.may_check_in).map((each) => [each.id, each.words]),
    subjects: [
      ...asked.map((each) => [`${OWN}${each.id} ${each.made}`, each.title]),
      ...dataOf(sections, "missions").map((each) => [`missions ${each.id}`, each.words]),
      ...dataOf(sections, "board").map((each) => [`aid-requests ${each.id}`, each.words]),
    ],
    kinds: dataOf(sections, "kinds").map((each) => [each.id, each.words]),
    work_packages: dataOf(sections, "work_packages").map((each) => [each.id, each.words]),
    lines: dataOf(sections, "board").flatMap((each) =>
      (each.lines || []).map((line) => [`${each.id} ${line.id}`, `${each.words}: ${line.words}`]),
    ),
    things: [
      ...dataOf(sections, "things").map((each) => [`${each.kind} ${each.id}`, each.words]),
      ["none", "Nothing: we cannot help"],
    ],
  };
}

/* Fills the choices; a form that has nothing to choose from is not offered. */
export function fill(sections, waiting) {
  const choices = choicesOf(sections, waiting);
  for (const select of document.querySelectorAll("[data-fill]")) {
    const kept = select.value;
    const options = choices[select.dataset.fill];
    select.replaceChildren(...options.map(([value, words]) => element("option", { value }, words)));
    if (options.some(([value]) => value === kept)) select.value = kept;
  }
  for (const form of document.querySelectorAll("[data-write]")) {
    const first = form.querySelector("[data-fill]");
    const isAllowed = form.dataset.write !== "answer" || dataOf(sections, "may_answer").length;
    byId(`write-${form.dataset.write}`).hidden = !(first.options.length && isAllowed);
  }
  for (const part of document.querySelectorAll("[data-if]")) {
    part.hidden = !itemsOf(sections, part.dataset.if).length;
    part.querySelector("input").disabled = part.hidden; /* what is not shown is not demanded */
  }
  for (const field of document.querySelectorAll("[data-now]")) field.value ||= localNow();
}

const chosenWords = (form, name) => form.elements[name].selectedOptions[0]?.textContent || "";

/* What each form becomes: path and body of the ordinary operation, a title, what it needs first. */
const ENTRIES = {
  hours(form, id) {
    const { deployment, starts_at, ends_at, kind, task } = valuesOf(form);
    return {
      title: `Hours: ${chosenWords(form, "deployment")}, ${spoken(starts_at)} to ${spoken(ends_at)}`,
      path: `/deployments/${deployment}/time-entries`,
      body: {
        starts_at: moment(starts_at), ends_at: moment(ends_at), kind, task, time_entry_id: id,
      },
    };
  },
  "check-in"(form) {
    const { deployment, at, place } = valuesOf(form);
    return {
      title: `Check-in: ${chosenWords(form, "deployment")}, ${spoken(at)}`,
      path: `/deployments/${deployment}/check-in`,
      body: { at: moment(at), place },
    };
  },
  note(form, id) {
    const { about, text } = valuesOf(form);
    const [kind, subject, made] = about.split(" ");
    const isOwn = `${kind} ` === OWN;
    return {
      title: `Note: ${chosenWords(form, "about")}`,
      path: isOwn ? `/aid-requests/${made}/notes` : `/${kind}/${subject}/notes`,
      body: {
        text: `${text}\n(Written ${new Date().toISOString().slice(0, 16)}Z, without a network.)`,
        own_party_only: form.elements.own_party_only.checked,
        note_id: id,
      },
      after: isOwn ? [subject] : [],
    };
  },
  ask(form, id) {
    const { kind, work_package, quantity, reporting_phone, note } = valuesOf(form);
    return {
      title: `Ask for help: ${chosenWords(form, "work_package")}`,
      path: "/ask-for-help",
      made: id,
      body: {
        kind,
        work_packages: [{ work_package_id: work_package, quantity: Number(quantity) }],
        reporting_phone,
        note,
        own_means_used: form.elements.own_means_used.checked,
        aid_request_id: id,
      },
    };
  },
  answer(form, id) {
    const { line, thing, quantity, note } = valuesOf(form);
    const [aidRequest, line_id] = line.split(" ");
    const [kind, thingId] = thing.split(" ");
    const title = `Answer: ${chosenWords(form, "line")}, ${chosenWords(form, "thing")}`;
    if (kind === "none") {
      return { title, path: `/aid-requests/${aidRequest}/decline`, body: { reason: note } };
    }
    const offered = { line_id, [`${kind}_id`]: thingId, quantity: Number(quantity) };
    return {
      title,
      path: `/aid-requests/${aidRequest}/offers`,
      body: { lines: [offered], note, offer_id: id },
    };
  },
};

const valuesOf = (form) => Object.fromEntries(new FormData(form));
const spoken = (local) => local.replace("T", " ");

/* What is missing or cannot be, in a sentence; nothing where the form may be kept. */
function faultOf(form) {
  const wrong = [...form.elements].find((field) => field.willValidate && !field.checkValidity());
  if (wrong) {
    wrong.focus();
    return `${form.querySelector(`label[for=${wrong.id}]`).textContent}: ${wrong.validationMessage}`;
  }
  const { starts_at, ends_at, thing, note } = valuesOf(form);
  if (starts_at && ends_at <= starts_at) return "These hours end before they start.";
  if (thing === "none" && !note.trim()) return "Say why you cannot help.";
  return "";
}

/* The entry that a form becomes, or `{ fault }`. */
export function entryOf(form, post) {
  const fault = faultOf(form);
  if (fault) return { fault };
  const id = crypto.randomUUID();
  const [operation, typed] = [form.dataset.write, valuesOf(form)];
  return { id, operation, post, typed, ...ENTRIES[operation](form, id) };
}

/* Puts what was typed back into its form, to be mended. */
export function reopen({ operation, typed }) {
  const form = document.querySelector(`[data-write="${operation}"]`);
  for (const [name, value] of Object.entries(typed)) {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  const part = form.closest("details");
  part.open = true;
  part.querySelector("summary").focus();
}
