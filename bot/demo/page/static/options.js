/** What a select offers: its own options, people, channels, or what the app answers to what was typed. */

import { asked } from "./acting.js";
import { known } from "./mentions.js";
import { said } from "./texts.js";

/** Characters from which Slack asks the app, unless the select says otherwise. */
const MIN_QUERY = 3;

/**
 * The groups that match what was typed.
 * @returns {Promise<{groups: {label: string, options: object[]}[], note: string}>}
 */
export async function offered(element, place, query) {
  if (element.type.includes("external")) return fromApp(element, place, query);
  const groups = element.option_groups ?? [{ options: element.options ?? listed(element, place.context) }];
  return { groups: matching(groups, query), note: "" };
}

/** Whether options must be asked for, so that typing should pause first. */
export function isAsked(element) {
  return element.type.includes("external");
}

/** The option of a person or channel by id, as a select holds it. */
export function recordOption(element, id, context) {
  return listed(element, context).find((one) => one.value === id) ?? plain(id, id);
}

async function fromApp(element, place, query) {
  const least = element.min_query_length ?? MIN_QUERY;
  if (query.length < least) return { groups: [], note: `Type ${least} or more characters` };
  const body = { action_id: element.action_id, block_id: place.blockId, query };
  const answer = await asked(place.context, "suggest", body);
  if (answer.ok === false) return { groups: [], note: answer.detail ?? answer.error };
  return { groups: grouped(answer.option_groups ?? [{ options: answer.options ?? [] }]), note: "" };
}

function listed(element, context) {
  const people = [...(context.users ?? new Map()).values()];
  const channels = [...(context.channels ?? new Map()).values()];
  if (element.type.includes("users")) return people.map((user) => plain(user.id, `@${user.name}`));
  const kinds = element.type.includes("channels") ? ["public"] : kindsOf(element.filter);
  return channels
    .filter((channel) => kinds.includes(channel.kind) && !channel.archived)
    .filter((channel) => !(element.filter?.exclude_bot_users && isBots(channel, context)))
    .map((channel) => plain(channel.id, channel.kind === "im" ? `@${channel.name}` : `#${channel.name}`));
}

function kindsOf(filter) {
  return filter?.include ?? ["public", "private", "im", "mpim"];
}

function isBots(channel, context) {
  return channel.kind === "im" && channel.members?.some((id) => known(context.users, id)?.is_bot);
}

function matching(groups, query) {
  const wanted = query.trim().toLowerCase();
  const matches = (option) => said(option.text).toLowerCase().includes(wanted);
  return grouped(groups.map((group) => ({ ...group, options: group.options.filter(matches) })));
}

function grouped(groups) {
  return groups.filter((group) => group.options.length).map((group) => ({ label: said(group.label), options: group.options }));
}

function plain(value, text) {
  return { value, text: { type: "plain_text", text, emoji: false } };
}
