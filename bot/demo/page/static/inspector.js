/** The inspector: per action what the app was sent and the calls that it made; the JSON of any message. */

import { fetchInspected } from "./api.js";
import { el } from "./dom.js";
import { focusKept } from "./focus.js";
import { Actions } from "./inspected_actions.js";
import { jsonView } from "./json.js";
import { paneHead } from "./pane_head.js";
import { spoken } from "./plain.js";
import { symbol } from "./symbols.js";

/** Fills the pane; gives the button that opens it. */
export function inspector(pane, store) {
  const toggle = el(
    "button",
    {
      class: "tool",
      type: "button",
      "aria-expanded": "false",
      "aria-controls": pane.id,
      onclick: () => (pane.hidden ? open() : close()),
    },
    symbol("inspect"),
    el("span", {}, "Inspector"),
  );
  const shown = el("section", { class: "shown-json", "aria-label": "JSON of a message", hidden: true });
  const list = new Actions(store);
  pane.append(paneHead("Inspector", el("span", { class: "pane-where" }, "newest first"), close), shown, list.node);
  pane.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  let back = () => null;

  async function open() {
    back = focusKept();
    set(true);
    const { entries } = await fetchInspected(0);
    list.replace(entries);
  }
  function close() {
    set(false);
    list.clear();
    shown.hidden = true;
    back();
  }
  function set(visible) {
    pane.hidden = !visible;
    toggle.setAttribute("aria-expanded", String(visible));
    document.body.classList.toggle("with-inspector", visible);
  }
  store.on("inspect", (entry) => !pane.hidden && list.take(entry));
  store.on("json", (message) => {
    if (pane.hidden) open();
    const hide = el(
      "button",
      { class: "plain", type: "button", "aria-label": "Hide JSON", onclick: () => (shown.hidden = true) },
      symbol("close"),
    );
    const words = spoken(message.text, store, 40);
    shown.replaceChildren(
      el("header", { class: "shown-head" }, el("h3", {}, "Message"), el("span", { class: "pane-where" }, words), hide),
      jsonView(message, "the message"),
    );
    shown.hidden = false;
    shown.querySelector("pre").focus({ preventScroll: true });
    pane.scrollTop = 0;
  });
  return toggle;
}
