/** The pictures on the page's own buttons, drawn as lines; screen readers pass over them. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  back: "M12 4l-6 6 6 6",
  bolt: "M11 2L4 11.500h5L8.500 18 16 8.500h-5z",
  clock: "M10 5v5l3 2M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15z",
  close: "M5 5l10 10M15 5L5 15",
  code: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  dots: "M4.500 10h.010M10 10h.010M15.500 10h.010",
  down: "M10 4v12M5 11l5 5 5-5",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z",
  hash: "M8 3L6.500 17M13.500 3L12 17M3.500 7.500h13M3 12.500h13",
  home: "M3.500 9.500L10 4l6.500 5.500M5.500 8v8h9V8",
  inspect: "M9 15a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM13.500 13.500L17 17",
  lock: "M5.500 9h9v7.500h-9zM7.500 9V6a2.500 2.500 0 0 1 5 0v3",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  people:
    "M7.500 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.500c.500-3 2.500-4.500 5.500-4.500s5 1.500 5.500 4.500M13 4a2.800 2.800 0 0 1 0 5.500M15 12.500c1.700.600 2.700 2 3 4",
  plus: "M10 4v12M4 10h12",
  reply: "M3.500 4.500h13v9H9.500L6 16.500v-3H3.500z",
  send: "M3.500 3.500l13.500 6.500-13.500 6.500L5 10.500 11 10 5 9.500z",
  smile:
    "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM7 12c1.500 2 4.500 2 6 0M7.500 8h.010M12.500 8h.010",
};

/** A picture by name. */
export function symbol(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [
    ["viewBox", "0 0 20 20"],
    ["class", "symbol"],
    ["aria-hidden", "true"],
  ]) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
