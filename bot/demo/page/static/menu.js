/** Menus that open beside a button. */

import { el } from "./dom.js";
import { popup } from "./popup.js";

/**
 * Opens a menu; arrow keys move in it, Escape closes it.
 * @param {Element} anchor the button that it belongs to.
 * @param {string} label
 * @param {Array<{name: string, hint?: string, act: function()}>} items
 */
export function openMenu(anchor, label, items) {
  const nodes = items.map(({ name, hint, act }) =>
    el(
      "button",
      { class: "menu-item", role: "menuitem", type: "button", tabindex: "-1", onclick: () => chosen(act) },
      el("span", {}, name),
      hint && el("span", { class: "menu-hint" }, hint),
    ),
  );
  const pane = popup(
    anchor,
    { class: "menu", role: "menu", "aria-label": label },
    { onClose: () => closed(anchor, pane) },
  );
  pane.node.append(...nodes);
  pane.node.addEventListener("keydown", (event) => moved(event, nodes, pane, anchor));
  anchor.setAttribute("aria-expanded", "true");
  anchor.after(pane.node);
  pane.open();
  nodes[0]?.focus();

  function chosen(act) {
    anchor.focus();
    pane.close();
    act();
  }
}

function closed(anchor, pane) {
  anchor.setAttribute("aria-expanded", "false");
  pane.node.remove();
}

function moved(event, nodes, pane, anchor) {
  const at = nodes.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + nodes.length, Home: 0, End: nodes.length - 1 }[event.key];
  if (to !== undefined) nodes[to % nodes.length].focus();
  else if (event.key === "Escape") anchor.focus();
  if (event.key === "Escape" || event.key === "Tab") pane.close();
  if (to === undefined && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
}
