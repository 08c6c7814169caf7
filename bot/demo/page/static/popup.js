/** A small pane that opens below its element (or above, where there is no room), over everything else. */

import { el } from "./dom.js";

const GAP = 4;
const EDGE = 8;
const HIGHEST = 380;
const LEAST = 120;

/**
 * A pane; it closes when something else is clicked or it scrolls out of sight.
 * @param {Element} anchor what it belongs to
 * @param {object} props of the pane
 * @param {{onClose?: () => void}} options
 */
export function popup(anchor, props, { onClose } = {}) {
  // In the tree it stays beside its element: inside a modal, everything else cannot be clicked.
  const node = el("div", { ...props, popover: "manual" });
  let leaving = null;

  const place = () => {
    const at = anchor.getBoundingClientRect();
    node.style.minWidth = `${at.width}px`;
    const below = innerHeight - at.bottom - GAP - EDGE;
    const above = at.top - GAP - EDGE;
    node.style.maxHeight = `${Math.min(HIGHEST, Math.max(LEAST, below, above))}px`;
    const { width, height } = node.getBoundingClientRect();
    const top = height > below && above > below ? Math.max(EDGE, at.top - GAP - height) : at.bottom + GAP;
    node.style.top = `${top}px`;
    node.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
  };
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const scrolled = (event) => {
    if (node.contains(event.target)) return;
    const at = anchor.getBoundingClientRect();
    if (!anchor.isConnected || at.bottom < 0 || at.top > innerHeight) close();
    else place();
  };
  const open = () => {
    if (leaving) return;
    node.showPopover();
    place();
    leaving = new AbortController();
    const { signal } = leaving;
    document.addEventListener("pointerdown", outside, { capture: true, signal });
    document.addEventListener("scroll", scrolled, { capture: true, signal });
    addEventListener("resize", close, { signal });
  };
  const close = () => {
    if (!leaving) return;
    leaving.abort();
    leaving = null;
    if (node.isConnected) node.hidePopover();
    onClose?.();
  };
  return { node, open, close, place: () => leaving && place(), isOpen: () => leaving !== null };
}
