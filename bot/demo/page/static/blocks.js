/** Block Kit's blocks as nodes. */

import { alertBlock, card } from "./cards.js";
import { el } from "./dom.js";
import { renderElement, unknown } from "./elements.js";
import { image } from "./images.js";
import { inputBlock } from "./labels.js";
import { markdown } from "./markdown.js";
import { richText } from "./rich_text.js";
import { dataTable, tableBlock } from "./tables.js";
import { textIn } from "./texts.js";

/**
 * What blocks are shown with.
 * @typedef {object} Context
 * @property {Iterable} users list or Map of `{id, name, tz, is_bot}`
 * @property {Iterable} channels list or Map of `{id, name, kind, members}`
 * @property {string} [me] id of whoever looks: their time zone counts
 * @property {() => number} [now] the workspace's time, in seconds
 * @property {(name: string, body: object) => Promise<object>} act does `click` or `suggest` on the server; whoever
 *   gives it adds where (`channel` and `ts`, or `view_id`) and the user; its answer is the server's
 * @property {Map} [values] what was entered, see values.js; whoever keeps it keeps what was typed when blocks change
 * @property {boolean} [readonly] nothing can be clicked or entered
 * @property {(id: string) => string} [files] the address of an uploaded file
 */

const BLOCKS = {
  section,
  header: (block, place) => textIn("div", { class: "b-header", role: "heading", "aria-level": block.level ?? 3 }, block.text, place.context),
  divider: () => el("hr", {}),
  context: (block, { context }) => el("div", { class: "b-context" }, block.elements.map((one) => small(one, context))),
  actions: (block, place) => el("div", { class: "b-actions" }, block.elements.map((one) => renderElement(one, place))),
  context_actions: (block, place) => el("div", { class: "b-actions" }, block.elements.map((one) => renderElement(one, place))),
  image: figure,
  input: inputBlock,
  rich_text: (block, { context }) => el("div", { class: "b-text b-rich" }, richText(block, context)),
  table: (block, { context }) => tableBlock(block, context),
  data_table: (block, { context }) => dataTable(block, context),
  markdown: (block, { context }) => el("div", { class: "b-text b-markdown" }, markdown(block.text, context)),
  alert: alertBlock,
  card,
};

/**
 * Blocks as one node.
 * @param {object[]} blocks
 * @param {Context} context
 */
export function renderBlocks(blocks, context) {
  const within = { ...context, blocks };
  return el("div", { class: "b-blocks" }, (blocks ?? []).map((block) => renderBlock(block, within)));
}

function renderBlock(block, context) {
  const place = { context, blockId: block.block_id ?? "", tells: true };
  return el("div", { class: "b-block", "data-type": block.type, "data-block": place.blockId }, shown(block, place));
}

function shown(block, place) {
  if (!Object.hasOwn(BLOCKS, block.type)) return unknown(`A block of type ${block.type}`);
  try {
    return BLOCKS[block.type](block, place);
  } catch (error) {
    // One block that is not as Slack has it must not take the others with it.
    return unknown(`${block.type} (${error.message})`);
  }
}

function section(block, place) {
  const { context } = place;
  const fields = block.fields && el("div", { class: "b-fields" }, block.fields.map((one) => textIn("div", { class: "b-text" }, one, context)));
  const accessory = block.accessory && el("div", { class: "b-accessory" }, renderElement(block.accessory, place));
  return el("div", { class: "b-row" }, el("div", { class: "b-main" }, textIn("div", { class: "b-text" }, block.text, context), fields), accessory);
}

function small(one, context) {
  return one.type === "image" ? image(one, context, "small") : textIn("span", { class: "b-text" }, one, context);
}

function figure(block, { context }) {
  return el("figure", {}, textIn("figcaption", {}, block.title, context), image(block, context, "large"));
}
