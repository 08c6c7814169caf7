/** Makes nodes: the only way in which anything gets into the page, so that text stays text. */

let made = 0;

/**
 * A node.
 * @param {string} tag its name
 * @param {object} props attributes; `on…` functions listen; `true` sets, and `false`, `null`, `undefined` leave out
 * @param {...(Node|string|number|null|false|Array)} children nodes and texts, in lists of lists if need be
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  node.append(...present(children));
  return node;
}

/** The children that are there, as one list. */
export function present(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** An id that no other node has. */
export function newId(name) {
  made += 1;
  return `${name}-${made}`;
}

function set(node, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name.startsWith("on")) {
    node.addEventListener(name.slice(2).toLowerCase(), value);
  } else if (name === "value" && node.tagName !== "LI") {
    node.value = value;
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}
