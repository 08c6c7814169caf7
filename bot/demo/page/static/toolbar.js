/** The buttons that a message shows when the pointer or the keyboard is on it. */

import { el } from "./dom.js";
import { openMenu } from "./menu.js";
import { threadOf } from "./news.js";
import { pickReaction } from "./reactions.js";
import { symbol } from "./symbols.js";

/** The toolbar of a message. */
export function toolbar(message, view) {
  const { store, inThread } = view;
  const canReply = !inThread && !threadOf(message) && !message.ephemeral_for;
  const add = button("Add reaction", "smile", () => pickReaction(add, message, store), { "data-key": "r" });
  const reply = () => store.openThread({ channel: message.channel, ts: message.ts });
  const more = button("More actions", "dots", () => openMenu(more, "More actions", actions(message, store)), {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "data-key": "m",
  });
  return el(
    "div",
    { class: "toolbar", role: "group", "aria-label": "Message actions" },
    canReply && button("Reply in thread", "reply", reply, { "data-key": "t" }),
    !message.ephemeral_for && add,
    more,
  );
}

function actions(message, store) {
  const { channel, ts } = message;
  const shortcuts = store.shortcuts.filter(({ type }) => type === "message");
  const ask = ({ name, callback_id }) => ({
    name,
    hint: store.team.bot.name,
    act: () => store.perform("message_shortcut", { channel, ts, callback_id }),
  });
  const remove = () => store.perform("delete", { channel, ts });
  return [
    ...(message.ephemeral_for ? [] : shortcuts.map(ask)),
    { name: "Show JSON", act: () => store.tell("json", message) },
    message.user === store.me &&
      !message.ephemeral_for && { name: "Edit message", act: () => store.tell("edit", message) },
    message.user === store.me && !message.ephemeral_for && { name: "Delete message", act: remove },
    message.ephemeral_for && { name: "Dismiss message", act: remove },
  ].filter(Boolean);
}

function button(label, picture, onclick, more = {}) {
  return el(
    "button",
    { type: "button", "aria-label": label, title: label, tabindex: "-1", onclick, ...more },
    symbol(picture),
  );
}
