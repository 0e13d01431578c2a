// Slack's text syntax to elements. Whatever is not syntax becomes a text node, so no markup can come of it.

import { slackDate, full } from "/static/dates.js";
import { el } from "/static/dom.js";
import { emoji } from "/static/emoji.js";
import { nameOf, state } from "/static/state.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const unescape = (text) => text.replace(/&(?:lt|gt|amp);/g, (found) => ENTITIES[found]);
const SAFE = /^(?:https?:|mailto:)/i;

const PIECES = [
  ["code", /`([^`\n]+)`/],
  ["control", /<([^<>\n]+)>/],
  ["emoji", /:([a-z0-9_+-]+):/],
  ["marked", /(?<![\p{L}\p{N}*_~])([*_~])(?=[^\s*_~])(.+?)(?<=\S)\1(?![\p{L}\p{N}*_~])/u],
  ["link", /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)"']/],
];
const MARKS = { "*": "strong", _: "em", "~": "s" };

export function inline(text) {
  let first = null;
  for (const [kind, pattern] of PIECES) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { kind, found };
  }
  if (!first) return text ? [document.createTextNode(unescape(text))] : [];
  const { kind, found } = first;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...inline(before), piece(kind, found), ...inline(after)];
}

function piece(kind, found) {
  if (kind === "code") return el("code", {}, ...codeText(found[1]));
  if (kind === "control") return control(found[1]);
  if (kind === "emoji") return emoji(found[1]);
  if (kind === "marked") return el(MARKS[found[1]], {}, ...inline(found[2]));
  return link(unescape(found[0]));
}

// In code only links and mentions live on; the rest is as it was written.
function codeText(text) {
  return text.split(/(<[^<>\n]+>)/).map((part) => {
    const inside = /^<([^<>\n]+)>$/.exec(part);
    return inside ? control(inside[1]) : document.createTextNode(unescape(part));
  });
}

export function link(address, label) {
  if (!SAFE.test(address)) return document.createTextNode(label ?? address);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label ?? address.replace(/^mailto:/, ""));
}

export const mention = (id) => el("span", { class: "mention" }, `@${nameOf(id)}`);
export const channelLink = (id) => el("span", { class: "mention" }, `#${state.setting.channel_names[id] ?? "unknown"}`);
export const everybody = (range) => el("span", { class: "mention loud" }, `@${range}`);
export const group = (id) => el("span", { class: "mention" }, `@${state.setting.groups[id] ?? "group"}`);

export function dateStamp(epoch, pattern, fallback, address) {
  const shown = slackDate(epoch, pattern);
  const stamp = el("time", { title: full(new Date(Number(epoch) * 1000)) }, shown || fallback);
  return address && SAFE.test(address) ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, stamp) : stamp;
}

function control(content) {
  const [target, label] = splitOnce(content, "|");
  if (/^@[A-Z0-9]+$/.test(target)) return mention(target.slice(1));
  if (/^#[A-Z0-9]+$/.test(target)) return channelLink(target.slice(1));
  if (/^!(?:here|channel|everyone)$/.test(target)) return everybody(target.slice(1));
  if (target.startsWith("!subteam^")) return group(target.slice(9));
  if (target.startsWith("!date^")) {
    const [, epoch, pattern, address] = target.split("^");
    return dateStamp(epoch, unescape(pattern ?? ""), unescape(label ?? ""), address && unescape(address));
  }
  return link(unescape(target), label === undefined ? undefined : unescape(label));
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

export function mrkdwn(text) {
  const made = el("div", { class: "mrkdwn" });
  text.split(/```\n?([\s\S]+?)\n?```/).forEach((part, position) => {
    if (position % 2) made.append(el("pre", {}, ...codeText(part)));
    else made.append(...paragraphs(part));
  });
  return made;
}

const BULLET = /^\s*(?:•|◦|▪︎|-)\s+/;
const NUMBER = /^\s*(\d{1,3})\.\s+/;

function kindOf(line) {
  if (/^(?:&gt;|>)/.test(line)) return "quote";
  if (BULLET.test(line)) return "bullet";
  if (NUMBER.test(line)) return "number";
  return line.trim() ? "words" : "gap";
}

function paragraphs(text) {
  const groups = [];
  for (const line of text.replace(/^\n+|\n+$/g, "").split("\n")) {
    const kind = kindOf(line);
    const listed = ["bullet", "number"].includes(groups.at(-1)?.kind) ? groups.at(-1).lines : null;
    if (kind === "words" && listed && /^\s{2,}/.test(line)) listed.push(`${listed.pop()}\n${line.trim()}`);
    else if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.flatMap(({ kind, lines }) => paragraph(kind, lines));
}

function paragraph(kind, lines) {
  if (kind === "gap") return [el("div", { class: "gap" })];
  if (kind === "quote") return [el("blockquote", {}, ...broken(lines.map((line) => line.replace(/^(?:&gt;|>) ?/, ""))))];
  const item = (line, mark, attributes) => el("li", attributes, ...broken(line.replace(mark, "").split("\n")));
  if (kind === "bullet") return [el("ul", {}, ...lines.map((line) => item(line, BULLET, {})))];
  if (kind === "number") return [el("ol", {}, ...lines.map((line) => item(line, NUMBER, { value: NUMBER.exec(line)[1] })))];
  return [el("p", {}, ...broken(lines))];
}

const broken = (lines) => lines.flatMap((line, position) => [...(position ? [el("br")] : []), ...inline(line)]);

export function plainText(text) {
  return text.split(/(:[a-z0-9_+-]+:)/).map((part) => {
    const named = /^:([a-z0-9_+-]+):$/.exec(part);
    return named ? emoji(named[1]) : document.createTextNode(part);
  });
}

export const textObject = (object) =>
  object.type === "mrkdwn" ? mrkdwn(object.text) : el("span", { class: "plain" }, ...plainText(object.text));
