/** The few pictures on buttons, drawn as lines. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  chevron: "M6 8l4 4 4-4",
  close: "M5 5l10 10M15 5L5 15",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  down: "M14 3v8l-3.5 6a1.8 1.8 0 0 1-1.6-2.4L9.7 12H5a2 2 0 0 1-1.9-2.5l1.2-5A2 2 0 0 1 6.200 3H14zM14 3h3v8h-3",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.600L14 6M8.500 9v4.500M11.500 9v4.500",
  up: "M6 17V9l3.500-6a1.800 1.800 0 0 1 1.600 2.400L10.300 8H15a2 2 0 0 1 1.900 2.500l-1.200 5A2 2 0 0 1 13.800 17H6zM6 17H3V9h3",
};

/** A picture by name; screen readers pass over it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 20 20"], ["class", `b-icon b-icon-${name}`], ["aria-hidden", "true"]]) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
