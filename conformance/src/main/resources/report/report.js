"use strict";
const rows = [...document.querySelectorAll("tbody tr")];
const sections = [...document.querySelectorAll("section")];
const buttons = [...document.querySelectorAll(".totals button")];
const text = document.getElementById("text");
const clause = document.getElementById("clause");
const level = document.getElementById("level");
const count = document.getElementById("count");

function chosenStatus() {
  const pressed = buttons.find((button) => button.getAttribute("aria-pressed") === "true");
  return pressed ? pressed.value : "";
}

function show() {
  const status = chosenStatus();
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const content = row.textContent.toLowerCase();
    row.hidden =
      (status !== "" && row.dataset.status !== status) ||
      (level.value !== "" && row.dataset.level !== level.value) ||
      (clause.value !== "" && row.closest("section").id !== clause.value) ||
      !words.every((word) => content.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  for (const section of sections) {
    section.hidden = [...section.querySelectorAll("tbody tr")].every((row) => row.hidden);
  }
  count.value = `${shown} of ${rows.length} shown`;
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const press = button.getAttribute("aria-pressed") !== "true";
    buttons.forEach((other) => other.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", String(press));
    show();
  });
}
[text, clause, level].forEach((field) => field.addEventListener("input", show));
show();
