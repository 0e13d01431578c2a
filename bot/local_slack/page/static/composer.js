// Where a person writes: suggestions while typing, the last line again on arrow up, a file by button or by dropping it.

import { el } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { act, upload } from "/static/server.js";
import { conversation, state } from "/static/state.js";
import { told } from "/static/toasts.js";

const said = []; // what was written, newest last

export function composer({ inThread, refresh }) {
  const id = inThread ? "thread-text" : "composer-text";
  const text = el("textarea", { id, rows: "1", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
    "aria-label": inThread ? "Reply in thread" : "Message", placeholder: placeholder(inThread), autocomplete: "off", spellcheck: "true" });
  const list = el("ul", { id: `${id}-list`, class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const picker = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
  const send = el("button", { type: "submit", class: "push primary send", "aria-label": "Send" }, "Send");
  const attach = el("button", { type: "button", class: "icon attach", "aria-label": "Share a file", title: "Share a file", onclick: () => picker.click() }, icon("attach"));
  const use = (one) => told(() => act("shortcut", { callback_id: one.callback_id })).then(refresh);
  const shortcuts = inThread ? [] : state.setting.shortcuts.filter((one) => one.type === "global").map((one) =>
    el("button", { type: "button", class: "icon attach", "aria-label": one.name, title: one.name, onclick: () => use(one) }, icon("flash")));
  const form = el("form", { class: "composer" }, list, el("div", { class: "composer-row" }, inThread ? null : attach, ...shortcuts, text, picker, send));
  const hints = suggesting(text, list);
  let recalled = 0;

  async function submit(line = text.value.trim()) {
    if (!line) return;
    said.push(line);
    recalled = 0;
    text.value = "";
    hints.close();
    grow(text);
    if (!inThread) toEnd(document.getElementById("messages"));
    form.setAttribute("aria-busy", "true");
    const going = told(() => act("say", { channel: state.channel, text: line, thread_ts: inThread ? state.thread : null }));
    setTimeout(refresh, 60);
    await going;
    form.removeAttribute("aria-busy");
    await refresh();
  }

  function recall(step) {
    recalled = Math.min(Math.max(recalled + step, 0), said.length);
    text.value = recalled ? said.at(-recalled) : "";
    grow(text);
  }

  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (hints.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && (!text.value || recalled)) {
      event.preventDefault();
      recall(1);
    } else if (event.key === "ArrowDown" && recalled) {
      event.preventDefault();
      recall(-1);
    }
  });
  text.addEventListener("input", () => { recalled = 0; grow(text); hints.show(); });
  text.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== text) hints.close(); }, 150)); // unless it is back
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  picker.addEventListener("change", () => share([...picker.files], refresh).then(() => { picker.value = ""; }));
  return inThread ? form : el("div", {}, chips(submit), form, el("p", { class: "keys" }, el("kbd", {}, "/"), " or ", el("kbd", {}, "Ctrl K"), " to write · ", el("kbd", {}, "↑"), " the last line again · ", el("kbd", {}, "Shift Enter"), " a new line"));
}

export async function share(files, refresh) {
  for (const file of files) await told(() => upload(state.channel, file));
  await refresh();
}

function placeholder(inThread) {
  if (inThread) return `Reply… (mention @${state.setting.bot.name} to ask it)`;
  const place = conversation();
  const wide = matchMedia("(min-width: 761px)").matches;
  return place.direct ? `Message ${state.setting.bot.name}` : `Message #${place.name}${wide ? ", or type / for commands" : ""}`;
}

function chips(submit) {
  const suggested = state.screen.prompts.map(({ title, message }) => ({ text: message, hint: message, label: title }));
  const usual = state.setting.suggestions.filter((one) => !one.text.startsWith("@") || !conversation().direct).slice(0, 6);
  const offered = suggested.length ? suggested : usual;
  return el("div", { class: "chips", role: "group", "aria-label": "Examples: press one to send it" },
    ...offered.map(({ text, hint, label }) => el("button", { type: "button", class: "chip", title: hint, onclick: () => submit(text) }, label ?? text)));
}

// As in Slack, whoever writes goes to where it will stand, and to its answer.
const toEnd = (place) => { place.scrollTop = place.scrollHeight; };

function grow(text) {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
}

function suggesting(text, list) {
  let active = -1;
  let found = [];
  const close = () => { list.hidden = true; active = -1; mark(); text.setAttribute("aria-expanded", "false"); };
  const mark = () => {
    [...list.children].forEach((node, position) => node.setAttribute("aria-selected", String(position === active)));
    if (active < 0) text.removeAttribute("aria-activedescendant");
    else text.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const take = (one) => { text.value = one.text; close(); grow(text); text.focus(); };
  const show = () => {
    const typed = text.value.toLowerCase();
    found = /^[/@]/.test(typed) ? state.setting.suggestions.filter((one) => one.text.toLowerCase().startsWith(typed) && one.text !== text.value).slice(0, 8) : [];
    list.replaceChildren(...found.map((one, position) =>
      el("li", { id: `${list.id}-${position}`, role: "option", "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); take(one); } },
        el("strong", {}, one.text), el("small", {}, one.hint))));
    if (!found.length) return close();
    list.hidden = false;
    active = -1;
    mark();
    text.setAttribute("aria-expanded", "true");
  };
  const key = (event) => {
    if (list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) active = (active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length;
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" && !event.shiftKey) take(found[Math.max(active, 0)]);
    else if (event.key === "Enter" && active >= 0) take(found[active]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    mark();
    return true;
  };
  return { show, close, key };
}
