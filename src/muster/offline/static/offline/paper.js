/* A waiting request as a code that another phone scans: signed here, filed there, in our name.

   The text is `M1.<payload>.<signature>`, both base64url; the server reads the payload in this very
   order. It takes the id that the entry has in the queue: sent later as well, it is the same. */

import { toBase64, toBytes, uuidBytes } from "./bytes.js";
import { sign } from "./keys.js";
import { byId, when } from "./show.js";
import { generate } from "../vendor/lean-qr/lean-qr.js";

const SIGNED_AS = "muster-paper-request";
const LONGEST_ADDRESS = 1100; /* signs; more is too fine for a camera at 360 pixels */
const QUIET = 4; /* modules of white around, as the standard wants */
const SVG = "http://www.w3.org/2000/svg";

const short = (id) => toBase64(uuidBytes(id));

/* Whether a waiting entry can be shown so: a request of a party, on a phone with such a key. */
export const canShow = (each, { requestKey }) =>
  Boolean(requestKey) && each.operation === "ask" && each.state === "waiting" && !each.post.endsWith(":");

async function textOf(each, { device, requestKey }) {
  const [network, party] = each.post.split(":");
  const { kind, work_packages, reporting_phone, note, own_means_used } = each.body;
  const payload = toBase64(toBytes(JSON.stringify([
    short(device.id), short(each.made), Math.floor(Date.now() / 1000), short(network), short(party),
    kind, work_packages.map((one) => [short(one.work_package_id), one.quantity]),
    reporting_phone, note, own_means_used ? 1 : 0,
  ])));
  return `M1.${payload}.${await sign({ privateKey: requestKey }, `${SIGNED_AS}\n${payload}`)}`;
}

/* Puts the code on the page; answers a sentence where it cannot be shown. */
export async function showPaper(each, open) {
  const text = await textOf(each, open);
  const address = `${location.origin}/paper/#${text}`;
  if (address.length > LONGEST_ADDRESS) {
    const over = Math.ceil(((address.length - LONGEST_ADDRESS) * 3) / 4);
    return `The note is too long for a code. Change it: about ${over} signs fewer.`;
  }
  byId("paper-title").textContent = each.title;
  byId("paper-code").replaceChildren(picture(generate(address)));
  byId("paper-text").value = text;
  byId("paper-until").textContent = when(Date.now() + 48 * 3_600_000);
  byId("paper").hidden = false;
  byId("paper-title").focus();
  return "";
}

export function hidePaper() {
  byId("paper").hidden = true;
  byId("paper-code").replaceChildren();
  byId("paper-text").value = "";
}

/* One path of squares: crisp at any size. */
function picture(code) {
  let path = "";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  }
  const made = document.createElementNS(SVG, "svg");
  const width = code.size + 2 * QUIET;
  made.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${width} ${width}`);
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", "The request as a code, to be scanned by another phone");
  made.setAttribute("shape-rendering", "crispEdges");
  const squares = document.createElementNS(SVG, "path");
  squares.setAttribute("d", path);
  made.append(squares);
  return made;
}
