// Messages: in a conversation, and in the thread beside it.

import { blocks } from "/static/blocks.js";
import { day, fromTs, full, time } from "/static/dates.js";
import { byId, el, refill } from "/static/dom.js";
import { emoji } from "/static/emoji.js";
import { icon } from "/static/icons.js";
import { plainText, mrkdwn } from "/static/mrkdwn.js";
import { act, fileAddress } from "/static/server.js";
import { conversation, isBot, nameOf, state } from "/static/state.js";
import { told } from "/static/toasts.js";
import { avatar } from "/static/avatar.js";

function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function file(one) {
  const address = fileAddress(one);
  if (/\.(png|jpe?g|gif)$/i.test(one.name)) {
    return el("figure", { class: "file-picture" }, el("figcaption", {}, one.title),
      el("a", { href: address, target: "_blank", rel: "noopener" }, el("img", { src: address, alt: one.alt_text || one.title })));
  }
  const kind = one.name.split(".").pop().slice(0, 4).toUpperCase();
  return el("a", { class: "file", href: address, download: one.name, "aria-label": `Download ${one.name}, ${size(one.size)}` },
    el("span", { class: "file-kind", "aria-hidden": "true" }, kind),
    el("span", { class: "file-words" }, el("strong", {}, one.title), el("small", {}, `${one.name} · ${size(one.size)}`)));
}

function reactions(list) {
  const chips = Object.entries(list).map(([name, users]) =>
    el("span", { class: "reaction", title: users.map(nameOf).join(", ") }, emoji(name), ` ${users.length}`));
  return chips.length ? el("div", { class: "reactions" }, ...chips) : null;
}

function body(message) {
  const place = {
    press: (element, block, selected) => told(() => act("press", { where: "message", channel: state.channel, ts: message.ts,
      action_id: element.action_id, block_id: block.block_id, selected })).then(() => refresh()),
  };
  const unfurls = Object.entries(message.unfurls).map(([link, shown]) =>
    el("div", { class: "unfurl blocks", role: "group", "aria-label": `Preview of ${link}` }, ...blocks(shown, place)));
  const said = message.blocks.length ? el("div", { class: "blocks" }, ...blocks(message.blocks, place)) : message.text ? mrkdwn(message.text) : null;
  return unfurls.length ? [said, ...unfurls] : said;
}

let refresh = () => {};
export const whenActed = (again) => { refresh = again; };

function onlyYou(message) {
  const away = () => told(() => act("dismiss", { channel: state.channel, ts: message.ts })).then(() => refresh());
  return el("p", { class: "only-you" }, emoji("eyes"), "Only visible to you · ",
    el("button", { type: "button", class: "link", onclick: away }, "Dismiss"));
}

function threadSummary(message, replies, open) {
  if (!replies.length) return null;
  const label = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
  const who = [...new Set(replies.map((one) => one.user))].slice(0, 3).map((id) => avatar(id, "small"));
  return el("button", { type: "button", class: "replies", onclick: () => open(message.ts) }, ...who, label);
}

function tool(name, label, act) {
  return el("button", { type: "button", class: "push small", "aria-label": label, title: label, onclick: act }, icon(name));
}

// What can be done with a message: reply to it, and the shortcuts of the app.
function toolsOf(message, open) {
  const use = (one) => told(() => act("shortcut", { channel: state.channel, ts: message.ts, callback_id: one.callback_id })).then(() => refresh());
  const shortcuts = state.setting.shortcuts.filter((one) => one.type === "message").map((one) => tool("ask", one.name, () => use(one)));
  return el("div", { class: "tools" }, open ? tool("reply", "Reply in thread", () => open(message.ts)) : null, ...shortcuts);
}

function article(message, replies, open) {
  const tools = message.ephemeral ? null : toolsOf(message, open);
  return el("article", { class: `message${message.ephemeral ? " ephemeral" : ""}`, id: `m-${open ? "" : "thread-"}${message.ts}` },
    avatar(message.user),
    el("div", { class: "message-body" },
      message.ephemeral ? onlyYou(message) : null,
      el("div", { class: "byline" }, el("strong", {}, nameOf(message.user)), isBot(message.user) ? el("span", { class: "app-tag" }, "APP") : null,
        el("time", { title: full(fromTs(message.ts)) }, time(fromTs(message.ts)))),
      body(message),
      message.edited ? el("span", { class: "edited" }, "(edited)") : null,
      message.files.length ? el("div", { class: "files" }, ...message.files.map(file)) : null,
      reactions(message.reactions),
      open ? threadSummary(message, replies, open) : null),
    tools);
}

// Keep the nodes of messages that have not changed: focus, open menus and a screen reader's place stay.
function reconcile(place, wanted) {
  const present = new Map([...place.children].map((node) => [node.dataset.key, node]));
  let last = null;
  for (const { key, version, build } of wanted) {
    let node = present.get(key);
    if (!node || node.dataset.version !== version) {
      const fresh = build();
      fresh.dataset.key = key;
      fresh.dataset.version = version;
      const focused = node?.contains(document.activeElement);
      node?.replaceWith(fresh);
      if (focused) holdFocus(fresh);
      node = fresh;
    }
    present.delete(key);
    const next = last ? last.nextSibling : place.firstChild;
    if (node !== next) place.insertBefore(node, next);
    last = node;
  }
  present.forEach((node) => node.remove());
}

// A pressed button may go with its message; the keyboard's place stays at the message.
function holdFocus(node) {
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
}

const wantedMessage = (message, replies, open) => ({
  key: message.ts, version: JSON.stringify([message, replies.map((one) => one.user), state.viewer]), build: () => article(message, replies, open),
});

function wantedDay(ts) {
  const label = day(fromTs(ts));
  return { key: `day ${label}`, version: label, build: () => el("div", { class: "day", role: "separator", "aria-label": label }, el("span", {}, label)) };
}

function beginning() {
  const place = conversation();
  const words = place.direct ? `This is your direct message with ${state.setting.bot.name}. Write to it as you would to a colleague.`
    : `This is the beginning of #${place.name}. Try one of the examples below.`;
  return { key: "beginning", version: state.channel, build: () => el("div", { class: "beginning" }, el("span", { "aria-hidden": "true" }, icon(place.direct ? "direct" : "channel")), el("p", {}, ...plainText(words))) };
}

export function showMessages(open) {
  const place = byId("messages");
  const moved = refill(place, [state.viewer, state.channel], () => []);
  place.setAttribute("aria-busy", String(moved)); // what was said before is not news to a screen reader
  const atEnd = moved || place.scrollHeight - place.scrollTop - place.clientHeight < 80;
  const all = state.screen.messages;
  const top = all.filter((one) => !one.thread_ts || one.thread_ts === one.ts);
  const replies = Map.groupBy(all.filter((one) => one.thread_ts && one.thread_ts !== one.ts), (one) => one.thread_ts);
  const wanted = [beginning()];
  top.forEach((message, position) => {
    const label = day(fromTs(message.ts));
    if (!position || day(fromTs(top[position - 1].ts)) !== label) wanted.push(wantedDay(message.ts));
    wanted.push(wantedMessage(message, replies.get(message.ts) ?? [], open));
  });
  reconcile(place, wanted);
  place.removeAttribute("aria-busy");
  if (atEnd) stayAtEnd(place);
}

// Go to the end, and stay there while pictures arrive, until the person scrolls away.
function stayAtEnd(place) {
  const toEnd = () => { place.scrollTop = place.scrollHeight; };
  toEnd();
  place.onscroll = () => { if (place.scrollHeight - place.scrollTop - place.clientHeight > 80) place.onload = null; };
  place.querySelectorAll("img").forEach((picture) => { if (!picture.complete) picture.onload = () => place.onload?.(); });
  place.onload = toEnd;
}

export function showThread(place) {
  const all = state.screen.messages;
  const head = all.find((one) => one.ts === state.thread);
  const replies = all.filter((one) => one.thread_ts === state.thread && one.ts !== state.thread);
  const shown = [head, ...replies].filter(Boolean);
  const before = place.children.length;
  reconcile(place, shown.map((message) => wantedMessage(message, [], null)));
  if (place.children.length !== before) place.scrollTop = place.scrollHeight;
}
