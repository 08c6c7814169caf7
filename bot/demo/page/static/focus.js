/** Where the keyboard is: kept when nodes are made again, and given back when something closes. */

const REACHABLE = "a[href], button, input, select, textarea, [tabindex]";

/** Replaces a node; the focus goes to what is called the same in the new one, or else stands in the same place. */
export function keepingFocus(old, made, replace) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = focused ? reachable(old).indexOf(focused) : -1;
  replace();
  if (place < 0) return;
  const now = reachable(made);
  const same = now.find((one) => one.tagName === focused.tagName && nameOf(one) === nameOf(focused));
  (same ?? now[Math.min(place, now.length - 1)] ?? made).focus({ preventScroll: true });
}

const reachable = (node) => [...node.querySelectorAll(REACHABLE)];
const nameOf = (node) => node.getAttribute("aria-label") ?? node.textContent;

/** What has the focus, to be given it back later. */
export function focusKept() {
  const focused = document.activeElement;
  return () => focused?.isConnected && focused.focus();
}
