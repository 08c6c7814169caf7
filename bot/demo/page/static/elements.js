/** Interactive elements, by their type. */

import { button, feedbackButtons, iconButton } from "./buttons.js";
import { choices } from "./choices.js";
import { el } from "./dom.js";
import { image } from "./images.js";
import { textInput } from "./inputs.js";
import { menu } from "./menus.js";
import { overflow } from "./overflow.js";
import { picker } from "./pickers.js";

const ELEMENTS = {
  button,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
  overflow,
  checkboxes: choices,
  radio_buttons: choices,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: picker,
  image: (element, place) => image(element, place.context, "accessory"),
};

/** What can be done with an element, as a node. */
export function renderElement(element, place) {
  if (Object.hasOwn(ELEMENTS, element.type)) return ELEMENTS[element.type](element, place);
  if (element.type.endsWith("_select")) return menu(element, place);
  if (element.type.endsWith("_input") && element.type !== "file_input") return textInput(element, place);
  return unknown(element.type);
}

/** Stands for what this page does not show. */
export function unknown(type) {
  return el("span", { class: "b-unknown" }, `${type} is not shown here`);
}
