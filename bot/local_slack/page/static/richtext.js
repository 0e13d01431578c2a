// Rich text blocks and tables.

import { el } from "/static/dom.js";
import { emoji } from "/static/emoji.js";
import { channelLink, dateStamp, everybody, group, link, mention } from "/static/mrkdwn.js";

function styled(node, style = {}) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}

function plain(piece) {
  switch (piece.type) {
    case "text": return document.createTextNode(piece.text);
    case "link": return link(piece.url, piece.text);
    case "user": return mention(piece.user_id);
    case "usergroup": return group(piece.usergroup_id);
    case "channel": return channelLink(piece.channel_id);
    case "emoji": return emoji(piece.name);
    case "broadcast": return everybody(piece.range);
    case "date": return dateStamp(piece.timestamp, piece.format, piece.fallback ?? "", piece.url);
    default: return document.createTextNode("");
  }
}

const pieces = (list) => list.map((piece) => styled(plain(piece), piece.style));

function part(one) {
  if (one.type === "rich_text_list") {
    const items = one.elements.map((item) => el("li", {}, ...pieces(item.elements)));
    const attributes = { class: `indent-${one.indent ?? 0}`, start: one.offset ? one.offset + 1 : undefined };
    return el(one.style === "ordered" ? "ol" : "ul", attributes, ...items);
  }
  const tag = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" }[one.type] ?? "p";
  return el(tag, {}, ...pieces(one.elements));
}

export const richText = (block) => el("div", { class: "mrkdwn" }, ...block.elements.map(part));

function cell(content) {
  if (content.type === "rich_text") return richText(content);
  return document.createTextNode(content.text ?? String(content.value));
}

export function table(block) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag, scope) =>
    el("tr", {}, ...cells.map((content, column) => {
      const align = settings[column]?.align ?? (content.type === "raw_number" ? "right" : "left");
      return el(tag, { class: `align-${align}${settings[column]?.is_wrapped ? " wrapped" : ""}`, scope }, cell(content));
    }));
  const [head, ...body] = block.rows;
  return el("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Table" },
    el("table", {}, el("thead", {}, row(head, "th", "col")), el("tbody", {}, ...body.map((cells) => row(cells, "td")))));
}
