/** Blocks that frame something: the alert and the card. */

import { el } from "./dom.js";
import { renderElement } from "./elements.js";
import { image } from "./images.js";
import { textIn } from "./texts.js";

/** An alert block. */
export function alertBlock(block, { context }) {
  return el("div", { class: "b-notice", "data-level": block.level ?? "default" }, textIn("div", { class: "b-text" }, block.text, context));
}

/** A card block. */
export function card(block, place) {
  const { context } = place;
  return el(
    "div",
    { class: "b-frame" },
    block.hero_image && image(block.hero_image, context, "large"),
    el(
      "div",
      { class: "b-row" },
      block.icon && image(block.icon, context, "icon"),
      el(
        "div",
        { class: "b-main" },
        textIn("div", { class: "b-text b-strong" }, block.title, context),
        textIn("div", { class: "b-text b-small" }, block.subtitle, context),
      ),
    ),
    textIn("div", { class: "b-text" }, block.body, context),
    textIn("div", { class: "b-text b-small" }, block.subtext, context),
    block.actions && el("div", { class: "b-actions" }, block.actions.map((one) => renderElement(one, place))),
  );
}
