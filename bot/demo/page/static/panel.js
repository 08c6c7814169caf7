/** What the app suggests to ask, over the composer of its Messages tab. */

import { el } from "./dom.js";

/**
 * The suggested prompts.
 * @param {Object} store
 * @param {function(string)} send sends one.
 */
export function prompts(store, send) {
  const node = el("section", { class: "prompts", "aria-label": "Suggested prompts", hidden: true });
  const show = () => {
    const { title, prompts: offered } = store.prompts;
    node.hidden = store.place.view !== "messages" || !offered.length;
    node.replaceChildren(
      el("p", { class: "prompts-title" }, title ?? "Try asking"),
      el(
        "div",
        { class: "prompts-row" },
        offered.map((one) =>
          el(
            "button",
            { class: "prompt", type: "button", title: one.message, onclick: () => send(one.message) },
            one.title,
          ),
        ),
      ),
    );
  };
  store.on("prompts place", show);
  return node;
}
