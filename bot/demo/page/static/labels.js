/** The input block: a label, something to enter, a hint, and what is wrong with what was entered. */

import { el, newId } from "./dom.js";
import { renderElement } from "./elements.js";
import { textIn, textNodes } from "./texts.js";

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

/** An input block. */
export function inputBlock(block, place) {
  const { context } = place;
  const [id, label, hint, error] = ["input", "label", "hint", "error"].map(newId);
  const grouped = GROUPS.has(block.element.type);
  const described = [block.hint && hint, error].filter(Boolean).join(" ");
  const inner = renderElement(block.element, {
    ...place,
    id: grouped ? undefined : id,
    labelledBy: label,
    describedBy: described,
    tells: Boolean(block.dispatch_action),
    optional: Boolean(block.optional),
  });
  const optional = block.optional && el("span", { class: "b-optional" }, " (optional)");
  return [
    el(grouped ? "div" : "label", { class: "b-label", id: label, for: grouped ? null : id }, textNodes(block.label, context), optional),
    inner,
    el("p", { class: "b-error", id: error, role: "alert", hidden: true }),
    textIn("p", { class: "b-small", id: hint }, block.hint, context),
  ];
}

/** Shows what is wrong at each input, by block id, and goes to the first; false where a block is not there. */
export function showErrors(root, errors) {
  const blocks = [...root.querySelectorAll(".b-block")];
  for (const block of blocks) markBlock(block, "");
  const wrong = Object.entries(errors).map(([id, words]) => [blocks.find((one) => one.dataset.block === id), words]);
  const shown = wrong.filter(([block]) => block?.querySelector(".b-error"));
  for (const [block, words] of shown) markBlock(block, words);
  shown[0]?.[0].querySelector("input, textarea")?.focus();
  return shown.length === wrong.length;
}

function markBlock(block, words) {
  const error = block.querySelector(".b-error");
  if (!error) return;
  error.textContent = words;
  error.hidden = !words;
  for (const control of block.querySelectorAll("input, textarea")) {
    if (words) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}
