// Interactive elements. `place.press` tells the bot at once; inside an input block the value waits for the submit.

import { el } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { plainText } from "/static/mrkdwn.js";
import { confirmed } from "/static/confirm.js";
import { state } from "/static/state.js";

const words = (object) => (object ? plainText(object.text) : []);
const SAFE = /^https?:/i;

// Run an act once at a time, and show that it is on its way.
async function busy(node, doing) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await doing();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

async function press(node, element, block, place, selected) {
  if (element.confirm && !(await confirmed(element.confirm))) return false;
  await busy(node, () => place.press(element, block, selected));
  return true;
}

function button(element, block, place) {
  const made = el("button", { type: "button", class: `push ${element.style ?? ""}`, "aria-label": element.accessibility_label }, ...words(element.text));
  made.addEventListener("click", () => {
    if (element.url && SAFE.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
    press(made, element, block, place);
  });
  return made;
}

function overflow(element, block, place) {
  const menu = el("details", { class: "overflow" }, el("summary", { "aria-label": "More actions", title: "More actions" }, icon("more")));
  const choose = (option) => {
    menu.open = false;
    if (option.url && SAFE.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
    press(menu, element, block, place, option.value);
  };
  const items = element.options.map((option) =>
    el("li", {}, el("button", { type: "button", onclick: () => choose(option) }, ...words(option.text))));
  menu.append(el("ul", { class: "menu-list" }, ...items));
  menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    event.preventDefault();
    menu.open = false;
    menu.firstChild.focus();
  });
  return menu;
}

const members = () => state.setting.people.map((one) => ({ text: one.name, value: one.id }));
const places = (kinds) =>
  state.screen.conversations.filter(kinds).map((one) => ({ text: one.direct ? "Direct message" : `#${one.name}`, value: one.id }));

// Whether a conversation is one that a select's filter lets through.
function passes(one, { include, exclude_external_shared_channels: insiders }) {
  const kind = one.direct ? "im" : one.private ? "private" : "public";
  return (!include || include.includes(kind)) && !(insiders && one.ext_shared);
}

// What a select offers, as groups of {text, value}.
function offers(element) {
  const plain = (options) => options.map((option) => ({ text: option.text.text, value: option.value, more: option.description?.text }));
  if (element.options) return [{ label: null, options: plain(element.options) }];
  if (element.option_groups) return element.option_groups.map((one) => ({ label: one.label.text, options: plain(one.options) }));
  if (element.type.includes("users_select")) return [{ label: null, options: members() }];
  if (element.type.includes("channels_select")) return [{ label: null, options: places((one) => !one.direct && !one.private) }];
  return [{ label: null, options: places((one) => passes(one, element.filter ?? {})) }];
}

function select(element, block, place, current) {
  const made = el("select", { class: "field-select", "aria-label": element.placeholder?.text ?? place.label ?? "Choose" });
  made.append(el("option", { value: "" }, element.placeholder?.text ?? "Choose…"));
  for (const { label, options } of offers(element)) {
    const nodes = options.map((one) => el("option", { value: one.value }, one.more ? `${one.text} – ${one.more}` : one.text));
    made.append(...(label ? [el("optgroup", { label }, ...nodes)] : nodes));
  }
  made.value = current ?? "";
  let before = made.value;
  made.addEventListener("change", async () => {
    if (place.quiet || !made.value) return;
    if (await press(made, element, block, place, made.value)) before = made.value;
    else made.value = before;
  });
  return { node: made, read: () => made.value || null };
}

// Checkboxes, radio buttons and selects of several: a list of ticks.
function ticks(element, block, place, current, { single, folded }) {
  const name = `${block.block_id}-${element.action_id}-${crypto.randomUUID()}`;
  const options = element.options && !folded ? element.options.map((one) => ({ words: words(one.text), more: one.description?.text, value: one.value }))
    : offers(element).flatMap((one) => one.options).map((one) => ({ words: [one.text], more: one.more, value: one.value }));
  const chosen = new Set([current ?? []].flat());
  const boxes = options.map((option) => {
    const box = el("input", { type: single ? "radio" : "checkbox", name, value: option.value });
    box.checked = chosen.has(option.value);
    return { box, row: el("label", { class: "tick" }, box, el("span", {}, ...option.words, option.more ? el("small", {}, option.more) : null)) };
  });
  const read = () => {
    const values = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    return single ? values[0] ?? null : values;
  };
  const rows = el("div", { class: "ticks", role: "group", "aria-label": place.label ?? element.placeholder?.text }, ...boxes.map((one) => one.row));
  const summary = el("summary", { class: "field-select" });
  const count = () => { summary.textContent = read().length ? `${read().length} chosen` : element.placeholder?.text ?? "Choose…"; };
  const node = folded ? el("details", { class: "several" }, summary, rows) : rows;
  if (folded) count();
  node.addEventListener("change", () => {
    if (folded) count();
    if (!place.quiet) press(node, element, block, place, read());
  });
  return { node, read };
}

function field(element, block, place, current, type) {
  const attributes = { class: "field", type, "aria-label": place.label ?? element.placeholder?.text, placeholder: element.placeholder?.text,
    maxlength: element.max_length, minlength: element.min_length, min: element.min_value, max: element.max_value,
    step: type === "number" && element.is_decimal_allowed ? "any" : undefined };
  const made = el(element.multiline ? "textarea" : "input", element.multiline ? { ...attributes, type: undefined, rows: "4" } : attributes);
  made.value = current ?? "";
  const picks = type === "date" || type === "time";
  if (picks) made.addEventListener("change", () => { if (!place.quiet && made.value) press(made, element, block, place, made.value); });
  return { node: made, read: () => made.value || null };
}

const FIELDS = { datepicker: "date", timepicker: "time", plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "number" };

// Build an element that holds a value; `current` is what it holds now.
export function holder(element, block, place, current) {
  if (FIELDS[element.type]) return field(element, block, place, current, FIELDS[element.type]);
  if (element.type === "checkboxes") return ticks(element, block, place, current, { single: false });
  if (element.type === "radio_buttons") return ticks(element, block, place, current, { single: true });
  if (element.type.startsWith("multi_")) return ticks(element, block, place, current, { single: false, folded: true });
  return select(element, block, place, current);
}

const HELD = ["selected_option", "selected_options", "selected_user", "selected_users", "selected_channel", "selected_channels",
  "selected_conversation", "selected_conversations", "selected_date", "selected_time", "value"];

// What an element holds, out of the state that the server keeps for a view or from its first value.
export function heldValue(entered, element) {
  const found = entered ?? Object.fromEntries(Object.entries(element).filter(([key]) => key.startsWith("initial_"))
    .map(([key, value]) => [key === "initial_value" ? "value" : key.replace("initial", "selected"), value]));
  const value = HELD.map((key) => found[key]).find((one) => one !== undefined && one !== null);
  if (Array.isArray(value)) return value.map((one) => one.value ?? one);
  return value?.value ?? value ?? null;
}

// Two small buttons that say yes and no.
function feedback(element, block, place) {
  const half = (name, drawn) => {
    const { text, accessibility_label: spoken } = element[name];
    const made = el("button", { type: "button", class: "push small", "aria-label": spoken ?? text.text, title: text.text }, icon(drawn));
    made.addEventListener("click", () => press(made, element, block, place, name));
    return made;
  };
  return el("div", { class: "feedback", role: "group", "aria-label": "Did this answer help?" }, half("positive_button", "up"), half("negative_button", "down"));
}

export function interactive(element, block, place) {
  if (element.type === "feedback_buttons") return feedback(element, block, place);
  if (element.type === "button") return button(element, block, place);
  if (element.type === "overflow") return overflow(element, block, place);
  return holder(element, block, place, heldValue(place.entered?.[block.block_id]?.[element.action_id], element)).node;
}
