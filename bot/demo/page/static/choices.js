/** Options that are all shown: checkboxes and radio buttons. */

import { use } from "./acting.js";
import { el, newId } from "./dom.js";
import { textIn, textNodes } from "./texts.js";
import { enter, standing } from "./values.js";

/** Checkboxes or radio buttons. */
export function choices(element, place) {
  const { context, blockId } = place;
  const many = element.type === "checkboxes";
  const name = newId("choice");
  const isIn = (content, option) => [content ?? []].flat().some((one) => one.value === option.value);
  const boxes = element.options.map((option, index) =>
    el("input", {
      type: many ? "checkbox" : "radio",
      name,
      id: newId("box"),
      disabled: context.readonly,
      "data-action": element.action_id,
      "data-value": option.value,
      "data-autofocus": element.focus_on_load && index === 0,
      "aria-describedby": option.description ? `${name}-${index}` : null,
      onChange: changed,
    }),
  );
  const rows = element.options.map((option, index) =>
    el(
      "div",
      { class: "b-choice" },
      boxes[index],
      el("label", { for: boxes[index].id }, textNodes(option.text, context)),
      textIn("div", { class: "b-small", id: `${name}-${index}` }, option.description, context),
    ),
  );
  let before = standing(element, blockId, context.values);
  put(before);
  const labelled = place.labelledBy ? { "aria-labelledby": place.labelledBy } : { "aria-label": "Choices" };
  const group = el("div", { class: "b-choices", role: many ? "group" : "radiogroup", ...labelled, "aria-describedby": place.describedBy }, rows);
  return group;

  function put(content) {
    boxes.forEach((box, index) => {
      box.checked = isIn(content, element.options[index]);
    });
  }
  async function changed() {
    const chosen = element.options.filter((_, index) => boxes[index].checked);
    const content = many ? chosen : (chosen[0] ?? null);
    enter(element, blockId, context.values, content);
    if (!place.tells) return;
    if (await use(group, place, element, many ? chosen.map((one) => one.value) : chosen[0]?.value)) {
      before = content;
    } else {
      enter(element, blockId, context.values, before);
      put(before);
    }
  }
}
