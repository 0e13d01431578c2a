// The modal in front of the person.

import { blocks } from "/static/blocks.js";
import { byId, el } from "/static/dom.js";
import { emoji } from "/static/emoji.js";
import { icon } from "/static/icons.js";
import { plainText } from "/static/mrkdwn.js";
import { act } from "/static/server.js";
import { state } from "/static/state.js";
import { told } from "/static/toasts.js";

export function showModal(refresh) {
  const dialog = byId("modal");
  const view = state.screen.modal;
  if (!view) {
    dialog.dataset.shown = "";
    if (dialog.open) dialog.close();
    return;
  }
  const shown = JSON.stringify([view.id, view.hash, view.errors]);
  if (dialog.dataset.shown === shown) return;
  dialog.dataset.shown = shown;
  dialog.replaceChildren(form(view, refresh));
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector("[aria-invalid], .input input, .input textarea, .input select");
  first?.focus();
}

function form(view, refresh) {
  const inputs = new Map();
  const close = () => told(() => act("close")).then(refresh);
  const filledIn = () => Object.fromEntries([...inputs].map(([block, read]) => [block, read()]));
  const place = {
    entered: view.state.values, errors: view.errors, inputs,
    press: (element, block, selected) => told(() => act("press", { where: "modal", action_id: element.action_id, block_id: block.block_id, selected, values: filledIn() })).then(refresh),
  };
  const send = view.submit ? el("button", { type: "submit", class: "push primary" }, view.submit.text) : null;
  const made = el("form", { class: "modal-form", novalidate: true },
    el("header", {}, el("h2", { id: "modal-title" }, ...plainText(view.title.text)),
      el("button", { type: "button", class: "icon", "aria-label": "Close", onclick: close }, icon("close"))),
    el("div", { class: "modal-body blocks" }, view.errors[""] ? el("p", { class: "complaint", role: "alert" }, emoji("warning"), view.errors[""]) : null,
      ...blocks(view.blocks, place)),
    el("footer", { class: "dialog-buttons" }, el("button", { type: "button", class: "push", onclick: close }, view.close?.text ?? (send ? "Cancel" : "Close")), send));
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!send || send.getAttribute("aria-busy") === "true") return;
    send.setAttribute("aria-busy", "true");
    await told(() => act("submit", { values: filledIn() }));
    send.removeAttribute("aria-busy");
    byId("modal").dataset.shown = ""; // show the complaints again, also when they are the same
    await refresh(true);
  });
  return made;
}

export function closeOnEscape(refresh) {
  byId("modal").addEventListener("cancel", (event) => {
    event.preventDefault();
    told(() => act("close")).then(refresh);
  });
}
