// "Are you sure?", asked in the page.

import { byId, el } from "/static/dom.js";
import { textObject } from "/static/mrkdwn.js";

export function confirmed(question) {
  const dialog = byId("confirm");
  return new Promise((decide) => {
    const answer = (value) => { dialog.returnValue = value; dialog.close(); };
    dialog.replaceChildren(
      el("h2", { id: "confirm-title" }, question.title.text),
      textObject(question.text),
      el("div", { class: "dialog-buttons" },
        el("button", { type: "button", class: "push", onclick: () => answer("") }, question.deny.text),
        el("button", { type: "button", class: `push ${question.style ?? "primary"}`, onclick: () => answer("yes"), autofocus: true }, question.confirm.text)));
    dialog.returnValue = "";
    dialog.onclose = () => decide(dialog.returnValue === "yes");
    dialog.showModal();
  });
}
