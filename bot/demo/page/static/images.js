/** Images: files that the app uploaded, and addresses on this server; nothing is loaded from elsewhere. */

import { el } from "./dom.js";
import { link, safe } from "./links.js";

/** An image, or what it shows in words where it cannot be loaded here. */
export function image({ slack_file: file, image_url: url, alt_text: alt }, context, size) {
  const source = file ? context.files?.(file.id ?? idIn(file.url)) : local(url);
  if (!source) return missing(alt, url);
  return el("img", {
    class: "b-image",
    "data-size": size,
    src: source,
    alt: alt ?? "",
    loading: "lazy",
    onError: (event) => event.currentTarget.replaceWith(missing(alt, null)),
  });
}

/** The file of an address as Slack writes them: `https://files.slack.com/files-pri/T…-F…/name.png`. */
function idIn(url) {
  return /\b(F[A-Z0-9]{5,})\b/.exec(url ?? "")?.[1] ?? "";
}

function local(url) {
  try {
    const { origin, protocol } = new URL(url, location.href);
    return origin === location.origin && protocol.startsWith("http") ? url : null;
  } catch {
    return null;
  }
}

function missing(alt, url) {
  const words = alt || "image";
  if (url && safe(url)) return el("span", { class: "b-noimage" }, link(url, words));
  return el("span", { class: "b-noimage", role: "img", "aria-label": words }, words);
}
