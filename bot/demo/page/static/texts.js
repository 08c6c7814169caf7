/** Block Kit's text objects as nodes. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** The nodes of a `plain_text` or `mrkdwn` object. */
export function textNodes(text, context) {
  if (!text) return [];
  if (text.type === "mrkdwn") return mrkdwn(text.text, context, { verbatim: text.verbatim });
  return text.emoji === false ? [text.text] : withEmoji(text.text);
}

/** A text object in an element of its own. */
export function textIn(tag, props, text, context) {
  return text ? el(tag, props, textNodes(text, context)) : null;
}

/** What a text object says, for labels that can hold no nodes. */
export function said(text) {
  return text?.text ?? "";
}
