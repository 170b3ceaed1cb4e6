"use strict";
const sealed = document.getElementById("sealed").dataset;
const said = document.getElementById("said");
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);

const opened = async (typed) => {
  const phrase = typed.normalize("NFC").replace(/^ +| +$/g, "");
  const given = await crypto.subtle.importKey("raw", utf8(phrase), "PBKDF2", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: bytes(sealed.salt), iterations: Number(sealed.rounds) },
    given, { name: "AES-GCM", length: 256 }, false, ["decrypt"],
  );
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: bytes(sealed.nonce), additionalData: utf8(sealed.bound) },
    key, bytes(sealed.text),
  );
  return unpacked(await inflated(plain));
};

const inflated = async (packed) => {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
};

// Four bytes of length, the text, then the documents one after another.
const unpacked = (whole) => {
  let at = 4 + new DataView(whole).getUint32(0);
  const pack = JSON.parse(new TextDecoder().decode(whole.slice(4, at)));
  for (const paper of pack.papers) {
    paper.content = whole.slice(at, at + paper.size);
    at += paper.size;
  }
  return pack;
};

const element = (name, text, ...inside) => {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...inside);
  return made;
};

const shown = (section) => {
  const list = section.key === "steps"
    ? element("ol", "", ...section.lines.map((line) => element("li", line.text)))
    : element("dl", "", ...section.lines.flatMap(
      (line) => [element("dt", line.name), element("dd", line.text)]));
  const parts = section.lines.length ? [list] : [];
  if (section.note) parts.push(element("p", section.note));
  return element("section", "", element("h2", section.title), ...parts);
};

const shownPlaybook = (playbook) => element("section", "",
  element("h3", playbook.title),
  element("p", `${playbook.whose}. For: ${playbook.kind}. ${playbook.reviewed}. ${playbook.label}`),
  ...(playbook.when_to_use ? [element("p", playbook.when_to_use)] : []),
  element("ol", "", ...playbook.steps.map((step) => element("li", step))));

const shownPlaybooks = ({ playbooks, playbooks_note }) => playbooks.length
  ? [element("section", "", element("h2", "Playbooks"), ...playbooks.map(shownPlaybook),
    element("p", playbooks_note))]
  : [];

const saved = ({ name, title, size, content }) => {
  const link = element("a", `Save: ${title} (PDF, ${Math.ceil(size / 1000)} kB)`);
  link.href = URL.createObjectURL(new Blob([content], { type: "application/pdf" }));
  link.download = name;
  return element("li", "", link);
};

const show = (pack) => {
  const title = document.getElementById("title");
  title.textContent = `Pack of ${pack.party}`;
  document.title = title.textContent;
  const kind = pack.is_sample ? ". Sample data: made-up parties and events." : ".";
  document.getElementById("content").append(
    element("p", pack.network + kind), ...pack.sections.map(shown),
    ...shownPlaybooks(pack),
    element("h2", "Documents in this file"), element("ul", "", ...pack.papers.map(saved)));
  document.getElementById("door").remove();
  said.textContent = "";
  title.tabIndex = -1;
  title.focus();
};

document.getElementById("door").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!globalThis.crypto?.subtle || !globalThis.DecompressionStream) {
    said.textContent = "This browser cannot open it. Save the file and open it in a current Chrome or Edge.";
    return;
  }
  said.textContent = "Opening…";
  let pack;
  try {
    pack = await opened(document.getElementById("passphrase").value);
  } catch {
    said.textContent = "That passphrase does not open this pack. Check capitals and spaces, then try again.";
    return;
  }
  show(pack);
});
