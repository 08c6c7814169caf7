/** The pane of options under a select: groups, the active option, what is being waited for. */

import { el, newId } from "./dom.js";
import { popup } from "./popup.js";
import { textNodes } from "./texts.js";

/**
 * A listbox in a pane.
 * @param {HTMLInputElement} input the combobox that it belongs to; keeps the focus
 * @param {Element} anchor what it opens below
 * @param {{context: object, label: string, many: boolean, isChosen: (option: object) => boolean,
 *   onChoose: (option: object) => void, onClose: () => void}} options
 */
export function listbox(input, anchor, { context, label, many, isChosen, onChoose, onClose }) {
  const list = el("div", { role: "listbox", id: newId("list"), "aria-label": label, "aria-multiselectable": many ? "true" : null });
  const note = el("div", { class: "b-note", role: "status" });
  const pane = popup(anchor, { class: "b-pane" }, { onClose: closed });
  pane.node.append(note, list);
  // A press must not take the focus out of the input.
  pane.node.addEventListener("pointerdown", (event) => event.preventDefault());
  pane.node.addEventListener("mousedown", (event) => event.preventDefault());
  let shown = [];
  let active = -1;

  function closed() {
    mark(-1);
    input.setAttribute("aria-expanded", "false");
    onClose();
  }
  function mark(index) {
    shown[active]?.node.removeAttribute("data-active");
    active = index;
    const now = shown[active]?.node;
    now?.setAttribute("data-active", "");
    now?.scrollIntoView({ block: "nearest" });
    if (now) input.setAttribute("aria-activedescendant", now.id);
    else input.removeAttribute("aria-activedescendant");
  }
  function row(option) {
    const description = option.description && el("span", { class: "b-small" }, textNodes(option.description, context));
    const props = { class: "b-option", role: "option", id: newId("option"), "aria-selected": String(isChosen(option)) };
    const node = el("div", { ...props, onClick: () => onChoose(option) }, el("span", {}, textNodes(option.text, context)), description);
    shown.push({ option, node });
    return node;
  }
  function group({ label: name, options }) {
    const rows = options.map(row);
    if (!name) return rows;
    const id = newId("group");
    return el("div", { role: "group", "aria-labelledby": id }, el("div", { class: "b-group", id, role: "presentation" }, name), rows);
  }

  input.setAttribute("aria-controls", list.id);
  return {
    node: pane.node,
    isOpen: pane.isOpen,
    close: pane.close,
    /** Opens, with these groups or a word about why there are none. */
    show(groups, words) {
      mark(-1);
      shown = [];
      list.replaceChildren(...groups.flatMap(group));
      list.hidden = shown.length === 0;
      note.textContent = words || (shown.length ? "" : "No results");
      note.hidden = note.textContent === "";
      pane.open();
      pane.place();
      input.setAttribute("aria-expanded", String(shown.length > 0));
      mark(Math.max(shown.length ? 0 : -1, shown.findIndex(({ option }) => isChosen(option))));
    },
    /** Goes up or down, round at the ends. */
    move(by) {
      if (shown.length) mark((active + by + shown.length) % shown.length);
    },
    /** Chooses the active option. */
    choose() {
      if (shown[active]) onChoose(shown[active].option);
    },
  };
}
