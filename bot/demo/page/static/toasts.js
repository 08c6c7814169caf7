/** Short words about what went wrong or was done, at the lower edge; they go away by themselves. */

import { el } from "./dom.js";
import { symbol } from "./symbols.js";

const SHOWN = 8000;

/** The element in which they appear. */
export function toasts(store) {
  const place = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
  store.on("trouble", (words) => add(place, words, true));
  store.on("done", (words) => add(place, words, false));
  return place;
}

function add(place, words, trouble) {
  const gone = () => toast.remove();
  const toast = el(
    "div",
    { class: trouble ? "toast toast-trouble" : "toast" },
    el("span", {}, words),
    el("button", { class: "plain", type: "button", "aria-label": "Dismiss", onclick: gone }, symbol("close")),
  );
  place.append(toast);
  setTimeout(gone, SHOWN);
}
