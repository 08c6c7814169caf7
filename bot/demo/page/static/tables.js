/** Tables: the table block, and the data_table block, which has pages. */

import { el } from "./dom.js";
import { richText } from "./rich_text.js";

const PAGE = 20;

/** A table block; its first row is the heading. */
export function tableBlock(block, context) {
  const [head, ...rows] = block.rows;
  const settings = block.column_settings ?? [];
  return scrolled(
    el(
      "table",
      { class: "b-table" },
      el("thead", {}, el("tr", {}, cells("th", head ?? [], settings, context))),
      el("tbody", {}, rows.map((row) => el("tr", {}, cells("td", row, settings, context)))),
    ),
    "Table",
  );
}

/** A data_table block: a page of rows, and buttons for the others. */
export function dataTable(block, context) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? PAGE;
  const body = el("tbody", {});
  const where = el("span", { role: "status" });
  const last = Math.max(0, Math.ceil(rows.length / size) - 1);
  let page = 0;
  const turn = (by) => {
    page = Math.min(last, Math.max(0, page + by));
    const shown = rows.slice(page * size, (page + 1) * size);
    body.replaceChildren(...shown.map((row) => el("tr", {}, cells("td", row, [], context, block.row_header_column_index))));
    where.textContent = `Page ${page + 1} of ${last + 1}`;
  };
  turn(0);
  const caption = el("caption", {}, block.caption);
  const top = el("thead", {}, el("tr", {}, cells("th", head, [], context)));
  const pages = el("div", { class: "b-pages" }, step("Previous", () => turn(-1)), where, step("Next", () => turn(1)));
  return el("div", {}, scrolled(el("table", { class: "b-table" }, caption, top, body), block.caption), last ? pages : null);
}

/** A table that scrolls sideways by itself where it is too wide, with the keyboard too. */
export function scrolled(table, label) {
  return el("div", { class: "b-scroll", role: "group", "aria-label": label, tabindex: "0" }, table);
}

function cells(tag, row, settings, context, rowHeader) {
  return row.map((cell, index) => {
    const heads = tag === "th" || index === rowHeader;
    const props = {
      scope: heads ? (tag === "th" ? "col" : "row") : null,
      "data-align": settings[index]?.align,
      "data-wrapped": settings[index]?.is_wrapped,
    };
    return el(heads ? "th" : tag, props, content(cell, context));
  });
}

function content(cell, context) {
  if (cell.type === "rich_text") return richText(cell, context);
  return cell.text ?? String(cell.value ?? "");
}

function step(name, onClick) {
  return el("button", { type: "button", class: "b-button", onClick }, name);
}
