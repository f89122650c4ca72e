// True size: how many pixels a millimetre of this screen has, measured with a bank card. Kept in
// this browser for this screen at this zoom of the page; nothing is kept that belongs to a case.

const tools = (globalThis.ecgTools ??= {});
const CARD_MM = { width: 85.6, height: 53.98 }; // ISO/IEC 7810 ID-1
const SQUARE_MM = 10;
const NAME = "mm-per-px";
const dialog = document.getElementById("scale");
const slider = dialog.querySelector("[data-card-width]");
const tenths = new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false,
});

// --- what is known of this screen ---

const screenName = () => `${screen.width}x${screen.height}@${devicePixelRatio}`;

function allKnown() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {}; // forbidden, or not ours
  }
}

function mmPerPx() {
  const known = Number(allKnown()[screenName()]);
  return known > 0 && known < 5 ? known : null;
}

function keep(mm) {
  const known = allKnown();
  if (mm === null) delete known[screenName()];
  else known[screenName()] = mm;
  try {
    localStorage.setItem(NAME, JSON.stringify(known));
  } catch { /* forbidden: the page goes on saying "not to scale" */ }
  document.dispatchEvent(new CustomEvent("ecg:scale"));
}

tools.scale = {
  pxPerMm: () => (mmPerPx() ? 1 / mmPerPx() : null),
  open() {
    const known = mmPerPx();
    if (known) slider.value = CARD_MM.width / known;
    draw();
    dialog.showModal();
    slider.focus();
  },
};

// --- the card on the screen ---

function draw() {
  const pxPerMm = Number(slider.value) / CARD_MM.width;
  size(dialog.querySelector("[data-card]"), "[data-card-edge]", CARD_MM.width * pxPerMm, CARD_MM.height * pxPerMm, 1);
  size(dialog.querySelector("[data-square]"), "[data-square-edge]", SQUARE_MM * pxPerMm, SQUARE_MM * pxPerMm, 0.5);
  slider.setAttribute("aria-valuetext", `${slider.value} px`);
}

// The outer edge of the line is the edge of the card.
function size(svg, edge, width, height, halfLine) {
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  const rect = svg.querySelector(edge);
  rect.setAttribute("width", width - 2 * halfLine);
  rect.setAttribute("height", height - 2 * halfLine);
}

// --- what the page says ---

function say() {
  const says = document.querySelector("[data-scale]");
  if (!says) return;
  const known = mmPerPx();
  const shownMm = known && 10 * known * tools.chart.pxPerMm();
  const isTrue = known && Math.abs(shownMm - 10) < 0.05;
  says.textContent = !known ? says.dataset.none : isTrue ? says.dataset.true : `${says.dataset.fit} ${tenths.format(shownMm)} mm`;
  says.dataset.is = isTrue ? "true" : known ? "fit" : "none";
}

slider.addEventListener("input", draw);
dialog.addEventListener("keydown", (event) => event.stopPropagation()); // no answer behind it
dialog.addEventListener("click", ({ target }) => {
  if (target.dataset.cardStep) {
    slider.value = Number(slider.value) + Number(target.dataset.cardStep);
    draw();
  } else if ("cardSave" in target.dataset) keep(CARD_MM.width / Number(slider.value));
  else if ("cardForget" in target.dataset) keep(null);
  if (["cardSave", "cardForget", "cardClose"].some((name) => name in target.dataset)) dialog.close();
});
document.addEventListener("ecg:view", say);
addEventListener("resize", () => document.dispatchEvent(new CustomEvent("ecg:scale"))); // the page's zoom too
document.addEventListener("htmx:configRequest", ({ detail: { parameters } }) => {
  const known = mmPerPx();
  if (known) parameters.mm_per_px = known.toFixed(6);
});
