/* Comfort on top of pages that work without it: no script, no feature lost. */
"use strict";

/* An error summary takes the focus, so that it is read first. */
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

/* How many characters are left. The sentence comes translated with the page. */
for (const counter of document.querySelectorAll("[data-counter-for]")) {
  const field = document.getElementById(counter.dataset.counterFor);
  if (!field) continue;
  const limit = Number(counter.dataset.limit);
  let spoken;
  const say = () => {
    const left = limit - [...field.value].length;
    const text = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("{n}", Math.abs(left));
    counter.classList.toggle("counter--over", left < 0);
    counter.firstElementChild.textContent = text;
    clearTimeout(spoken);
    spoken = setTimeout(() => (counter.lastElementChild.textContent = text), 1000);
  };
  field.addEventListener("input", say);
  say();
}

/* Typed, not sent: ask before leaving. Sent: a second click does nothing. */
let typed = false;
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    typed = false;
  });
}
/* Ctrl and Enter send a form that is made for speed, from any of its fields. */
for (const form of document.querySelectorAll("form[data-quick]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[type=submit]"));
  });
}
addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});
/* Back from the next page: the form may be sent again. */
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* Tables that can be filtered get their field here: without script they are simply whole. */
for (const frame of document.querySelectorAll("[data-filter-label]")) {
  const rows = [...frame.querySelectorAll("tbody tr")];
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("p");
  const box = document.createElement("div");
  label.className = "kern-label";
  label.textContent = frame.dataset.filterLabel;
  label.htmlFor = field.id = frame.id + "-filter";
  field.type = "search";
  field.className = "kern-form-input__input";
  count.className = "table-filter__count";
  count.setAttribute("role", "status");
  box.className = "kern-form-input table-filter";
  box.append(label, field, count);
  frame.prepend(box);
  const plain = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const texts = rows.map((row) => plain(row.textContent));
  field.addEventListener("input", () => {
    const wanted = plain(field.value).trim();
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !texts[i].includes(wanted);
      shown += !row.hidden;
    });
    count.textContent = wanted ? frame.dataset.filterCount.replace("{shown}", shown).replace("{all}", rows.length) : "";
  });
}
