/** What the composer offers while a name, a command or an emoji is typed. */

import { el, newId } from "./dom.js";
import { emojiCharacters, findEmoji } from "./emoji.js";

const MOST = 8;
const WORD = /(?:^|\s)([@#:])([^\s@#:]*)$/;

/**
 * What fits to the text before the caret.
 * @param {Object} store
 * @param {string} before the text up to the caret.
 * @param {boolean} commands whether slash commands can be used here.
 * @returns {{from: number, offers: Array<{name: string, hint: string, text?: string, run?: function()}>}}
 */
export function offered(store, before, commands) {
  if (commands && /^\/[^\s]*$/.test(before))
    return { from: 0, offers: slash(store, before.toLowerCase()).slice(0, MOST) };
  const found = WORD.exec(before);
  if (!found) return { from: 0, offers: [] };
  const [, sign, typed] = found;
  const from = before.length - typed.length - 1;
  return { from, offers: named[sign](store, typed.toLowerCase()).slice(0, MOST) };
}

const named = {
  "@": (store, typed) =>
    matching([...store.users.values()], typed).map((user) => ({
      name: `@${user.name}`,
      hint: user.is_bot ? "app" : user.id === store.me ? "you" : "",
      text: `@${user.name} `,
    })),
  "#": (store, typed) =>
    matching(
      [...store.channels.values()].filter(({ kind }) => kind !== "im"),
      typed,
    ).map(({ name }) => ({
      name: `#${name}`,
      hint: "",
      text: `#${name} `,
    })),
  ":": (store, typed) =>
    typed.length < 2
      ? []
      : findEmoji(typed, MOST).map((name) => ({
          name: `${emojiCharacters(name)}  :${name}:`,
          hint: "",
          text: `:${name}: `,
        })),
};

function slash(store, typed) {
  const commands = store.commands
    .filter(({ command }) => command.startsWith(typed))
    .map((one) => ({
      name: one.command,
      usage: one.usage_hint,
      hint: one.description ?? "",
      text: `${one.command} `,
    }));
  const words = typed.slice(1);
  const shortcuts = store.shortcuts
    .filter(({ type, name }) => type === "global" && name.toLowerCase().includes(words))
    .map(({ name, callback_id, description }) => ({
      name,
      usage: "shortcut",
      hint: description ?? "",
      run: () => store.perform("shortcut", { callback_id }),
    }));
  return [...commands, ...shortcuts];
}

function matching(all, typed) {
  const rank = ({ name }) => (name.toLowerCase().startsWith(typed) ? 0 : 1);
  return all.filter(({ name }) => name.toLowerCase().includes(typed)).sort((one, other) => rank(one) - rank(other));
}

/** The list over a composer; the keyboard stays in the text. */
export class Completion {
  #offers = [];
  #at = 0;

  /**
   * @param {HTMLTextAreaElement} input
   * @param {function(Object)} choose takes what is chosen.
   */
  constructor(input, choose) {
    this.input = input;
    this.choose = choose;
    this.id = newId("completion");
    this.node = el("ul", {
      class: "completion",
      role: "listbox",
      id: this.id,
      "aria-label": "Suggestions",
      hidden: true,
    });
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.id);
  }

  /** Shows what is offered; nothing closes it. */
  show(offers) {
    this.#offers = offers;
    this.#at = 0;
    this.node.replaceChildren(...offers.map((one, index) => this.#option(one, index)));
    this.node.hidden = !offers.length;
    this.#mark();
  }

  /** Takes a key; says whether it was for the list. */
  pressed(key) {
    const count = this.#offers.length;
    if (!count) return false;
    if (key === "ArrowDown" || key === "ArrowUp") {
      this.#at = (this.#at + (key === "ArrowDown" ? 1 : count - 1)) % count;
      this.#mark();
    } else if (key === "Enter" || key === "Tab") this.choose(this.#offers[this.#at]);
    else if (key === "Escape") this.show([]);
    else return false;
    return true;
  }

  #option(one, index) {
    const take = (event) => {
      event.preventDefault();
      this.choose(one);
    };
    return el(
      "li",
      { class: "completion-option", role: "option", id: `${this.id}-${index}`, onmousedown: take },
      el("span", { class: "completion-name" }, one.name),
      one.usage && el("span", { class: "completion-usage" }, one.usage),
      one.hint && el("span", { class: "completion-hint" }, one.hint),
    );
  }

  #mark() {
    [...this.node.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.#at)));
    const current = this.node.children[this.#at];
    if (current) this.input.setAttribute("aria-activedescendant", current.id);
    else this.input.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  }
}
