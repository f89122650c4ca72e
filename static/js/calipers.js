// Calipers on the ECG: two lines for time, two for amplitude, moved by pointer or keys. They stand
// in millimetres of the chart, so that zooming moves the picture under no measurement. They measure
// what is drawn; the page has no samples to read.

const tools = (globalThis.ecgTools ??= {});
const { chart } = tools;
const SVG = "http://www.w3.org/2000/svg";
const HIT_PX = 24;
const BAR_SHARE = 0.16; // how far from the frame's edge the bar with the figures first stands
const OPEN_SHARE = 0.08; // of what is seen, to either side of the middle
const MOST_MARCHES = 200;
const KEYS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] };

// Of each kind: along which axis its lines move, and how its distance in mm reads.
const KINDS = {
  time: { axis: "x", across: "y", counts: "time_caliper", says: sayTime },
  amplitude: { axis: "y", across: "x", counts: "amplitude_caliper", says: sayAmplitude },
};
const PARTS = ["first", "second", "both"];

let set = {}; // by kind: { first, second, bar } in mm; bar is where the figures stand, across
let isMarching = false;
let dragged = null; // { kind, part, from: where the pointer was in mm, was: the calipers then }

const marks = () => document.querySelector("[data-marks]");
const mayMeasure = () => chart.figure()?.hasAttribute("data-may-measure");
const lengthOf = (axis) => (axis === "x" ? chart.widthMm() : chart.heightMm());
const point = (axis, along, across) => (axis === "x" ? chart.toPx(along, across) : chart.toPx(across, along));

// --- figures ---

const millivolts = new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false,
});

function sayTime(mm) {
  const ms = (1000 * mm) / Number(chart.figure().dataset.speed);
  return ms >= 1 ? `${Math.round(ms)} ms · ${Math.round(60000 / ms)} /min` : "0 ms";
}

function sayAmplitude(mm) {
  return `${millivolts.format(mm / Number(chart.figure().dataset.gain))} mV`;
}

const sayKind = (kind) => KINDS[kind].says(Math.abs(set[kind].second - set[kind].first));

// --- drawing ---

function element(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

function build(kind) {
  const group = element("g", { class: `caliper caliper-${kind}`, "data-kind": kind }, marks());
  element("path", { class: "march" }, group);
  for (const part of PARTS) {
    const handle = element("g", {
      class: "handle", "data-part": part, tabindex: 0, role: "slider", "aria-label": marks().getAttribute(`data-${kind}-${part}`),
      "aria-orientation": KINDS[kind].axis === "x" ? "horizontal" : "vertical",
    }, group);
    element("line", { class: "hit" }, handle);
    element("line", { class: "line" }, handle);
  }
  const figures = element("g", { class: "figures" }, group);
  element("rect", { rx: 3, height: 20 }, figures);
  element("text", { "text-anchor": "middle" }, figures);
}

function place(line, from, to) {
  for (const one of line) {
    for (const [name, value] of [["x1", from.x], ["y1", from.y], ["x2", to.x], ["y2", to.y]]) one.setAttribute(name, value);
  }
}

function draw() {
  if (!marks()) return;
  for (const kind of Object.keys(KINDS)) {
    const group = marks().querySelector(`[data-kind=${kind}]`);
    if (!set[kind]) group?.remove();
    else {
      if (!group) build(kind);
      drawKind(kind, marks().querySelector(`[data-kind=${kind}]`));
    }
    press(kind === "time" ? "c" : "v", Boolean(set[kind]));
  }
  press("m", isMarching && Boolean(set.time));
  const says = chart.figure().querySelector("[data-measure]");
  if (says) says.textContent = Object.keys(set).map(sayKind).join(" · ");
}

function drawKind(kind, group) {
  const { axis } = KINDS[kind];
  const { first, second, bar } = set[kind];
  const end = lengthOf(axis === "x" ? "y" : "x");
  const ends = { first: [point(axis, first, 0), point(axis, first, end)], second: [point(axis, second, 0), point(axis, second, end)],
    both: [point(axis, first, bar), point(axis, second, bar)] };
  for (const handle of group.querySelectorAll(".handle")) {
    const { part } = handle.dataset;
    place(handle.querySelectorAll("line"), ...ends[part]);
    handle.setAttribute("aria-valuenow", (part === "first" ? first : second).toFixed(2));
    handle.setAttribute("aria-valuemin", 0);
    handle.setAttribute("aria-valuemax", lengthOf(axis));
    handle.setAttribute("aria-valuetext", sayKind(kind));
  }
  drawFigures(group.querySelector(".figures"), sayKind(kind), point(axis, (first + second) / 2, bar));
  group.querySelector(".march").setAttribute("d", kind === "time" && isMarching ? marchPath() : "");
}

function drawFigures(figures, text, at) {
  figures.querySelector("text").textContent = text;
  const width = figures.querySelector("text").getComputedTextLength() + 12;
  figures.querySelector("rect").setAttribute("width", width);
  figures.querySelector("rect").setAttribute("x", -width / 2);
  figures.querySelector("text").setAttribute("y", 15);
  const { clientWidth, clientHeight } = chart.frame();
  const x = Math.min(Math.max(at.x, width / 2), clientWidth - width / 2);
  const y = Math.min(Math.max(at.y + 6, 2), clientHeight - 22);
  figures.setAttribute("transform", `translate(${x} ${y})`);
}

// The same distance again and again, to both sides, over the whole chart.
function marchPath() {
  const { first, second } = set.time;
  const step = Math.abs(second - first);
  const width = chart.widthMm();
  if (step < width / MOST_MARCHES) return "";
  let path = "";
  for (let at = Math.min(first, second) % step; at <= width; at += step) {
    const [from, to] = [chart.toPx(at, 0), chart.toPx(at, chart.heightMm())];
    path += `M${from.x} ${from.y}V${to.y}`;
  }
  return path;
}

function press(key, isOn) {
  document.querySelector(`[data-tool=${key}]`)?.setAttribute("aria-pressed", isOn);
}

// --- moving ---

function move(kind, part, along, across, was = set[kind]) {
  const { axis, counts } = KINDS[kind];
  const within = (mm, length) => Math.min(Math.max(mm, 0), length);
  const next = { ...set[kind] };
  if (part === "both") {
    const low = Math.min(was.first, was.second);
    const high = Math.max(was.first, was.second);
    const by = Math.min(Math.max(along, -low), lengthOf(axis) - high);
    Object.assign(next, { first: was.first + by, second: was.second + by });
    next.bar = within(was.bar + across, lengthOf(axis === "x" ? "y" : "x"));
  } else next[part] = within(was[part] + along, lengthOf(axis));
  set[kind] = next;
  tools.count(counts);
  draw();
}

function open(kind) {
  const { axis, across, counts } = KINDS[kind];
  const seen = chart.seen();
  const along = axis === "x" ? [seen.left, seen.width] : [seen.top, seen.height];
  const side = across === "x" ? [seen.left, seen.width] : [seen.top, seen.height];
  const within = (mm) => Math.min(Math.max(mm, 0), lengthOf(axis));
  const middle = along[0] + along[1] / 2;
  set[kind] = { first: within(middle - OPEN_SHARE * along[1]), second: within(middle + OPEN_SHARE * along[1]), bar: side[0] + BAR_SHARE * side[1] };
  tools.count(counts);
  draw();
}

function focusPart(kind, part) {
  marks().querySelector(`[data-kind=${kind}] [data-part=${part}]`).focus({ preventScroll: true });
}

function remove(kind) {
  const hadFocus = marks().contains(document.activeElement);
  delete set[kind];
  if (kind === "time") isMarching = false;
  draw();
  if (hadFocus) chart.frame().focus({ preventScroll: true });
}

tools.calipers = {
  // open them, or go on to their next part
  next(kind) {
    if (!mayMeasure()) return;
    const focused = document.activeElement.closest?.(`[data-kind=${kind}] [data-part]`);
    if (!set[kind]) open(kind);
    focusPart(kind, focused ? PARTS[(PARTS.indexOf(focused.dataset.part) + 1) % PARTS.length] : "second");
  },
  toggle(kind) {
    if (!mayMeasure()) return;
    if (set[kind]) remove(kind);
    else open(kind);
  },
  march() {
    if (!mayMeasure()) return;
    if (!set.time) open("time");
    isMarching = !isMarching;
    if (isMarching) tools.countEach("march_out");
    draw();
  },
  clear() {
    set = {};
    isMarching = false;
    draw();
  },
};

// --- pointer and keys on a part ---

const partOf = (target) => {
  const handle = target.closest?.("[data-part]");
  return handle && { kind: handle.parentNode.dataset.kind, part: handle.dataset.part, handle };
};

// The lines stand above the picture, and would otherwise move it: their listener is first in line.
document.addEventListener("pointerdown", (event) => {
  const at = partOf(event.target);
  if (!at || event.button) return;
  event.preventDefault();
  at.handle.focus({ preventScroll: true });
  dragged = { ...at, from: chart.toMm(event.clientX, event.clientY), was: { ...set[at.kind] }, pointer: event.pointerId };
}, { capture: true });
document.addEventListener("pointermove", (event) => {
  if (dragged?.pointer !== event.pointerId) return;
  const { kind, part, from, was } = dragged;
  const now = chart.toMm(event.clientX, event.clientY);
  const { axis, across } = KINDS[kind];
  move(kind, part, now[axis] - from[axis], now[across] - from[across], was);
});
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, (event) => {
    if (dragged?.pointer === event.pointerId) dragged = null;
  });
}

// One pixel a press, ten with Shift: zoom in, and a press is a smaller part of a millisecond.
document.addEventListener("keydown", (event) => {
  const at = partOf(event.target);
  if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
  const { axis } = KINDS[at.kind];
  if (KEYS[event.key]) {
    const [along, sign] = KEYS[event.key];
    const mm = (sign * (event.shiftKey ? 10 : 1)) / chart.pxPerMm();
    if (along === axis) move(at.kind, at.part, mm, 0);
    else if (at.part === "both") move(at.kind, "both", 0, mm);
    const { first, second, bar } = set[at.kind];
    const shown = at.part === "first" ? first : second;
    tools.zoom.reveal(...(axis === "x" ? [shown, bar] : [bar, shown]));
  } else if (event.key === "Delete" || event.key === "Backspace") remove(at.kind);
  else return;
  event.preventDefault();
  event.stopPropagation(); // else the arrows would go to another question
}, { capture: true });

document.addEventListener("ecg:view", draw);
document.addEventListener("ecg:picture", () => tools.calipers.clear());
let measured = chart.figure();
document.addEventListener("htmx:afterSwap", () => {
  if (chart.figure() !== measured) tools.calipers.clear();
  measured = chart.figure();
});
