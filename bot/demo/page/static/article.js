/** One message of a timeline: who, when, what, and what can be done with it. */

import { el } from "./dom.js";
import { face } from "./faces.js";
import { messageContent } from "./message.js";
import { threadOf } from "./news.js";
import { reactions } from "./reactions.js";
import { symbol } from "./symbols.js";
import { ago, clockTime, longMoment } from "./times.js";
import { toolbar } from "./toolbar.js";

/**
 * A message's node.
 * @param {Object} message
 * @param {{store: Object, contexts: Object, compact: boolean, inThread: boolean}} view
 */
export function article(message, view) {
  const { store, compact } = view;
  const author = store.users.get(message.user);
  const name = author?.name ?? message.user;
  const at = Number(message.ts);
  const node = el(
    "article",
    {
      class: `message${compact ? " compact" : ""}${message.ephemeral_for ? " ephemeral" : ""}`,
      tabindex: "-1",
      "data-ts": message.ts,
      "data-channel": message.channel,
      "aria-label": `${name}, ${clockTime(at, store.tz)}`,
    },
    el("div", { class: "gutter" }, compact ? time(at, store.tz, "hover-time") : face(author)),
    el(
      "div",
      { class: "message-body" },
      message.ephemeral_for && el("p", { class: "private" }, symbol("eye"), "Only visible to you"),
      !compact && header(name, author, at, store.tz),
      content(message, view),
      reactions(message, store),
      !view.inThread && replies(message, store),
    ),
    toolbar(message, view),
  );
  return node;
}

function header(name, author, at, tz) {
  const badge = author?.is_bot && el("span", { class: "badge" }, "App");
  return el("div", { class: "message-head" }, el("span", { class: "author" }, name), badge, time(at, tz, "time"));
}

function time(at, tz, kind) {
  return el(
    "time",
    { class: kind, datetime: new Date(at * 1000).toISOString(), title: longMoment(at, tz) },
    clockTime(at, tz),
  );
}

function content(message, { store, contexts }) {
  const edited = message.edited && message.user !== store.team.bot.id;
  return el(
    "div",
    { class: "content" },
    messageContent(message, contexts.ofMessage(message)),
    edited && el("span", { class: "edited" }, "(edited)"),
  );
}

function replies(message, store) {
  const { reply_count: count, reply_users: people = [], latest_reply: latest } = message;
  if (!count || threadOf(message)) return null;
  const words = `${count} ${count === 1 ? "reply" : "replies"}`;
  return el(
    "button",
    { class: "replies", type: "button", onclick: () => store.openThread({ channel: message.channel, ts: message.ts }) },
    people.map((id) => face(store.users.get(id))),
    el("span", { class: "replies-count" }, words),
    el("span", { class: "replies-last" }, `Last reply ${ago(Number(latest), store.now(), store.tz)}`),
  );
}
