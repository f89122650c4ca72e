// When the open step is in sight and when it gets input: moments and kinds, never which key, where,
// or what. Sent with the step, and kept in this tab until then, so that a reload counts as time away
// and not as a new beginning. What follows from it is computed by the server (attention.py).

const NAME = "attention";
const GAP_MS = 5000; // input of one kind within it is one run; far less than makes a reader idle
const MOST_RUNS = 600; // hours of work; a step that takes more tells nothing
const KIND_OF = {
  keydown: "key",
  pointerdown: "pointer",
  pointermove: "pointer",
  wheel: "wheel",
  input: "input",
};
const STATES = { hidden: () => document.hidden, blurred: () => !document.hasFocus() };
let step = null; // { of, began, runs, open }: runs as [kind, from, to], the latest of each by kind

const now = () => Math.max(0, Math.round(Date.now() - step.began));

function nameOfStep() {
  const form = document.getElementById("step");
  return form && `${form.elements.presentation.value} ${form.elements.step.value}`;
}

function begin(of) {
  step = { of, began: Date.now(), runs: [], open: {} };
}

// --- runs ---

function addRun(kind, from, to) {
  const run = [kind, from, to];
  if (step.runs.length <= MOST_RUNS) step.runs.push(run);
  return run;
}

function note(kind) {
  const at = now();
  const run = step.open[kind];
  if (run && at >= run[2] && at - run[2] <= GAP_MS) run[2] = at;
  else step.open[kind] = addRun(kind, at, at);
}

function noteStates() {
  for (const state of Object.keys(STATES)) {
    const isOn = STATES[state]();
    if (isOn && !step.open[state]) step.open[state] = addRun(state, now(), null);
    else if (!isOn && step.open[state]) close(state);
  }
}

function close(state) {
  step.open[state][2] = Math.max(now(), step.open[state][1]);
  delete step.open[state];
}

// --- from step to step, and over a reload ---

function keep() {
  if (!step) return;
  if (!step.open.hidden) step.open.hidden = addRun("hidden", now(), null); // left, not yet back
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ ...step, open: undefined }));
  } catch { /* full or forbidden */ }
}

function takeUp(of) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME));
    sessionStorage.removeItem(NAME);
    if (kept?.of !== of) return false;
    step = { ...kept, open: {} };
    for (const run of step.runs) if (run[2] === null) step.open[run[0]] = run;
    return true;
  } catch {
    return false;
  }
}

function arrive() {
  const of = nameOfStep();
  if (!of) step = null;
  else if (step?.of !== of && !takeUp(of)) begin(of);
  if (step) noteStates();
}

function told() {
  if (step.runs.length > MOST_RUNS) return "too much";
  const span = now();
  const runs = step.runs.map(([kind, from, to]) => {
    const start = Math.min(from, span); // the clock may have been set back
    return [kind, start, Math.max(start, Math.min(to ?? span, span))];
  });
  return JSON.stringify({ span, runs });
}

document.addEventListener("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (step && elt.matches("#case form")) parameters.attention = told();
});
document.addEventListener("htmx:afterSwap", arrive);
for (const name of Object.keys(KIND_OF)) {
  addEventListener(name, () => step && note(KIND_OF[name]), { capture: true, passive: true });
}
for (const [target, name] of [[document, "visibilitychange"], [window, "focus"], [window, "blur"]]) {
  target.addEventListener(name, () => step && noteStates());
}
addEventListener("pagehide", keep);
arrive();
