/** The inspector: per action what the app was sent and the calls that it made; the JSON of any message. */

import { fetchInspected } from "./api.js";
import { el } from "./dom.js";
import { focusKept } from "./focus.js";
import { actor, entryNode, summary } from "./inspected.js";
import { jsonView } from "./json.js";
import { paneHead } from "./pane_head.js";
import { spoken } from "./plain.js";
import { symbol } from "./symbols.js";
import { exactTime } from "./times.js";

const MOST = 100;

/** Fills the pane; gives the button that opens it. */
export function inspector(pane, store) {
  const toggle = el("button", { class: "tool", type: "button", "aria-expanded": "false", "aria-controls": pane.id, onclick: () => (pane.hidden ? open() : close()) },
    symbol("inspect"), el("span", {}, "Inspector"));
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
    list.replace([]);
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
    const hide = el("button", { class: "plain", type: "button", "aria-label": "Hide JSON", onclick: () => (shown.hidden = true) }, symbol("close"));
    const words = spoken(message.text, store, 40);
    shown.replaceChildren(el("header", { class: "shown-head" }, el("h3", {}, "Message"), el("span", { class: "pane-where" }, words), hide), jsonView(message, "the message"));
    shown.hidden = false;
    pane.scrollTop = 0;
    shown.querySelector("pre").focus();
  });
  return toggle;
}

/** The actions, the newest first. */
class Actions {
  #groups = new Map();
  #entries = new Map();

  constructor(store) {
    this.store = store;
    this.empty = el("p", { class: "none" }, "Nothing has been sent to the app yet.");
    this.node = el("div", { class: "actions" }, this.empty);
  }

  /** Shows these entries only. */
  replace(entries) {
    this.#groups.clear();
    this.#entries.clear();
    this.node.replaceChildren(this.empty);
    this.empty.hidden = entries.length > 0;
    const wanted = [...new Set(entries.map(({ action }) => action))].slice(-MOST);
    for (const entry of entries) if (wanted.includes(entry.action)) this.take(entry);
  }

  /** Takes an entry that is new or has changed. */
  take(entry) {
    this.empty.hidden = true;
    const node = entryNode(entry, this.store);
    const known = this.#entries.get(entry.n);
    if (known) {
      node.open = known.open;
      known.replaceWith(node);
    } else (this.#groups.get(entry.action) ?? this.#group(entry)).append(node);
    this.#entries.set(entry.n, node);
  }

  /** The newest action is open, until there is a newer one; what somebody opened stays so. */
  #group(entry) {
    const { store } = this;
    const body = el("div", { class: "action-entries" });
    const who = actor(entry, store);
    const details = el("details", { class: "action", open: true, onclick: () => (details.dataset.kept = "1") },
      el("summary", {}, el("span", { class: "action-name" }, summary(entry)), el("span", { class: "action-who" }, who), el("time", { class: "entry-time" }, exactTime(entry.at, store.tz))), body);
    const before = this.node.firstChild;
    if (before?.matches?.(".action:not([data-kept])")) before.open = false;
    this.node.prepend(details);
    this.#groups.set(entry.action, body);
    return body;
  }
}
