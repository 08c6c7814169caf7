/** Small dialogs of the page's own: a few fields and a button. */

import { el, newId } from "./dom.js";
import { symbol } from "./symbols.js";

/**
 * Opens one.
 * @param {string} title
 * @param {string} done what the button says.
 * @param {Array<{name: string, label: string, kind?: string, value?: string}>} fields
 * @param {function(Object): Promise<{ok: boolean, detail?: string}>} submit what is wrong with the fields is shown.
 */
export function openForm(title, done, fields, submit) {
  const inputs = fields.map(input);
  const trouble = el("p", { class: "form-trouble", role: "alert" });
  const send = async (event) => {
    event.preventDefault();
    const answer = await submit(Object.fromEntries(inputs.map(({ name, read }) => [name, read()])));
    if (answer.ok) dialog.close();
    else trouble.textContent = answer.detail ?? answer.error;
  };
  const body = [
    inputs.map(({ node }) => node),
    trouble,
    el("button", { class: "button primary", type: "submit" }, done),
  ];
  const dialog = openDialog(title, el("form", { class: "form", onsubmit: send }, body));
  return dialog;
}

/** Opens a dialog with anything in it; Escape and its button close it. */
export function openDialog(title, ...content) {
  const id = newId("dialog");
  const leave = el(
    "button",
    { class: "plain", type: "button", "aria-label": "Close", onclick: () => dialog.close() },
    symbol("close"),
  );
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-labelledby": id, onclose: () => dialog.remove() },
    el("header", { class: "pane-head" }, el("h2", { id }, title), leave),
    content,
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input, textarea")?.focus();
  return dialog;
}

function input({ name, label, kind = "text", value = "" }) {
  if (kind === "checkbox") {
    const node = el("input", { type: "checkbox" });
    return { name, read: () => node.checked, node: el("label", { class: "form-check" }, node, label) };
  }
  const node =
    kind === "area"
      ? el("textarea", { class: "field", rows: "4" })
      : el("input", { class: "field", autocomplete: "off" });
  node.value = value;
  return { name, read: () => node.value, node: el("label", { class: "form-label" }, el("span", {}, label), node) };
}
