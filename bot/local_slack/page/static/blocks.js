// Blocks to elements, for messages, modals and the Home tab.

import { chart } from "/static/chart.js";
import { dataTable } from "/static/datatable.js";
import { el } from "/static/dom.js";
import { heldValue, holder, interactive } from "/static/elements.js";
import { mrkdwn, plainText, textObject } from "/static/mrkdwn.js";
import { richText, table } from "/static/richtext.js";
import { fileAddress } from "/static/server.js";

// Pictures come from this workspace only: the page loads nothing from the network.
export function picture(source, alt, small) {
  const file = source.slack_file?.id ? { id: source.slack_file.id, name: "picture" } : null;
  const local = file ? fileAddress(file) : source.image_url?.startsWith(location.origin) ? source.image_url : null;
  if (local) return el("img", { src: local, alt, class: small ? "tiny" : "picture", loading: "lazy" });
  return el("span", { class: small ? "tiny no-picture" : "no-picture", role: "img", "aria-label": alt, title: alt }, small ? "" : alt);
}

function accessory(element, block, place) {
  if (element.type === "image") return picture(element, element.alt_text);
  return interactive(element, block, place);
}

function section(block, place) {
  const body = el("div", { class: "section-body" }, block.text ? textObject(block.text) : null);
  if (block.fields) body.append(el("div", { class: "fields" }, ...block.fields.map((one) => el("div", { class: "fact" }, textObject(one)))));
  return el("div", { class: "section" }, body, block.accessory ? el("div", { class: "accessory" }, accessory(block.accessory, block, place)) : null);
}

function context(block) {
  const parts = block.elements.map((one) => (one.type === "image" ? picture(one, one.alt_text, true) : textObject(one)));
  return el("div", { class: "context" }, ...parts);
}

function input(block, place) {
  const entered = place.entered?.[block.block_id]?.[block.element.action_id];
  const quiet = { ...place, quiet: !block.dispatch_action, label: block.label.text };
  const held = holder(block.element, block, quiet, heldValue(entered, block.element));
  place.inputs?.set(block.block_id, held.read);
  const error = place.errors?.[block.block_id];
  if (error) held.node.setAttribute("aria-invalid", "true");
  held.node.id = `input-${block.block_id}`;
  const title = el("label", { class: "label", for: held.node.id }, ...plainText(block.label.text), block.optional ? el("small", {}, "optional") : null);
  return el("div", { class: "input" }, title, held.node,
    block.hint ? el("p", { class: "hint" }, ...plainText(block.hint.text)) : null,
    error ? el("p", { class: "complaint", role: "alert" }, error) : null);
}

function image(block) {
  return el("figure", {}, block.title ? el("figcaption", {}, ...plainText(block.title.text)) : null, picture(block, block.alt_text));
}

function header(block) {
  return el(`h${(block.level ?? 2) + 1}`, { class: "block-header" }, ...plainText(block.text.text));
}

const actions = (block, place) => el("div", { class: "actions" }, ...block.elements.map((one) => interactive(one, block, place)));

const contextActions = (block, place) => el("div", { class: "context-actions" }, ...block.elements.map((one) => interactive(one, block, place)));

const KINDS = { actions, context, context_actions: contextActions, data_table: dataTable, data_visualization: chart, divider: () => el("hr"), header, image, input, markdown: (block) => mrkdwn(block.text),
  rich_text: richText, section, table };

export const blocks = (list, place) => list.map((block) => KINDS[block.type](block, place));
