/** Elements that are clicked: buttons, icon buttons, feedback buttons. */

import { use } from "./acting.js";
import { el } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { icon } from "./icons.js";
import { safe } from "./links.js";
import { said, textNodes } from "./texts.js";

/** A button; one with an address opens it, too. */
export function button(element, place) {
  const { context } = place;
  const url = element.url && safe(element.url);
  const props = {
    class: "b-button",
    "data-style": element.style,
    "data-action": element.action_id,
    "aria-label": element.accessibility_label,
  };
  if (!url) return pressed({ ...props, type: "button", disabled: context.readonly }, element, place, textNodes(element.text, context));
  const onClick = (event) => follow(event, element, place, url);
  return el("a", { ...props, href: url, target: "_blank", rel: "noopener noreferrer", onClick }, textNodes(element.text, context));
}

/** A small button with a picture. */
export function iconButton(element, place) {
  const { context } = place;
  const people = element.visible_to_user_ids;
  if (people && !people.includes(context.me)) return null;
  const label = element.accessibility_label ?? said(element.text);
  const props = { type: "button", class: "b-icon-button", "aria-label": label, title: label, disabled: context.readonly };
  return pressed(props, element, place, element.icon === "trash" ? icon("trash") : emojiNode(element.icon));
}

/** Two thumbs; the one that was clicked stays pressed. */
export function feedbackButtons(element, place) {
  const sides = [["up", element.positive_button], ["down", element.negative_button]];
  const buttons = sides.map(([name, side]) => {
    const label = side.accessibility_label ?? said(side.text);
    const props = { type: "button", class: "b-icon-button", "aria-label": label, title: said(side.text), "aria-pressed": "false" };
    const onClick = async (event) => {
      const node = event.currentTarget;
      if (!(await use(node, place, element, side.value))) return;
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === node));
    };
    return el("button", { ...props, disabled: place.context.readonly, onClick }, icon(name));
  });
  return el("span", { class: "b-feedback", role: "group", "aria-label": "Feedback" }, buttons);
}

function pressed(props, element, place, content) {
  return el("button", { ...props, onClick: (event) => use(event.currentTarget, place, element, element.value) }, content);
}

async function follow(event, element, place, url) {
  if (!element.confirm) {
    use(event.currentTarget, place, element, element.value);
    return;
  }
  event.preventDefault();
  if (await use(event.currentTarget, place, element, element.value)) window.open(url, "_blank", "noopener,noreferrer");
}
