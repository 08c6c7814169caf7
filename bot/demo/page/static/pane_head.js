/** The head of a pane beside the main column; where the window is narrow, it goes back to that. */

import { el } from "./dom.js";
import { symbol } from "./symbols.js";

/**
 * A pane's head.
 * @param {string} title
 * @param {Node} where what the pane is about.
 * @param {function()} leave closes the pane.
 */
export function paneHead(title, where, leave) {
  const close = `Close ${title.toLowerCase()}`;
  return el(
    "header",
    { class: "pane-head" },
    el("button", { class: "plain only-narrow", type: "button", "aria-label": "Back", onclick: leave }, symbol("back")),
    el("h2", {}, title),
    where,
    el(
      "button",
      { class: "plain only-wide", type: "button", "aria-label": close, title: `${close} (Esc)`, onclick: leave },
      symbol("close"),
    ),
  );
}
