/** What a message holds: its blocks, or its text where it has none, and its attachments. */

import { renderBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { image } from "./images.js";
import { link } from "./links.js";
import { mrkdwn } from "./mrkdwn.js";

const COLOURS = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

/**
 * A message's content as one node.
 * @param {object} message as Slack has it
 * @param {object} context see blocks.js
 */
export function messageContent(message, context) {
  const body = message.blocks?.length ? renderBlocks(message.blocks, context) : paragraph(message.text, context);
  const attachments = (message.attachments ?? []).map((one) => attachment(one, context));
  return el("div", { class: "b-message" }, body, attachments);
}

function paragraph(text, context) {
  return text ? el("div", { class: "b-text" }, mrkdwn(text, context)) : null;
}

function attachment(one, context) {
  const bar = el("div", { class: "b-bar" });
  const colour = COLOURS[one.color] ?? `#${String(one.color ?? "").replace(/^#/, "")}`;
  if (CSS.supports("color", colour)) bar.style.backgroundColor = colour;
  const inner = one.blocks?.length ? renderBlocks(one.blocks, context) : legacy(one, context);
  return el("div", {}, paragraph(one.pretext, context), el("div", { class: "b-attachment" }, bar, el("div", { class: "b-main" }, inner)));
}

/** An attachment from before there were blocks. */
function legacy(one, context) {
  const title = one.title && el("div", { class: "b-strong" }, one.title_link ? link(one.title_link, one.title) : one.title);
  const fields = one.fields?.map((field) =>
    el("div", { class: "b-text" }, el("div", { class: "b-strong" }, field.title), mrkdwn(field.value ?? "", context)),
  );
  return [
    one.author_name && el("div", { class: "b-small" }, one.author_name),
    title,
    paragraph(one.text ?? one.fallback, context),
    fields && el("div", { class: "b-fields" }, fields),
    one.image_url && image({ image_url: one.image_url, alt_text: one.title ?? "image" }, context, "large"),
    one.footer && el("div", { class: "b-small" }, one.footer),
  ];
}
