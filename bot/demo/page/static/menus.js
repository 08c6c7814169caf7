/** Selects of all kinds: a combobox that finds options by what is typed, for one choice or several. */

import { use } from "./acting.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { listbox } from "./listbox.js";
import { isAsked, offered, recordOption } from "./options.js";
import { said } from "./texts.js";
import { enter, standing } from "./values.js";

/** Milliseconds without a key before the app is asked. */
const PAUSE = 250;

/** A select. */
export function menu(element, place) {
  const many = element.type.startsWith("multi_");
  const records = /_(users|conversations|channels)_select$|^(users|conversations|channels)_select$/.test(element.type);
  const { context, blockId } = place;
  let chosen = [standing(element, blockId, context.values) ?? []].flat().map(toOption);
  let timer = 0;
  let turn = 0;

  function toOption(one) {
    return typeof one === "string" ? recordOption(element, one, context) : one;
  }
  const placeholder = said(element.placeholder) || (many ? "Select options" : "Select an option");
  const input = el("input", {
    type: "text",
    class: "b-combobox",
    id: place.id,
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder,
    disabled: context.readonly,
    "data-action": element.action_id,
    "data-autofocus": element.focus_on_load,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-label": place.id ? null : placeholder,
    "aria-describedby": place.describedBy,
    onInput: () => search(isAsked(element) ? PAUSE : 0),
    onClick: () => list.isOpen() || search(0, ""),
    onFocus: () => many || input.select(),
    onBlur: () => list.close(),
    onKeydown: (event) => pressed(event),
  });
  const chips = el("span", { class: "b-chips" });
  const wrap = el("span", { class: "b-menu", "data-many": many, onClick: (event) => event.target === wrap && input.focus() }, chips, input);
  const list = listbox(input, wrap, { context, label: placeholder, many, isChosen, onChoose: choose, onClose: settle });
  wrap.append(icon("chevron"), list.node);
  draw();
  return wrap;

  function isChosen(option) {
    return chosen.some((one) => one.value === option.value);
  }
  function search(pause, typed = input.value) {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    if (pause) list.show([], "Searching…");
    timer = setTimeout(async () => {
      const { groups, note } = await offered(element, place, typed);
      if (mine === turn && document.activeElement === input) list.show(groups, note);
    }, pause);
  }
  function settle() {
    clearTimeout(timer);
    turn += 1;
    // Emptying a select that may be empty is how its choice is taken back.
    if (!many && place.optional && chosen.length && input.value === "") keep([]);
    else drawText();
  }
  function choose(option) {
    if (!many) {
      input.value = said(option.text);
      keep([option]);
      list.close();
      return;
    }
    if (isChosen(option)) keep(chosen.filter((one) => one.value !== option.value));
    else if (chosen.length < (element.max_selected_items ?? Infinity)) keep([...chosen, option]);
    input.value = "";
    if (list.isOpen()) search(0);
  }
  async function keep(next) {
    const before = chosen;
    const same = next.length === before.length && next.every((one, index) => one.value === before[index].value);
    chosen = next;
    draw();
    if (same) return;
    enter(element, blockId, context.values, content());
    if (!place.tells) return;
    const told = await use(wrap, place, element, many ? chosen.map((one) => one.value) : (chosen[0]?.value ?? ""));
    if (told) return;
    chosen = before;
    enter(element, blockId, context.values, content());
    draw();
  }
  function content() {
    const kept = records ? chosen.map((one) => one.value) : chosen;
    return many ? kept : (kept[0] ?? null);
  }
  function draw() {
    drawText();
    if (!many) return;
    chips.replaceChildren(...chosen.map(chip));
    input.placeholder = chosen.length ? "" : placeholder;
  }
  function drawText() {
    input.value = many ? "" : said(chosen[0]?.text);
  }
  function chip(option) {
    const name = said(option.text);
    const onClick = () => {
      keep(chosen.filter((one) => one !== option));
      input.focus();
    };
    const remove = el("button", { type: "button", "aria-label": `Remove ${name}`, disabled: context.readonly, onClick }, icon("close"));
    return el("span", { class: "b-chip" }, name, remove);
  }
  function pressed(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (list.isOpen()) list.move(key === "ArrowDown" ? 1 : -1);
      else search(0, "");
    } else if (key === "Enter") {
      if (list.isOpen()) list.choose();
      else search(0, "");
    } else if (key === "Escape" && list.isOpen()) {
      draw();
      list.close();
    } else if (key === "Backspace" && many && input.value === "" && chosen.length) {
      keep(chosen.slice(0, -1));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
