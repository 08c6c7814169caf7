/** Dates as Slack writes them in each reader's time zone: `{date_short_pretty} at {time}`. */

const LOCALE = "en-US";
const DAY = 86_400;

const DATE_FORMATS = {
  date_num: null,
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { year: "numeric", month: "long", day: "numeric", weekday: "long" },
};
const TIMES = {
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};
const TOKEN = /\{(\w+)\}/g;
const AGO = [["year", 365 * DAY], ["month", 30 * DAY], ["day", DAY], ["hour", 3600], ["minute", 60]];

/**
 * A moment, written by a format of Slack's.
 * @param {number} epoch seconds
 * @param {string} format text with tokens in braces; a token that Slack does not have stays as it is
 * @param {{zone?: string, now: number}} reader their time zone, and their time in seconds
 */
export function formatted(epoch, format, reader) {
  return format.replaceAll(TOKEN, (whole, token) => one(epoch, token, reader) ?? whole);
}

/** `2026-11-27` in a time zone. */
export function localDay(epoch, zone) {
  return written(epoch, { year: "numeric", month: "2-digit", day: "2-digit" }, zone, "en-CA");
}

/** `2026-11-27T09:30`, as a browser's own picker has it. */
export function localMinute(epoch, zone) {
  return `${localDay(epoch, zone)}T${written(epoch, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone)}`;
}

/** The seconds of a `2026-11-27T09:30` in a time zone; twice corrected, since the first guess may lie across a change. */
export function epochOf(minute, zone) {
  const wanted = Date.parse(`${minute}:00Z`) / 1000;
  let epoch = wanted;
  for (let turn = 0; turn < 2; turn += 1) epoch += wanted - Date.parse(`${localMinute(epoch, zone)}:00Z`) / 1000;
  return epoch;
}

function one(epoch, token, reader) {
  if (token in TIMES) return written(epoch, TIMES[token], reader.zone);
  if (token === "ago") return ago(reader.now - epoch);
  if (token === "date_num") return localDay(epoch, reader.zone);
  if (token === "day_divider_pretty") return pretty(epoch, reader) ?? written(epoch, DATE_FORMATS.date_long, reader.zone);
  const name = token.replace(/_pretty$/, "");
  if (!Object.hasOwn(DATE_FORMATS, name)) return null;
  const near = name === token ? null : pretty(epoch, reader);
  return near ?? written(epoch, DATE_FORMATS[name], reader.zone);
}

function pretty(epoch, { zone, now }) {
  const days = (Date.parse(localDay(epoch, zone)) - Date.parse(localDay(now, zone))) / 1000 / DAY;
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[days] ?? null;
}

function ago(seconds) {
  const [unit, size] = AGO.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" }).format(-Math.round(seconds / size), unit);
}

function written(epoch, options, zone, locale = LOCALE) {
  // Newer engines part the time from AM by a narrow space, which nobody types or searches for.
  return formatter(locale, options, zone).format(epoch * 1000).replaceAll("\u202f", " ");
}

const formatters = new Map();

function formatter(locale, options, timeZone) {
  const key = JSON.stringify([locale, options, timeZone]);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(locale, { ...options, timeZone }));
  return formatters.get(key);
}
