/** Reactions under a message, and the pane in which one is picked. */

import { el } from "./dom.js";
import { emojiCharacters, findEmoji } from "./emoji.js";
import { popup } from "./popup.js";
import { symbol } from "./symbols.js";

const USUAL = ["thumbsup", "white_check_mark", "eyes", "tada", "heart", "joy", "thinking_face", "raised_hands"];
const MOST = 48;

/** The row of reactions; null where there are none. */
export function reactions(message, store) {
  if (!message.reactions?.length) return null;
  const add = button("Add another reaction", symbol("smile"), () => pickReaction(add, message, store));
  return el(
    "div",
    { class: "reactions" },
    message.reactions.map((one) => pill(one, message, store)),
    add,
  );
}

/** Opens the pane in which a reaction is picked. */
export function pickReaction(anchor, message, store) {
  const grid = el("div", { class: "emoji-grid" });
  const search = el("input", {
    class: "field",
    type: "search",
    "aria-label": "Find an emoji",
    placeholder: "Find an emoji",
  });
  const pane = popup(
    anchor,
    { class: "emoji-pane", role: "dialog", "aria-label": "Add reaction" },
    { onClose: () => pane.node.remove() },
  );
  const show = (names) => grid.replaceChildren(...names.map((name) => option(name, choose)));
  search.addEventListener("input", () => show(search.value ? findEmoji(search.value, MOST) : more()));
  pane.node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && event.target === search) grid.firstChild?.click();
    else if (event.key.startsWith("Arrow")) moved(event, search, grid);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  show(more());
  pane.node.append(search, grid);
  anchor.after(pane.node);
  pane.open();
  search.focus();

  function leave() {
    anchor.focus();
    pane.close();
  }
  function choose(name) {
    leave();
    react(name, message, store);
  }
}

/** What is offered before anything is typed; emoji of several names once. */
function more() {
  const names = [...USUAL, ...findEmoji("", 3 * MOST)];
  return [...new Map(names.map((name) => [emojiCharacters(name), name]).reverse()).values()].reverse().slice(0, MOST);
}

function react(name, { channel, ts }, store) {
  return store.perform("react", { channel, ts, name });
}

function pill({ name, users, count }, message, store) {
  const mine = users.includes(store.me);
  const who = users.map((id) => store.users.get(id)?.name ?? id).join(", ");
  const words = name.replaceAll("_", " ");
  return el(
    "button",
    {
      class: "pill",
      type: "button",
      "aria-pressed": String(mine),
      title: `${who} reacted with :${name}:`,
      "aria-label": `${words}, ${count} ${count === 1 ? "reaction" : "reactions"}`,
      onclick: () => react(name, message, store),
    },
    el("span", { class: "pill-emoji" }, emojiCharacters(name) ?? `:${name}:`),
    el("span", {}, count),
  );
}

function option(name, choose) {
  const label = name.replaceAll("_", " ");
  return el(
    "button",
    { class: "emoji", type: "button", "aria-label": label, title: `:${name}:`, onclick: () => choose(name) },
    emojiCharacters(name),
  );
}

function button(label, picture, onclick) {
  return el("button", { class: "pill pill-add", type: "button", "aria-label": label, title: label, onclick }, picture);
}

function moved(event, search, grid) {
  const all = [...grid.children];
  if (!all.length) return;
  const perLine = all.findIndex((one) => one.offsetTop > all[0].offsetTop);
  const step = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -(perLine < 0 ? all.length : perLine),
    ArrowDown: perLine < 0 ? all.length : perLine,
  }[event.key];
  const at = all.indexOf(document.activeElement);
  if (at < 0) all[0].focus();
  else if (at + step < 0) search.focus();
  else all[Math.min(all.length - 1, at + step)].focus();
}
