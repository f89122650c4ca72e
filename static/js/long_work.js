// A form whose answer takes long says so until it is there: that it runs, for how long already, and
// about how long it will take.
"use strict";

const MS_A_SECOND = 1000;

function begin(form) {
  const running = form.querySelector("[data-running]");
  const bar = running.querySelector("progress");
  const elapsed = running.querySelector("[data-elapsed]");
  const began = performance.now();
  form.querySelector("[type=submit]").disabled = true;
  running.hidden = false;
  setInterval(() => {
    const seconds = Math.round((performance.now() - began) / MS_A_SECOND);
    elapsed.textContent = seconds;
    if (seconds < bar.max) bar.value = seconds;
    else bar.removeAttribute("value"); // longer than thought: only that it goes on
  }, MS_A_SECOND);
}

for (const form of document.querySelectorAll("form[data-takes-long]")) {
  form.addEventListener("submit", () => begin(form));
}
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
