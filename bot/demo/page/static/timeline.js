/** The messages of a channel or thread, of which only those in view are in the page. */

import { article } from "./article.js";
import { el } from "./dom.js";
import { symbol } from "./symbols.js";
import { rows } from "./rows.js";
import { dayName } from "./times.js";
import { VirtualList } from "./virtual.js";

const NEAR = 2500;
const isMessage = ({ kind }) => kind === "message";

/** A scrolling list of messages; one for the main column, one for the thread. */
export class Timeline {
  #log = null;
  #where = null;
  #current = null;

  /**
   * @param {Object} store
   * @param {Object} contexts
   * @param {{inThread?: boolean, intro: function(): Node}} options
   */
  constructor(store, contexts, options) {
    this.store = store;
    this.contexts = contexts;
    this.options = options;
    this.scroller = el("div", { class: "timeline", role: "group", "aria-label": "Messages", tabindex: "0" });
    this.newer = el(
      "button",
      { class: "newer", type: "button", hidden: true, onclick: () => this.#toEnd() },
      symbol("down"),
      "Latest messages",
    );
    this.node = el("div", { class: "timeline-frame" }, this.scroller, this.newer);
    this.list = new VirtualList(this.scroller, (row) => this.#made(row), { scrolled: () => this.#scrolled() });
    this.scroller.addEventListener("keydown", (event) => this.#pressed(event));
    this.scroller.addEventListener("focusin", ({ target }) => this.#enter(target.closest("article")));
    store.on("messages", (news) => this.#changed(news));
    store.on("logs", () => this.#refresh());
    store.on("clock", () => this.#refresh());
  }

  /** Shows a channel, or a thread of it; null shows nothing. */
  async show(where) {
    this.#where = where;
    this.#log = where && this.store.log(where.channel, where.thread);
    this.#current = null;
    this.scroller.setAttribute("aria-label", where ? `Messages in ${where.name}` : "Messages");
    this.#refresh(true);
    if (!where) return;
    const log = this.#log;
    // What was looked at before is shown at once, and brought up to date.
    await log.open().catch(() => this.store.tell("trouble", "The messages could not be loaded."));
    if (log === this.#log) this.#refresh(true);
  }

  /** Puts the keyboard on the newest message. */
  enter() {
    const last = this.list.last(isMessage);
    if (last) this.#focus(last.key);
  }

  #refresh(fresh = false) {
    if (!this.#log) return this.list.setRows([], { fresh });
    const { store } = this;
    const view = { tz: store.tz, now: store.now(), root: this.#where.thread ?? null };
    this.list.setRows(this.#log.loaded ? rows(this.#log, view) : [], { fresh });
    if (this.#log.loaded) this.#scrolled();
    return null;
  }

  #changed({ channel, thread, message, fresh }) {
    if (!this.#where || channel !== this.#where.channel) return;
    const mine = fresh && message?.user === this.store.me;
    this.#refresh();
    if (mine && (thread ?? undefined) === (this.#where.thread ?? undefined)) this.#toEnd();
  }

  #made(row) {
    const { store, contexts, options } = this;
    if (row.kind === "message")
      return article(row.message, { store, contexts, compact: row.compact, inThread: options.inThread });
    if (row.kind === "day") return el("div", { class: "day" }, el("span", {}, dayName(row.at, store.now(), store.tz)));
    if (row.kind === "replies") return el("div", { class: "day replies-line" }, el("span", {}, counted(row.content)));
    if (row.content) return el("p", { class: "loading" }, "Loading older messages…");
    return options.intro();
  }

  #scrolled() {
    this.newer.hidden = this.list.atEnd;
    if (this.list.fromTop > NEAR || !this.#log?.more) return;
    const log = this.#log;
    log.older()?.then(
      () => log === this.#log && this.#refresh(),
      () => null,
    );
  }

  #toEnd() {
    this.list.toEnd();
    this.newer.hidden = true;
  }

  /** The message that the keyboard is on has its buttons among what Tab reaches. */
  #enter(node) {
    if (!node || node === this.#current) return;
    for (const button of this.#current?.querySelectorAll(".toolbar > button") ?? []) button.tabIndex = -1;
    for (const button of node.querySelectorAll(".toolbar > button")) button.tabIndex = 0;
    this.#current = node;
  }

  #pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const on = document.activeElement;
    if (on === this.scroller && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.enter();
    else if (on.matches?.("article")) {
      if (!this.#onMessage(on, event.key)) return;
    } else if (event.key === "Escape" && on.closest("article")) on.closest("article").focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onMessage(node, key) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (step) {
      const next = this.list.beside(node.dataset.ts, step, isMessage);
      if (next) this.#focus(next.key);
      return true;
    }
    const button = /^[a-z]$/i.test(key) && node.querySelector(`.toolbar > [data-key="${key.toLowerCase()}"]`);
    if (button) button.click();
    return Boolean(button);
  }

  #focus(key) {
    this.list.reveal(key)?.querySelector("article")?.focus({ preventScroll: true });
  }
}

function counted(count) {
  return count ? `${count} ${count === 1 ? "reply" : "replies"}` : "Replies";
}
