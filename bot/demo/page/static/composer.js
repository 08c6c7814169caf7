/** Where messages and commands are typed. */

import { Completion, offered } from "./completion.js";
import { el } from "./dom.js";
import { symbol } from "./symbols.js";

const TALLEST = 200;

/** A composer for one place at a time; what was typed in another is kept there. */
export class Composer {
  #where = null;
  #drafts = new Map();

  /**
   * @param {Object} store
   * @param {{threads?: boolean, tools?: Node[]}} options whether it writes into threads; buttons beside the text.
   */
  constructor(store, { threads = false, tools = [] } = {}) {
    this.store = store;
    this.threads = threads;
    this.input = el("textarea", { class: "composer-input", rows: "1" });
    this.completion = new Completion(this.input, (offer) => this.#take(offer));
    this.button = el(
      "button",
      { class: "send", type: "submit", "aria-label": "Send", title: "Send (Enter)" },
      symbol("send"),
    );
    const foot = el(
      "div",
      { class: "composer-foot" },
      tools,
      el("span", { class: "composer-keys", "aria-hidden": "true" }, "Shift+Enter: new line"),
      this.button,
    );
    const box = el("div", { class: "composer-box" }, this.input, foot);
    this.node = el(
      "form",
      { class: "composer", onsubmit: (event) => this.#submitted(event) },
      this.completion.node,
      box,
    );
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("blur", () => this.completion.show([]));
    store.on("person", () => this.#drafts.clear());
  }

  /** Writes into a place from now on: `{channel, thread?, label}`. */
  show(where) {
    if (this.#where) this.#drafts.set(draftKey(this.#where), this.input.value);
    this.#where = where;
    this.input.setAttribute("aria-label", where.label);
    this.input.placeholder = where.label;
    this.#set(this.#drafts.get(draftKey(where)) ?? "");
  }

  /** Puts the keyboard here. */
  focus() {
    this.input.focus();
  }

  /** Sends a text as if it had been typed here. */
  async send(text) {
    const { channel, thread } = this.#where;
    if (!text.startsWith("/")) return this.store.perform("say", { channel, text, thread_ts: thread });
    const command = text.split(/\s/)[0];
    if (!this.threads) return this.store.perform("command", { channel, text });
    this.store.tell("trouble", `${command} is not supported in threads. Sorry!`);
    return { ok: false };
  }

  async #submitted(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    const where = this.#where;
    this.#set("");
    const answer = await this.send(text);
    if (!answer.ok && where === this.#where && !this.input.value) this.#set(text);
    this.#outsiders(answer, where);
  }

  /** Slack says so when somebody is named who is not there to read it. */
  #outsiders({ not_in_channel: ids = [] }, { channel }) {
    const { store } = this;
    const place = store.channels.get(channel);
    if (!ids.length || place?.kind === "im") return;
    const names = ids.map((id) => store.users.get(id)?.name ?? id).join(", ");
    store.tell(
      "trouble",
      `${names} ${ids.length === 1 ? "is" : "are"} not in #${place.name} and will not see this. Invite them under Members.`,
    );
  }

  #pressed(event) {
    if (event.isComposing) return;
    if (this.completion.pressed(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.node.requestSubmit();
    }
  }

  #typed() {
    this.#grow();
    this.button.disabled = !this.input.value.trim();
    const { offers } = offered(this.store, this.#before(), !this.threads);
    this.completion.show(offers);
  }

  #take({ text, run }) {
    const { from } = offered(this.store, this.#before(), !this.threads);
    this.input.setRangeText(text ?? "", from, this.input.selectionStart, "end");
    this.input.focus();
    this.#typed();
    this.completion.show([]);
    run?.();
  }

  #before() {
    return this.input.value.slice(0, this.input.selectionStart);
  }

  #set(text) {
    this.input.value = text;
    this.#typed();
    this.completion.show([]);
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(TALLEST, this.input.scrollHeight)}px`;
  }
}

function draftKey({ channel, thread }) {
  return `${channel}/${thread ?? ""}`;
}
