// A locked step, or a case set aside, is sent until the server has it, and stored once: it is kept
// in this tab's storage before it goes out, goes out again unchanged under the same submission id,
// after a reload or a new sign-in too, and is removed when the server has decided. Storage names
// hold that random id and nothing else. Loaded last: what is kept is what every other script has
// added to a form by then.

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;
const TEMPORARY = new Set([502, 503, 504]);
const DECIDED = new Set([200, 409, 422]);
const NAME = "unsent:";
const CSRF = "csrfmiddlewaretoken";
const banner = document.getElementById("unsaved");
const inMemory = new Map(); // for a browser that refuses storage: good until the page goes
let waiting = null; // { form, delay, timer } of a submission the server has not confirmed

// --- what is kept: { path, fields: [[name, text], ...] } by submission id ---

const idOf = (form) => form.elements.submission_id.value;

function keep(id, unsent) {
  inMemory.set(id, unsent);
  try {
    sessionStorage.setItem(NAME + id, JSON.stringify(unsent));
  } catch { /* full or forbidden */ }
}

function forget(id) {
  inMemory.delete(id);
  try {
    sessionStorage.removeItem(NAME + id);
  } catch { /* forbidden */ }
}

function allKept() {
  try {
    return Object.keys(sessionStorage)
      .filter((name) => name.startsWith(NAME))
      .map((name) => [name.slice(NAME.length), JSON.parse(sessionStorage.getItem(name))]);
  } catch {
    return [];
  }
}

// --- what the page says ---

function say(what = waiting ? "retrying" : navigator.onLine ? null : "offline") {
  banner.hidden = what === null;
  for (const text of banner.querySelectorAll("[data-says]")) {
    text.hidden = text.dataset.says !== what;
    for (const link of text.querySelectorAll("a")) link.href = location.href;
  }
}

// After a swap htmx reports a form's own request on <body>, and a draft of a step that is locked
// by now on nothing: only what still stands in the open step speaks of its draft.
function showDraft(event, key) {
  if (!event.detail.elt.isConnected || !event.detail.elt.closest("#step")) return;
  const state = document.querySelector(".draft-state");
  if (!state) return;
  state.textContent = state.dataset[key];
  state.dataset.is = key;
}

// --- sending ---

function sendAgain() {
  if (!waiting) return;
  clearTimeout(waiting.timer);
  htmx.trigger(waiting.form, "submit");
}

function sendLater(form) {
  const delay = waiting ? Math.min(waiting.delay * 2, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
  if (waiting) clearTimeout(waiting.timer);
  waiting = { form, delay, timer: setTimeout(sendAgain, delay) };
  say();
}

function stop(what) {
  endWaiting();
  freeze(what === "signed-out"); // then it goes out as it is, after signing in
  say(what);
}

function endWaiting() {
  if (waiting) clearTimeout(waiting.timer);
  waiting = null;
}

// What was sent must not change any more: the same submission may have arrived already. Nor may
// the case be set aside while its step is on the way.
function freeze(isFrozen) {
  for (const form of document.querySelectorAll("#case form")) form.inert = isFrozen;
}

// In htmx:beforeSwap `elt` is the target; the one who asked stands in the request's settings.
function formOf({ detail: { elt, requestConfig } }) {
  const asker = requestConfig?.elt ?? elt;
  return asker.matches("#case form") ? asker : null;
}

// What is sent again is word for word what was sent first, but for the page's own CSRF token.
document.addEventListener("htmx:configRequest", (event) => {
  const form = formOf(event);
  if (!form) return;
  const { formData } = event.detail;
  const again = waiting && waiting.form === form && inMemory.get(idOf(form));
  if (again) {
    const fields = new FormData();
    for (const [name, text] of again.fields) fields.append(name, text);
    fields.append(CSRF, formData.get(CSRF));
    event.detail.parameters = fields;
  } else {
    const fields = [...formData].filter(([name]) => name !== CSRF);
    keep(idOf(form), { path: location.pathname, fields });
  }
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (formOf(event)) freeze(true);
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
  else if (status === 401 || status === 403) stop("signed-out");
  else {
    if (status === 400) forget(idOf(form)); // no page sends that twice
    stop("failed");
  }
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = formOf(event);
  if (!form) return;
  const answered = new URL(event.detail.xhr.responseURL);
  if (answered.pathname !== new URL(form.action).pathname) {
    event.detail.shouldSwap = false; // redirected to another page, which is no part of this one
    location.assign(answered);
  } else if (DECIDED.has(event.detail.xhr.status)) forget(idOf(form));
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!formOf(event) && event.detail.successful) showDraft(event, "saved");
});
document.addEventListener("htmx:afterSwap", () => {
  endWaiting();
  say();
});

// --- after a reload, or a new sign-in ---

const isFor = (form, fields, ...names) =>
  names.every((name) => (form.elements[name]?.value ?? "") === (fields.get(name) ?? ""));

function fillIn(form, id, { fields }) {
  form.elements.submission_id.value = id;
  for (const field of form.querySelectorAll("[data-question] :is(input, textarea)")) {
    const texts = fields.filter(([name]) => name === field.name).map(([, text]) => text);
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = texts.includes(field.value);
    else field.value = texts[0] ?? "";
  }
  const alternative = form.closest("details");
  if (alternative) alternative.open = true;
}

// The page is further on: the server has this answer, or another one, or it is the answer of
// whoever sat here before, which only they can send (404).
async function settle(id, { path, fields }) {
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  const body = new URLSearchParams(fields);
  const answer = await fetch(path, { method: "POST", headers, body }).catch(() => null);
  if (!answer || answer.redirected || !DECIDED.has(answer.status)) return;
  forget(id);
  if (answer.status === 409) htmx.swap("#case", await answer.text(), { swapStyle: "outerHTML" });
}

function send(form, id, unsent) {
  inMemory.set(id, unsent);
  fillIn(form, id, unsent);
  freeze(true);
  waiting = { form, delay: FIRST_WAIT_MS / 2, timer: null };
  say();
  sendAgain();
}

function resume() {
  const forms = [...document.querySelectorAll("#case form")];
  const open = document.getElementById("step");
  for (const [id, unsent] of allKept()) {
    if (unsent.path !== location.pathname || waiting) continue;
    const fields = new Map(unsent.fields);
    const form = forms.find((one) => isFor(one, fields, "presentation", "step", "outcome"));
    const isOvertaken = fields.get("outcome") && open && isFor(open, fields, "presentation");
    if (form) send(form, id, unsent);
    else if (isOvertaken) forget(id); // set aside here, but a step of it was locked elsewhere since
    else settle(id, unsent);
  }
}

addEventListener("offline", () => say());
addEventListener("online", () => {
  if (waiting) return sendAgain();
  say();
  const state = document.querySelector(".draft-state[data-is=unsaved]");
  state?.closest("form").dispatchEvent(new Event("change", { bubbles: true }));
});
addEventListener("beforeunload", (event) => {
  if (waiting) event.preventDefault();
});
document.addEventListener("DOMContentLoaded", () => {
  say();
  resume(); // now that htmx knows the forms
});
