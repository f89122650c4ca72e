// Another display of the ECG that is before the reader: the server draws it, at the same address
// and by the same code as the first. What is chosen goes with the next answer, so that the next
// case opens that way.

const tools = (globalThis.ecgTools ??= {});
const { chart } = tools;
const OF_ALL_LEADS = new Set(["speed_mm_s", "layout", "columns"]);
let lastLead = "II";
let asked = null; // the picture that was asked for last

const fields = () => [...document.querySelectorAll("[form=display][name]")];
const valueOf = (name) => fields().find((field) => field.name === name)?.value ?? "";
const lead = () => document.querySelector("[data-lead]");

// As reviewapp.ecg.display.Display.key has it.
function key() {
  return fields().filter((field) => field.name !== "lead").map((field) => field.value).join("_").replace("+", "-");
}

async function show() {
  const old = chart.frame().querySelector("img");
  const next = old.cloneNode();
  const address = new URL(chart.figure().dataset.picture, location.href);
  address.searchParams.set("display", key());
  if (valueOf("lead")) address.searchParams.set("lead", valueOf("lead"));
  next.src = address;
  asked = next;
  const lost = document.querySelector("[data-picture-lost]");
  try {
    await next.decode();
    if (asked !== next || !old.isConnected) return; // another choice, or another case, came after
    old.replaceWith(next);
    lost.hidden = true;
    describe();
  } catch {
    if (asked === next && old.isConnected) {
      chooseWhatIsShown(new URL(old.src));
      lost.hidden = false;
    }
  }
}

// Speed and gain of what is drawn: calipers read them. A lead that is enlarged has its own speed
// and rows, so that the lists of these wait until it is put back.
function describe() {
  for (const field of fields()) field.disabled = OF_ALL_LEADS.has(field.name) && valueOf("lead") !== "";
  const { dataset } = chart.figure();
  const [speed, gain] = [Number(valueOf("speed_mm_s")), Number(valueOf("gain_mm_mv"))];
  dataset.speed = valueOf("lead") ? dataset.leadSpeed : speed;
  dataset.gain = valueOf("lead") ? Math.min(2 * gain, Number(dataset.mostGain)) : gain;
  tools.noteDisplay();
  document.dispatchEvent(new CustomEvent("ecg:picture"));
  document.dispatchEvent(new CustomEvent("ecg:view"));
}

function chooseWhatIsShown(address) {
  const values = address.searchParams.get("display").split("_");
  const settings = fields().filter((field) => field.name !== "lead");
  settings.forEach((field, at) => {
    field.value = field.type === "hidden" ? field.value : [...field.options].find(({ value }) => value.replace("+", "-") === values[at]).value;
  });
  if (lead()) lead().value = address.searchParams.get("lead") ?? "";
}

function chose(select) {
  if (select === lead()) {
    if (select.value) lastLead = select.value;
    tools.countEach("lead");
  } else tools.countEach("switch");
  show();
}

function step(select, by) {
  if (select.disabled) return;
  const { length } = select.options;
  select.selectedIndex = (select.selectedIndex + by + length) % length;
  chose(select);
}

tools.display = {
  // the next value of the setting that this key switches; false where there is none
  switch(pressed) {
    const select = document.querySelector(`[data-switch="${CSS.escape(pressed)}"]`);
    if (select) step(select, 1);
    return Boolean(select);
  },
  toggleLead() {
    if (!lead()) return false;
    lead().value = lead().value ? "" : lastLead;
    chose(lead());
    return true;
  },
  // the lead before or after, while one is enlarged
  nextLead(by) {
    if (!lead()?.value) return false;
    const at = lead().selectedIndex - 1 + by;
    const { length } = lead().options;
    lead().selectedIndex = 1 + ((at + length - 1) % (length - 1));
    chose(lead());
    return true;
  },
};

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-switch], [data-lead]")) chose(target);
});
// A list that was clicked does not keep the keys to itself.
let clicked = null;
document.addEventListener("pointerdown", ({ target }) => { clicked = target.closest?.("select"); });
document.addEventListener("keydown", () => { clicked = null; }, { capture: true });
document.addEventListener("change", ({ target }) => {
  if (target === clicked) target.blur();
});
document.addEventListener("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (elt.matches("#case form") && chart.figure()) parameters.display = key();
});
tools.noteDisplay();
