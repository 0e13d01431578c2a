// A round with initials; the bot has its key.

import { el, svg } from "/static/dom.js";
import { isBot, nameOf } from "/static/state.js";

const KEY = [["M10.5 2a3.5 3.5 0 0 0-3.3 4.7L2 11.9V14h2.5v-1.5H6V11h1.5l1-1A3.5 3.5 0 1 0 10.5 2z", "key"]];

export function avatar(id, size = "") {
  if (isBot(id)) return el("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, svg(KEY));
  const initials = nameOf(id).split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const tint = [...id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return el("span", { class: `avatar tint-${tint} ${size}`, "aria-hidden": "true" }, initials);
}
