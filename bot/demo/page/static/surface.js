/** A place for blocks that change: what was entered, the focus and the scroll stay when they do. */

import { renderBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { adopt } from "./values.js";

/**
 * A surface.
 * @param {object} context see blocks.js; `act` is told in which view
 * @param {object} props of the node
 * @returns {{node: Element, values: Map, show: (view: object) => void, blocks: () => object[]}}
 */
export function surface(context, props) {
  const node = el("div", props);
  const values = new Map();
  let view = null;
  const act = (name, body) => context.act(name, { view_id: view.id, ...body });

  function show(next) {
    if (view && next.id === view.id && next.hash === view.hash) return;
    view = next;
    adopt(view.state, values);
    const left = node.contains(document.activeElement) ? focusIn(node) : null;
    const top = node.scrollTop;
    node.replaceChildren(renderBlocks(view.blocks, { ...context, values, act }));
    node.scrollTop = top;
    if (left) refocus(node, left);
  }
  return { node, values, show, blocks: () => view?.blocks ?? [] };
}

function focusIn(node) {
  const focused = document.activeElement;
  const block = focused.closest(".b-block")?.dataset.block;
  const index = controls(node, block).indexOf(focused);
  return { block, index, start: focused.selectionStart ?? null, end: focused.selectionEnd ?? null };
}

function refocus(node, { block, index, start, end }) {
  const found = controls(node, block)[index];
  found?.focus();
  if (start !== null && typeof found?.setSelectionRange === "function" && /^(text|search|url|tel|)$/.test(found.type ?? "")) {
    found.setSelectionRange(start, end);
  }
}

function controls(node, blockId) {
  const block = [...node.querySelectorAll(".b-block")].find((one) => one.dataset.block === blockId);
  return block ? [...block.querySelectorAll("button, input, textarea, a")] : [];
}
