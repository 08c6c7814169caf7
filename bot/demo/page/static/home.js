/** The app's Home tab. */

import { el } from "./dom.js";
import { surface } from "./surface.js";

/**
 * A Home tab that changes.
 * @param {object} context see blocks.js; `act(name, body)` is given the `view_id`
 * @returns {{node: Element, show: (view: object|null) => void}} `show` takes the view, or null until there is one
 */
export function homeTab(context) {
  const inner = surface(context, { class: "b-home-blocks" });
  const empty = el("p", { class: "b-home-empty" }, "The app has not published its Home tab yet.");
  const node = el("div", { class: "b-home" }, empty);
  return {
    node,
    show(view) {
      if (view) inner.show(view);
      const content = view ? inner.node : empty;
      if (node.firstChild !== content) node.replaceChildren(content);
    },
  };
}
