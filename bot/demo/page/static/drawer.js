/** The sidebar as a drawer, where the window is narrow. */

import { el } from "./dom.js";
import { focusKept } from "./focus.js";

/**
 * Makes a drawer of the sidebar.
 * @param {Object} store
 * @param {Element} sidebar
 * @param {Element[]} rest what cannot be used while it is open.
 */
export function drawerOf(store, sidebar, rest) {
  let back = () => null;
  const isOpen = () => document.body.classList.contains("drawer-open");
  const set = (open) => {
    document.body.classList.toggle("drawer-open", open);
    for (const part of rest) part.inert = open;
  };
  const open = () => {
    back = focusKept();
    set(true);
    (sidebar.querySelector("[aria-current]") ?? sidebar.querySelector(".place"))?.focus();
  };
  const close = () => {
    if (!isOpen()) return;
    set(false);
    back();
  };
  document.body.append(el("div", { class: "shade", onclick: close }));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  store.on("place", close);
  return { open, close };
}
