// The keys and buttons of the tools. A question's own keys come first, and in a text field no key
// is a tool's.

const tools = (globalThis.ecgTools ??= {});
const { chart } = tools;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const did = (deed) => deed() !== false;
const PRESSED = {
  "+": () => did(tools.zoom.in),
  "=": () => did(tools.zoom.in),
  "-": () => did(tools.zoom.out),
  f: () => did(tools.zoom.fit),
  o: () => tools.zoom.trueSize() || did(tools.scale.open),
  k: () => did(tools.scale.open),
  c: () => did(() => tools.calipers.next("time")),
  v: () => did(() => tools.calipers.next("amplitude")),
  m: () => did(tools.calipers.march),
  i: () => tools.display.toggleLead(),
  ",": () => tools.display.nextLead(-1),
  ".": () => tools.display.nextLead(1),
};
// With the mouse a button takes calipers away again, where its key goes on to their next line.
const CLICKED = {
  c: () => tools.calipers.toggle("time"),
  v: () => tools.calipers.toggle("amplitude"),
};

function onKey(event) {
  const { key } = event;
  if (event.defaultPrevented || isOthers(event)) return;
  if (PRESSED[key] ? PRESSED[key]() : tools.display.switch(key)) event.preventDefault();
}

// Arrows move the enlarged picture where it has the focus, and with Shift from anywhere; else they
// are the questions', which is why this listens first.
function onArrow(event) {
  const { key, target } = event;
  if (!ARROWS[key] || isOthers(event) || partOfCalipers(target)) return;
  const isZoomed = chart.frame().classList.contains("zoomed");
  if (!isZoomed || !(event.shiftKey || target === chart.frame())) return;
  tools.zoom.pan(...ARROWS[key]);
  event.preventDefault();
  event.stopPropagation();
}

const partOfCalipers = (target) => target.closest("[data-part]") !== null;

function isOthers({ ctrlKey, metaKey, altKey, target }) {
  return ctrlKey || metaKey || altKey || !chart.figure() || document.querySelector("dialog[open]") !== null
    || target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
}

function arrive() {
  for (const part of document.querySelectorAll("[data-tools]")) part.hidden = false;
}

document.addEventListener("keydown", onKey);
document.addEventListener("keydown", onArrow, { capture: true });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tool]");
  if (!button) return;
  const { tool } = button.dataset;
  (CLICKED[tool] ?? PRESSED[tool])();
});
document.addEventListener("ecg:view", () => {
  const says = document.querySelector("[data-zoom]");
  if (!says) return;
  const fitted = chart.frame().getBoundingClientRect().width / chart.widthMm();
  says.textContent = `${Math.round((100 * chart.pxPerMm()) / fitted)} %`;
  document.querySelector("[data-tool=o]").setAttribute("aria-pressed", chart.isTrue());
});
document.addEventListener("htmx:afterSwap", arrive);
arrive();
