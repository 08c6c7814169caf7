/** Times of the workspace's clock in a person's time zone. */

const formats = new Map();

/** 11:43 */
export const clockTime = (seconds, tz) => format({ hour: "2-digit", minute: "2-digit" }, tz).format(seconds * 1000);

/** Fri, 27 Nov, 11:43 */
export const shortMoment = (seconds, tz) =>
  `${format({ weekday: "short", day: "numeric", month: "short" }, tz).format(seconds * 1000)}, ${clockTime(seconds, tz)}`;

/** Friday, 27 November 2026 at 11:43 */
export const longMoment = (seconds, tz) =>
  `${format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, tz).format(seconds * 1000)} at ${clockTime(seconds, tz)}`;

/** 11:43:20 */
export const exactTime = (seconds, tz) =>
  format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }, tz).format(seconds * 1000);

/** 2026-11-27: the local day. */
export function day(seconds, tz) {
  const { year, month, day: number } = parts(seconds, tz);
  return `${year}-${month}-${number}`;
}

/** The divider over a day's messages. */
export function dayName(seconds, now, tz) {
  const of = day(seconds, tz);
  if (of === day(now, tz)) return "Today";
  if (of === day(now - 86400, tz)) return "Yesterday";
  const year = of.slice(0, 4) === day(now, tz).slice(0, 4) ? {} : { year: "numeric" };
  return format({ weekday: "long", day: "numeric", month: "long", ...year }, tz).format(seconds * 1000);
}

/** How long ago something was, as threads say it. */
export function ago(seconds, now, tz) {
  const gone = now - seconds;
  if (gone < 60) return "just now";
  if (gone < 3600) return counted(Math.floor(gone / 60), "minute");
  if (day(seconds, tz) === day(now, tz)) return `today at ${clockTime(seconds, tz)}`;
  if (day(seconds, tz) === day(now - 86400, tz)) return `yesterday at ${clockTime(seconds, tz)}`;
  return shortMoment(seconds, tz);
}

/** The next time that a person's clock shows an hour, in seconds. */
export function nextHour(hour, now, tz) {
  const today = moment(`${day(now, tz)}T${String(hour).padStart(2, "0")}:00`, tz);
  if (today > now) return today;
  return moment(`${day(moment(`${day(now, tz)}T12:00`, tz) + 86400, tz)}T${String(hour).padStart(2, "0")}:00`, tz);
}

/** 2026-11-27T11:43, as a date and time field has it. */
export function fieldValue(seconds, tz) {
  const { hour, minute } = parts(seconds, tz);
  return `${day(seconds, tz)}T${hour}:${minute}`;
}

/** The seconds of a local date and time, such as 2026-11-27T11:43. */
export function moment(local, tz) {
  const wanted = Date.parse(`${local}Z`) / 1000;
  let guess = wanted;
  // Twice: the first guess may be on the other side of a change to or from summer time.
  for (let round = 0; round < 2; round += 1) {
    guess += wanted - Date.parse(`${fieldValue(guess, tz)}Z`) / 1000;
  }
  return guess;
}

function counted(number, what) {
  return `${number} ${what}${number === 1 ? "" : "s"} ago`;
}

function parts(seconds, tz) {
  const wanted = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const found = format(wanted, tz).formatToParts(seconds * 1000);
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}

function format(options, tz) {
  const key = JSON.stringify([options, tz]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23", timeZone: tz }));
  }
  return formats.get(key);
}
