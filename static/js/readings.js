// The case page: keys, and focus after a swap. What is sent, and until when: sending.js.
"use strict";

const keys = document.getElementById("keys");

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
  if (!form || form.inert || !form.checkVisibility() || keys.open || event.metaKey || event.altKey) return;
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

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.parameters.viewport = `${innerWidth}x${innerHeight}`;
  event.detail.parameters.pixel_ratio = String(devicePixelRatio);
});
document.addEventListener("htmx:afterSwap", arrive);

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
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
arrive();
