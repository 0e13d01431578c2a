// Tables that can be sorted and paged; what was chosen stays when the message is drawn anew.

import { el } from "/static/dom.js";
import { interactive } from "/static/elements.js";
import { richText } from "/static/richtext.js";

const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
const PAGE = 5;
const kept = new Map(); // what was chosen, by the table's caption and head

// An address that is too long for its place goes on before the @.
const LONG = 28; // characters; a longer cell may take more lines
const broken = (text) => el("span", { class: text.length > LONG ? "long" : undefined }, ...text.split(/(?=@)/).flatMap((part, number) => (number ? [el("wbr"), part] : [part])));

function content(cell, block, place) {
  if (cell.type === "action_cell") return interactive(cell.element, block, place);
  return cell.type === "rich_text" ? richText(cell) : broken(cell.text);
}

function weight(cell) {
  if (cell.type === "raw_number") return cell.value;
  return cell.type === "action_cell" ? cell.fallback.text : cell.text ?? "";
}

function inOrder(rows, { column, down }) {
  if (column === null) return rows;
  const order = (one, other) => {
    const [a, b] = [weight(one[column]), weight(other[column])];
    return typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b));
  };
  return rows.toSorted((one, other) => (down ? -order(one, other) : order(one, other)));
}

export function dataTable(block, place) {
  const [head, ...body] = block.rows;
  const size = block.page_size ?? PAGE, pages = Math.ceil(body.length / size), named = block.row_header_column_index ?? 0;
  const key = JSON.stringify([block.block_id, block.caption, head]);
  const chosen = kept.get(key) ?? { column: null, down: false, page: 0 };
  kept.set(key, chosen);
  const rows = el("tbody", {});
  const numeric = head.map((_, column) => body.every((row) => row[column].type === "raw_number"));
  const sorts = head.map((cell, column) => {
    const made = el("button", { type: "button", class: "sort", onclick: () => {
      chosen.down = chosen.column === column ? !chosen.down : numeric[column];
      Object.assign(chosen, { column, page: 0 });
      show();
    } }, cell.text);
    return el("th", { scope: "col", class: numeric[column] ? "align-right" : "" }, body.some((row) => row[column].type === "action_cell") ? cell.text : made);
  });
  const where = el("span", { "aria-live": "polite" });
  const turn = (by, words, sign) => el("button", { type: "button", class: "push small", "aria-label": words, onclick: () => { chosen.page += by; show(); } }, sign);
  const [back, on] = [turn(-1, "Page before", "‹"), turn(1, "Next page", "›")];

  function show() {
    chosen.page = Math.min(Math.max(chosen.page, 0), pages - 1);
    const from = chosen.page * size, shown = inOrder(body, chosen).slice(from, from + size);
    sorts.forEach((cell, column) => {
      const order = chosen.column === column ? (chosen.down ? "descending" : "ascending") : "none";
      cell.setAttribute("aria-sort", order);
    });
    rows.replaceChildren(...shown.map((row) => el("tr", {}, ...row.map((cell, column) =>
      el(column === named ? "th" : "td", { scope: column === named ? "row" : undefined, class: numeric[column] ? "align-right" : "" }, content(cell, block, place))))));
    where.textContent = pages > 1 ? `${from + 1}–${from + shown.length} of ${body.length}` : "";
    back.disabled = chosen.page === 0;
    on.disabled = chosen.page === pages - 1;
  }

  show();
  return el("div", { class: "data-table" },
    el("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": block.caption },
      el("table", {}, el("caption", {}, el("span", {}, block.caption)), el("thead", {}, el("tr", {}, ...sorts)), rows)),
    pages > 1 ? el("div", { class: "pager" }, back, where, on) : null);
}
