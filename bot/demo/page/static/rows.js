/** The rows of a timeline: its messages, with a divider before each day's first. */

import { day } from "./times.js";

const TOGETHER = 300;

const days = new WeakMap();

/**
 * What a timeline shows, in order.
 * @param {import("./log.js").Log} log
 * @param {{tz: string, now: number, root: ?string}} view `root` is the `ts` of a thread's first message.
 */
export function rows(log, { tz, now, root }) {
  const made = [{ key: "top", kind: "top", content: log.more, loose: true }];
  let before = null;
  for (const message of log.messages) {
    const of = dayOf(message, tz);
    const divided = !root && (!before || dayOf(before, tz) !== of);
    if (divided) made.push({ key: of, kind: "day", at: Number(message.ts), content: day(now, tz), loose: true });
    const compact = !divided && together(before, message, root);
    made.push({ key: message.ts, kind: "message", message, compact, content: compact ? wrapped(message) : message });
    if (message.ts === root && log.messages.length > 1)
      made.push({ key: "replies", kind: "replies", content: message.reply_count });
    before = message;
  }
  return made;
}

/** Messages of one author in a row say once who wrote them. */
function together(before, message, root) {
  if (!before || before.ts === root || before.user !== message.user) return false;
  if (before.ephemeral_for || message.ephemeral_for || before.reply_count) return false;
  return Number(message.ts) - Number(before.ts) < TOGETHER;
}

const compacts = new WeakMap();

/** A content of its own for a message without its author, so that its node is made again when that changes. */
function wrapped(message) {
  if (!compacts.has(message)) compacts.set(message, { message });
  return compacts.get(message);
}

function dayOf(message, tz) {
  let known = days.get(message);
  if (known?.tz !== tz) {
    known = { tz, day: day(Number(message.ts), tz) };
    days.set(message, known);
  }
  return known.day;
}
