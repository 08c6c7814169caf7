/** A list of any length of which only the rows in view are in the page; their heights are measured. */

import { el } from "./dom.js";
import { keepingFocus } from "./focus.js";

const BEYOND = 700;
const GUESS = 76;
const ROUNDS = 4;
const AT_END = 8;

/** Rows under each other in a scrolling element. */
export class VirtualList {
  #rows = [];
  #tops = [0];
  #heights = new Map();
  #shown = new Map();
  #anchor = null;
  #stuck = true;
  #width = 0;

  /**
   * @param {Element} scroller the element that scrolls.
   * @param {function(Object): Element} make a row's node.
   * @param {{scrolled?: function()}} listener
   */
  constructor(scroller, make, listener = {}) {
    this.scroller = scroller;
    this.make = make;
    this.listener = listener;
    this.canvas = el("div", { class: "canvas" });
    scroller.append(this.canvas);
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.sizes = new ResizeObserver((entries) => this.#resized(entries));
    this.sizes.observe(scroller);
  }

  /** Whether the newest row is in view, so that newer ones are followed. */
  get atEnd() {
    return this.#stuck;
  }

  /** How far it is scrolled from the top. */
  get fromTop() {
    return this.scroller.scrollTop;
  }

  /** Other rows: `{key, content, loose?}`; a row of the same content keeps its node; a loose one holds no place. */
  setRows(rows, { fresh = false } = {}) {
    this.#rows = rows;
    if (fresh) this.#forget();
    this.#layout();
    this.#restore();
    this.#draw();
  }

  /** Follows the newest rows from now on. */
  toEnd() {
    this.#stuck = true;
    this.#restore();
    this.#draw();
  }

  /** Brings a row into view; gives its node. */
  reveal(key) {
    const index = this.#rows.findIndex((row) => row.key === key);
    if (index < 0) return null;
    const { scroller } = this;
    for (let round = 0; round < ROUNDS; round += 1) {
      const top = this.#tops[index];
      const bottom = this.#tops[index + 1];
      if (top < scroller.scrollTop) scroller.scrollTop = top - 40;
      else if (bottom > scroller.scrollTop + scroller.clientHeight)
        scroller.scrollTop = bottom - scroller.clientHeight + 40;
      this.#remember();
      this.#draw();
    }
    return this.#shown.get(key)?.node ?? null;
  }

  /** The row before or after one, of those that fit. */
  beside(key, step, fits) {
    let index = this.#rows.findIndex((row) => row.key === key) + step;
    while (this.#rows[index] && !fits(this.#rows[index])) index += step;
    return this.#rows[index] ?? null;
  }

  /** The last row that fits. */
  last(fits) {
    return this.#rows.findLast(fits) ?? null;
  }

  #forget() {
    for (const { node } of this.#shown.values()) this.#drop(node);
    this.#shown.clear();
    this.#heights.clear();
    this.#stuck = true;
    this.#anchor = null;
  }

  #layout() {
    const tops = new Array(this.#rows.length + 1);
    let top = 0;
    this.#rows.forEach((row, index) => {
      tops[index] = top;
      top += this.#heights.get(row.key) ?? GUESS;
    });
    tops[this.#rows.length] = top;
    this.#tops = tops;
    this.canvas.style.height = `${top}px`;
  }

  /** The row at a height. */
  #at(height) {
    let low = 0;
    let high = this.#rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle] <= height) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #scrolled() {
    this.#remember();
    this.#draw();
    this.listener.scrolled?.();
  }

  /** What stands at the upper edge stays there when heights above it change. */
  #remember() {
    const { scrollTop, clientHeight } = this.scroller;
    this.#stuck = scrollTop + clientHeight >= this.scroller.scrollHeight - AT_END;
    let index = this.#at(scrollTop);
    // Older messages come in below what is said over them, such as their day.
    while (this.#rows[index]?.loose) index += 1;
    const row = this.#rows[index];
    this.#anchor = row ? { key: row.key, below: scrollTop - this.#tops[index] } : null;
  }

  #restore() {
    const { scroller } = this;
    if (this.#stuck) {
      scroller.scrollTop = scroller.scrollHeight;
      return;
    }
    const index = this.#anchor ? this.#rows.findIndex((row) => row.key === this.#anchor.key) : -1;
    if (index < 0) return;
    const wanted = this.#tops[index] + this.#anchor.below;
    if (Math.abs(scroller.scrollTop - wanted) >= 1) scroller.scrollTop = wanted;
  }

  #draw() {
    for (let round = 0; round < ROUNDS; round += 1) {
      const made = this.#fill();
      if (!this.#measure(made)) break;
      this.#layout();
      this.#restore();
    }
    for (const [index, row] of this.#wanted()) {
      const shown = this.#shown.get(row.key);
      if (shown) shown.node.style.top = `${this.#tops[index]}px`;
    }
  }

  /** Index and row of all that is to be in the page: what is in view, and what has the focus. */
  #wanted() {
    const { scrollTop, clientHeight } = this.scroller;
    if (!this.#rows.length) return [];
    const first = this.#at(scrollTop - BEYOND);
    const last = this.#at(scrollTop + clientHeight + BEYOND);
    const indexes = new Set();
    const focused = document.activeElement?.closest?.(".row");
    const held =
      focused && this.canvas.contains(focused) ? this.#rows.findIndex((row) => row.key === focused.dataset.key) : -1;
    if (held >= 0 && held < first) indexes.add(held);
    for (let index = first; index <= last; index += 1) indexes.add(index);
    if (held > last) indexes.add(held);
    return [...indexes].map((index) => [index, this.#rows[index]]);
  }

  /** Puts into the page what is to be there; gives the nodes that are new. */
  #fill() {
    const wanted = this.#wanted();
    const keys = new Set(wanted.map(([, row]) => row.key));
    for (const [key, { node }] of this.#shown) {
      if (keys.has(key)) continue;
      this.#shown.delete(key);
      this.#drop(node);
    }
    const made = [];
    let before = null;
    for (const [, row] of wanted) {
      const node = this.#node(row, made);
      const place = before ? before.nextSibling : this.canvas.firstChild;
      if (place !== node) this.canvas.insertBefore(node, place);
      before = node;
    }
    return made;
  }

  #node(row, made) {
    const known = this.#shown.get(row.key);
    if (known?.content === row.content) return known.node;
    const node = el("div", { class: "row", "data-key": row.key }, this.make(row));
    if (known) keepingFocus(known.node, node, () => known.node.replaceWith(node));
    if (known) this.sizes.unobserve(known.node);
    this.#shown.set(row.key, { node, content: row.content });
    made.push([row.key, node]);
    this.sizes.observe(node);
    return node;
  }

  #drop(node) {
    this.sizes.unobserve(node);
    node.remove();
  }

  #measure(made) {
    let changed = false;
    for (const [key, node] of made) {
      const { height } = node.getBoundingClientRect();
      changed = changed || this.#heights.get(key) !== height;
      this.#heights.set(key, height);
    }
    return changed;
  }

  #resized(entries) {
    if (this.scroller.clientWidth !== this.#width) {
      this.#width = this.scroller.clientWidth;
      this.#heights.clear();
    }
    const shown = [...this.#shown].map(([key, { node }]) => [key, node]);
    if (entries.length && (this.#measure(shown) || entries.some(({ target }) => target === this.scroller))) {
      this.#layout();
      this.#restore();
      this.#draw();
    }
  }
}
