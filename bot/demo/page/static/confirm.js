/** The question that an element asks before it acts. */

import { el, newId } from "./dom.js";
import { textIn, textNodes } from "./texts.js";

/** Whether a person agrees; Escape means no. */
export function confirmed(confirm, context) {
  return new Promise((resolve) => {
    const title = newId("confirm");
    const ask = (answer) => () => dialog.close(answer);
    const button = (style, text, answer) =>
      el("button", { type: "button", class: "b-button", "data-style": style, onClick: ask(answer) }, textNodes(text, context));
    const dialog = el(
      "dialog",
      { class: "b-modal b-confirm", "aria-labelledby": title, onClose: () => done(dialog, resolve) },
      el("div", { class: "b-modal-head" }, textIn("h2", { id: title }, confirm.title, context)),
      textIn("div", { class: "b-modal-body b-text" }, confirm.text, context),
      el("div", { class: "b-modal-foot" }, button(null, confirm.deny, ""), button(confirm.style ?? "primary", confirm.confirm, "yes")),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

function done(dialog, resolve) {
  dialog.remove();
  resolve(dialog.returnValue === "yes");
}
