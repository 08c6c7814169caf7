/** What stands in inputs: kept in the shape of Slack's `state.values`, sent to the server by action id. */

const CHOICES = {
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
};
const OPTION = new Set(["static_select", "external_select", "radio_buttons"]);
const OPTIONS = new Set(["multi_static_select", "multi_external_select", "checkboxes"]);

/** The key of an element in a Map of values. */
export function keyOf(blockId, actionId) {
  return `${blockId}\n${actionId}`;
}

/** The name under which an element's state holds its choice. */
export function fieldOf(type) {
  if (OPTION.has(type)) return "selected_option";
  if (OPTIONS.has(type)) return "selected_options";
  return CHOICES[type] ?? "value";
}

/** Whether an element holds something, rather than only being clicked. */
export function isStateful(type) {
  return OPTION.has(type) || OPTIONS.has(type) || type in CHOICES || type.endsWith("_input");
}

/** Interactive elements of a block. */
export function elementsOf(block) {
  return [block.accessory, block.element, ...(block.elements ?? [])].filter((one) => one?.action_id);
}

/** What an element held at first. */
export function initialOf(element) {
  const field = fieldOf(element.type);
  return element[field.replace("selected", "initial").replace(/^value$/, "initial_value")] ?? null;
}

/** What stands in an element: what was entered, or what it held at first; an option that is gone is not kept. */
export function standing(element, blockId, values) {
  const kept = values?.get(keyOf(blockId, element.action_id));
  if (kept?.type !== element.type || !fits(element, kept)) return initialOf(element);
  return kept[fieldOf(element.type)];
}

/** Keeps what was entered; null empties. */
export function enter(element, blockId, values, content) {
  values?.set(keyOf(blockId, element.action_id), { type: element.type, [fieldOf(element.type)]: content });
}

/** Takes over a view's own `state.values`, where nothing was entered here. */
export function adopt(state, values) {
  for (const [blockId, actions] of Object.entries(state?.values ?? {})) {
    for (const [actionId, content] of Object.entries(actions)) {
      const key = keyOf(blockId, actionId);
      if (!values.has(key)) values.set(key, content);
    }
  }
}

/** A content as the server takes it: a text, or a list of texts. */
export function entryOf(content) {
  if (content === null || content === undefined) return "";
  if (Array.isArray(content)) return content.map((one) => one.value ?? one);
  return typeof content === "object" ? content.value : String(content);
}

/** What was entered in the elements of some blocks, by action id; those left alone are not in it. */
export function entriesOf(blocks, values) {
  const entries = {};
  for (const block of blocks ?? []) {
    for (const element of elementsOf(block).filter((one) => isStateful(one.type))) {
      const kept = values?.get(keyOf(block.block_id, element.action_id));
      if (kept?.type !== element.type || !fits(element, kept)) continue;
      entries[element.action_id] = entryOf(kept[fieldOf(element.type)] ?? (OPTIONS.has(element.type) ? [] : null));
    }
  }
  return entries;
}

function fits(element, kept) {
  if (!element.options && !element.option_groups) return true;
  const offered = [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
  const chosen = [kept.selected_option ?? [], kept.selected_options ?? []].flat();
  return chosen.every((one) => offered.some((option) => option.value === one.value));
}
