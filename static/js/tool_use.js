// What is used while an ECG is before the reader: counted here, sent with each answer, never shown.
// Nothing is kept by case: the counts go with the step that they belong to and begin anew.

const tools = (globalThis.ecgTools ??= {});
const GESTURE_MS = 600; // a turn of the wheel, or a key held down, is one use
const NAMES = ["zoom", "pan", "true_size", "time_caliper", "amplitude_caliper", "march_out", "lead", "switch"];

let counts, displays, last;

function begin() {
  counts = Object.fromEntries(NAMES.map((name) => [name, 0]));
  displays = [];
  last = { name: "", at: -Infinity };
  tools.noteDisplay?.();
}

tools.count = (name) => {
  const at = performance.now();
  const goesOn = last.name === name && at - last.at < GESTURE_MS;
  last = { name, at };
  if (!goesOn) counts[name] += 1;
};

// Each choice of a setting is one of its own, however quickly they follow one another.
tools.countEach = (name) => { counts[name] += 1; };

tools.noteDisplay = () => {
  const shown = document.querySelector("[data-ecg] img")?.src;
  const key = shown && new URL(shown).searchParams.get("display");
  if (key && !displays.includes(key)) displays.push(key);
};

document.addEventListener("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (elt.matches("#case form")) parameters.tool_use = JSON.stringify({ counts, displays });
});
document.addEventListener("htmx:afterSwap", begin);
begin();
