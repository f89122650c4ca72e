// The ECG in its frame: wheel, pinch, drag and keys move it, and one scale serves both directions,
// so that the ratio of mV to s is the paper's at any size. Everything that measures asks here where
// a millimetre of the chart lies on the screen.

const tools = (globalThis.ecgTools ??= {});
const MOST = 8; // times the fitted size
const STEP = 1.25;
const PAN_SHARE = 0.1; // of what is seen
const PX_A_LINE = 40; // of a wheel that counts in lines
const BOX_MM = 5;

// What is seen: pixels per mm, and which mm of the chart stands in the frame's upper left corner.
// `wantedPxPerMm` is what gestures ask for, of which `pxPerMm` is the nearest that is crisp.
// `isTrue` is kept from case to case; the rest begins anew with each.
const view = { pxPerMm: 1, wantedPxPerMm: 1, left: 0, top: 0, isFitted: true, isTrue: false };
const pointers = new Map();
let before = null; // where the pointers of a gesture were

const figure = () => document.querySelector("[data-ecg]");
const frame = () => document.querySelector("[data-frame]");
const picture = () => document.querySelector("[data-frame] img");
const mayZoom = () => figure()?.hasAttribute("data-may-zoom");

const widthMm = () => Number(figure().dataset.widthMm);
const heightMm = () => Number(figure().dataset.heightMm);
const fitted = () => frame().getBoundingClientRect().width / widthMm(); // clientWidth is rounded

// --- where things lie ---

function corner() {
  const box = frame().getBoundingClientRect();
  return { x: box.left + frame().clientLeft, y: box.top + frame().clientTop };
}

tools.chart = {
  figure,
  frame,
  pxPerMm: () => view.pxPerMm,
  isTrue: () => view.isTrue,
  widthMm,
  heightMm,
  // from the window's coordinates to mm of the chart
  toMm(clientX, clientY) {
    const at = corner();
    return { x: view.left + (clientX - at.x) / view.pxPerMm, y: view.top + (clientY - at.y) / view.pxPerMm };
  },
  // from mm of the chart to pixels of the frame
  toPx: (x, y) => ({ x: (x - view.left) * view.pxPerMm, y: (y - view.top) * view.pxPerMm }),
  seen: () => ({ left: view.left, top: view.top, width: frame().clientWidth / view.pxPerMm, height: frame().clientHeight / view.pxPerMm }),
};

// --- showing it ---

// Whole device pixels to a box of 5 mm: else the lines of the grid differ in width and distance.
function crisp(pxPerMm) {
  const boxes = BOX_MM * devicePixelRatio;
  return Math.max(Math.round(pxPerMm * boxes) / boxes, fitted());
}

const within = (pxPerMm) => Math.min(Math.max(pxPerMm, fitted()), fitted() * MOST);

// The chart never leaves the frame, and stands in its middle where it is smaller.
function held(start, seen, length) {
  return seen >= length ? (length - seen) / 2 : Math.min(Math.max(start, 0), length - seen);
}

function show() {
  if (!figure()) return;
  const least = fitted();
  // On a screen that nobody measured there is no true size.
  if (view.isTrue && !tools.scale?.pxPerMm()) Object.assign(view, { isTrue: false, isFitted: true });
  if (view.isTrue) view.pxPerMm = tools.scale.pxPerMm();
  else if (view.isFitted) view.pxPerMm = least;
  else view.pxPerMm = crisp(within(view.wantedPxPerMm));
  if (view.isTrue || view.isFitted) view.wantedPxPerMm = view.pxPerMm;
  view.left = held(view.left, frame().clientWidth / view.pxPerMm, widthMm());
  view.top = held(view.top, frame().clientHeight / view.pxPerMm, heightMm());
  const x = -view.left * view.pxPerMm;
  const y = -view.top * view.pxPerMm;
  picture().style.transform = `translate(${x}px, ${y}px) scale(${view.pxPerMm / least})`;
  frame().classList.toggle("zoomed", view.pxPerMm > least * 1.001);
  document.dispatchEvent(new CustomEvent("ecg:view"));
}

function zoomAt(factor, clientX, clientY) {
  const at = tools.chart.toMm(clientX, clientY);
  const wantedPxPerMm = within(view.wantedPxPerMm * factor);
  const next = crisp(wantedPxPerMm);
  view.left = at.x - (at.x - view.left) * (view.pxPerMm / next);
  view.top = at.y - (at.y - view.top) * (view.pxPerMm / next);
  Object.assign(view, { pxPerMm: next, wantedPxPerMm, isFitted: wantedPxPerMm <= fitted() * 1.001, isTrue: false });
  show();
  tools.count("zoom");
}

function panBy(xMm, yMm) {
  const { left, top } = view;
  view.left += xMm;
  view.top += yMm;
  show();
  if (view.left !== left || view.top !== top) tools.count("pan");
}

function middle() {
  const box = frame().getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

tools.zoom = {
  in: () => mayZoom() && zoomAt(STEP, ...middle()),
  out: () => mayZoom() && zoomAt(1 / STEP, ...middle()),
  fit() {
    Object.assign(view, { isFitted: true, isTrue: false });
    show();
  },
  // one millimetre of the paper is one of the screen; false where nobody measured the screen
  trueSize() {
    if (!mayZoom() || !tools.scale.pxPerMm()) return false;
    Object.assign(view, { isTrue: !view.isTrue, isFitted: view.isTrue });
    show();
    tools.countEach("true_size");
    return true;
  },
  pan(x, y) {
    if (!mayZoom()) return;
    const seen = tools.chart.seen();
    panBy(x * PAN_SHARE * seen.width, y * PAN_SHARE * seen.height);
  },
  // bring a point of the chart, in mm, into the frame
  reveal(x, y) {
    const seen = tools.chart.seen();
    const away = (at, start, length) => (at < start ? at - start : Math.max(at - start - length, 0));
    const [dx, dy] = [away(x, seen.left, seen.width), away(y, seen.top, seen.height)];
    if (dx || dy) {
      view.left += dx;
      view.top += dy;
      show();
    }
  },
};

// --- wheel, drag, pinch ---

function onWheel(event) {
  if (!mayZoom() || !event.target.closest?.("[data-frame]")) return;
  event.preventDefault();
  const px = event.deltaY * (event.deltaMode === 1 ? PX_A_LINE : 1);
  zoomAt(Math.exp(-Math.max(-100, Math.min(100, px)) / 400), event.clientX, event.clientY);
}

// The middle of the pointers, and how far apart two of them are.
function gesture() {
  const [one, two = one] = [...pointers.values()];
  return {
    x: (one.clientX + two.clientX) / 2,
    y: (one.clientY + two.clientY) / 2,
    apart: Math.hypot(two.clientX - one.clientX, two.clientY - one.clientY),
  };
}

function onDown(event) {
  if (!mayZoom() || event.button || event.defaultPrevented || !event.target.closest?.("[data-frame]")) return;
  pointers.set(event.pointerId, event);
  before = gesture();
  frame().classList.add("moving");
}

function onMove(event) {
  if (!pointers.has(event.pointerId)) return;
  pointers.set(event.pointerId, event);
  const now = gesture();
  if (now.apart && before.apart) zoomAt(now.apart / before.apart, now.x, now.y);
  panBy((before.x - now.x) / view.pxPerMm, (before.y - now.y) / view.pxPerMm);
  before = now;
}

function onUp(event) {
  if (!pointers.delete(event.pointerId)) return;
  if (pointers.size) before = gesture();
  else frame()?.classList.remove("moving");
}

document.addEventListener("wheel", onWheel, { passive: false });
document.addEventListener("pointerdown", onDown);
document.addEventListener("pointermove", onMove);
document.addEventListener("pointerup", onUp);
document.addEventListener("pointercancel", onUp);
document.addEventListener("dblclick", (event) => {
  if (mayZoom() && event.target.closest("[data-frame]")) zoomAt(STEP * STEP, event.clientX, event.clientY);
});
document.addEventListener("ecg:scale", show);

// --- a new case, another size of the window ---

let shownFigure = null;
const sizes = new ResizeObserver(show);

function arrive() {
  if (figure() === shownFigure) return;
  shownFigure = figure();
  sizes.disconnect();
  if (!shownFigure) return;
  view.isFitted = !view.isTrue;
  Object.assign(view, { left: 0, top: 0 });
  sizes.observe(frame());
  show();
}

document.addEventListener("htmx:afterSwap", arrive);
addEventListener("load", arrive);
