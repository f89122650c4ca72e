// The case page: keys, focus, and a submission that is sent until the server has it.
// Answers live in this page's memory and on the server, nowhere else.
"use strict";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;
const TEMPORARY = new Set([502, 503, 504]);
const unsaved = document.getElementById("unsaved");
const keys = document.getElementById("keys");
let waiting = null; // { form, delay, timer } of a submission the server has not confirmed

const page = () => document.getElementById("case");
const isText = (element) => element.matches("textarea, select, input[type=text]");

// --- which question is the current one ---

function openForm() {
  const focused = document.activeElement.closest("#case form");
  return focused || document.getElementById("step");
}

function questions(form) {
  return [...form.querySelectorAll("[data-question]")];
}

function isAnswered(question) {
  const text = question.querySelector("textarea, input[type=text]");
  return text ? text.value !== "" : question.querySelector("input:checked") !== null;
}

function currentQuestion(form) {
  const focused = document.activeElement.closest("[data-question]");
  if (focused && form.contains(focused)) return focused;
  if (document.activeElement.matches("#case form button")) return null; // done with the questions
  return questions(form).find((question) => !isAnswered(question)) || null;
}

function markCurrent() {
  for (const marked of document.querySelectorAll(".current")) marked.classList.remove("current");
  const form = document.getElementById("step") && openForm();
  const question = form && currentQuestion(form);
  if (question) question.classList.add("current");
}

function goTo(question) {
  const field = question.querySelector("input:checked") || question.querySelector("input, textarea");
  field.focus();
  question.scrollIntoView({ block: "nearest" });
}

function goFrom(question, by, passesBy = () => false) {
  const all = questions(question.form);
  const rest = by > 0 ? all.slice(all.indexOf(question) + 1) : all.slice(0, all.indexOf(question)).reverse();
  const next = rest.find((other) => !passesBy(other));
  if (next) goTo(next);
  else if (by > 0) question.form.querySelector("[type=submit]").focus();
}

// Free text is optional and swallows keys, so a key never leads into it.
const isFreeText = (question) => question.querySelector("textarea") !== null;

// --- keys ---

function choose(form, key) {
  const question = currentQuestion(form);
  if (!question) return false;
  const input = [...question.querySelectorAll("[data-key]")].find((choice) =>
    choice.dataset.key.split(" ").includes(key));
  if (!input) return false;
  const isTick = input.type === "checkbox";
  input.checked = isTick ? !input.checked : true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  if (isTick) input.focus();
  else goFrom(question, 1, isFreeText);
  return true;
}

function enter(form) {
  const open = questions(form).find((q) => "required" in q.dataset && !isAnswered(q));
  if (open) goTo(open);
  else form.requestSubmit();
}

function openAlternative(key) {
  const details = document.querySelector(`details[data-key="${CSS.escape(key)}"]`);
  if (!details) return false;
  details.open = !details.open;
  if (details.open) goTo(details.querySelector("[data-question]"));
  else focusPage();
  return true;
}

function press(key) {
  if (key === "?") keys.showModal();
  else if (key === "z") document.body.classList.toggle("large");
  else return openAlternative(key);
  return true;
}

function moves(event, form) {
  if (!["ArrowUp", "ArrowDown"].includes(event.key)) return false;
  const question = currentQuestion(form);
  if (!question) goTo(questions(form).at(-1));
  else if (!question.contains(document.activeElement)) goTo(question);
  else goFrom(question, event.key === "ArrowDown" ? 1 : -1);
  return true;
}

function onKey(event) {
  const form = document.getElementById("step") && openForm();
  if (!form || form.inert || keys.open || event.metaKey || event.altKey) return;
  const at = event.target;
  if (event.ctrlKey) {
    if (event.key === "Enter") enter(form);
    return;
  }
  if (event.key === "Escape") at.blur();
  else if (at.matches("textarea")) return;
  else if (event.key === "Enter") {
    if (at.closest("a, button, summary")) return;
    enter(form);
  } else if (isText(at)) {
    if (!moves(event, form)) return;
  } else if (!moves(event, form) && !choose(form, event.key) && !press(event.key)) return;
  event.preventDefault();
}

// --- focus after a swap ---

function focusPage() {
  const target = page().querySelector("[data-focus]");
  if (!target) return;
  if (target.matches("[data-question]")) goTo(target);
  else target.focus({ preventScroll: true });
}

// --- sending until it is saved ---

function say(what) {
  unsaved.hidden = what === null;
  for (const text of unsaved.querySelectorAll("[data-says]")) {
    text.hidden = text.dataset.says !== what;
    for (const link of text.querySelectorAll("a")) link.href = location.href;
  }
}

function sendAgain() {
  if (!waiting) return;
  clearTimeout(waiting.timer);
  htmx.trigger(waiting.form, "submit");
}

function sendLater(form) {
  const delay = waiting ? Math.min(waiting.delay * 2, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
  if (waiting) clearTimeout(waiting.timer);
  waiting = { form, delay, timer: setTimeout(sendAgain, delay) };
  say("retrying");
}

function giveUp(form) {
  if (waiting) clearTimeout(waiting.timer);
  waiting = null;
  form.inert = false;
  say("failed");
}

// After a swap htmx reports a form's own request on <body>, and a draft of a step that is locked
// by now on nothing: only what still stands in the open step speaks of its draft.
function showDraft(event, key) {
  if (!event.detail.elt.isConnected || !event.detail.elt.closest("#step")) return;
  const state = document.querySelector(".draft-state");
  if (state) state.textContent = state.dataset[key];
}

const formOf = (event) => (event.detail.elt.matches("#case form") ? event.detail.elt : null);

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.parameters.viewport = `${innerWidth}x${innerHeight}`;
  event.detail.parameters.pixel_ratio = String(devicePixelRatio);
});
// What was sent must not change any more: the same submission may have arrived already.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event);
  if (form) form.inert = true;
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const form = formOf(event);
    if (form) sendLater(form);
    else showDraft(event, "unsaved");
  });
}
document.addEventListener("htmx:responseError", (event) => {
  const form = formOf(event);
  const status = event.detail.xhr.status;
  if (!form) showDraft(event, "unsaved");
  else if (TEMPORARY.has(status)) sendLater(form);
  else giveUp(form);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = formOf(event);
  const answered = form && new URL(event.detail.xhr.responseURL);
  if (form && answered.pathname !== new URL(form.action).pathname) {
    event.detail.shouldSwap = false; // redirected to another page, which is no part of this one
    location.assign(answered);
  }
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!formOf(event) && event.detail.successful) showDraft(event, "saved");
});
document.addEventListener("htmx:afterSwap", () => {
  waiting = null;
  say(null);
  arrive();
});

// --- the page itself ---

function arrive() {
  for (const button of document.querySelectorAll("[data-press]")) button.hidden = false;
  focusPage();
  markCurrent();
  scrollTo(0, 0);
}

document.addEventListener("keydown", onKey);
document.addEventListener("focusin", markCurrent);
document.addEventListener("change", markCurrent);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-press]");
  if (button) press(button.dataset.press);
});
addEventListener("online", sendAgain);
addEventListener("beforeunload", (event) => {
  if (waiting) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
arrive();
