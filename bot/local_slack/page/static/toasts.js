// Short sentences that come and go.

import { byId, el } from "/static/dom.js";
import { icon } from "/static/icons.js";

const MOST = 3;

export function toast(sentence, kind = "") {
  const gone = () => note.remove();
  const note = el("div", { class: `toast ${kind}` }, el("span", {}, sentence),
    el("button", { type: "button", class: "icon", "aria-label": "Close", onclick: gone }, icon("close")));
  byId("toasts").append(note);
  if (byId("toasts").children.length > MOST) byId("toasts").firstChild.remove();
  setTimeout(gone, kind ? 12_000 : 7000);
}

// Do something on the server, show what it says, and say what went wrong.
export async function told(doing) {
  try {
    const answer = await doing();
    if (answer.said) toast(answer.said);
    if (answer.problem) toast(answer.problem, "bad");
    return answer;
  } catch (error) {
    toast(error instanceof TypeError ? "This workspace does not answer. Is it still running?" : error.message, "bad");
    return null;
  }
}
