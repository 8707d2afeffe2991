// What the pages do besides HTML. Every core path works without it.
"use strict";

// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", function (event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// A form that is on its way says so. Sent twice it counts once all the same: its key
// sees to that.
document.addEventListener("submit", function (event) {
  const button = event.submitter;
  if (!button || event.target.method !== "post" || event.target.hasAttribute("hx-post")) return;
  setTimeout(function () {
    button.setAttribute("aria-disabled", "true");
    button.classList.add("btn-loading");
  });
});

// Back in the browser's history, no button may still look busy.
window.addEventListener("pageshow", function () {
  document.querySelectorAll(".btn-loading").forEach(function (button) {
    button.removeAttribute("aria-disabled");
    button.classList.remove("btn-loading");
  });
});

// Menus close when something else is clicked, or with Escape.
document.addEventListener("click", function (event) {
  document.querySelectorAll("details.cx-who[open]").forEach(function (menu) {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", function (event) {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.cx-who[open]").forEach(function (menu) { menu.open = false; });
});

// A button for what the browser's own menu does as well.
document.addEventListener("click", function (event) {
  if (event.target.closest("[data-print]")) window.print();
});

// Filters apply as soon as they are changed.
document.addEventListener("change", function (event) {
  const form = event.target.form;
  if (form && form.classList.contains("cx-filter") && event.target.tagName === "SELECT") form.requestSubmit();
});

// All of a list's rows are chosen at once.
function showChoosers() {
  document.querySelectorAll("[data-all]").forEach(function (all) { all.hidden = false; });
}
document.addEventListener("DOMContentLoaded", showChoosers);
document.addEventListener("htmx:afterSwap", showChoosers);
document.addEventListener("change", function (event) {
  const form = event.target.dataset && event.target.dataset.all;
  if (!form) return;
  document.querySelectorAll('[name="task"][form="' + form + '"]').forEach(function (box) { box.checked = event.target.checked; });
});

// A quiet refresh never takes away what somebody is pointing at or has chosen.
document.addEventListener("htmx:beforeSwap", function (event) {
  const target = event.detail.target;
  if (!target || target.id !== "work") return;
  if (target.contains(document.activeElement) || target.querySelector("[name=task]:checked")) event.detail.shouldSwap = false;
});

// The summary of what is wrong is read first.
window.addEventListener("DOMContentLoaded", function () {
  const wrong = document.querySelector(".cx-problem");
  if (wrong) wrong.scrollIntoView({ block: "center" });
});

// A long select is searched by what its options say; nothing chosen is ever lost.
function showFinders() {
  document.querySelectorAll("[data-finds]").forEach(function (box) { box.hidden = false; });
}
document.addEventListener("DOMContentLoaded", showFinders);
document.addEventListener("htmx:afterSwap", showFinders);
document.addEventListener("input", function (event) {
  const list = event.target.dataset && event.target.dataset.finds && document.getElementById(event.target.dataset.finds);
  if (!list) return;
  const words = event.target.value.trim().toLowerCase().split(/\s+/);
  let found = [];
  list.querySelectorAll("option").forEach(function (option) {
    const text = (option.textContent + " " + (option.parentElement.label || "")).toLowerCase();
    const fits = !option.value || option.selected || words.every(function (word) { return text.includes(word); });
    option.hidden = option.disabled = !fits;
    if (fits && option.value && !option.selected) found.push(option);
  });
  list.querySelectorAll("optgroup").forEach(function (group) { group.hidden = !group.querySelector("option:not([hidden])"); });
  if (found.length === 1 && event.target.value.trim()) {
    found[0].selected = true;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
document.addEventListener("keydown", function (event) {
  if (event.key === "Enter" && event.target.dataset && event.target.dataset.finds) event.preventDefault();
});

// A text file is read into a field, to be looked over before it is sent.
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll(".cx-script").forEach(function (part) { part.hidden = false; });
});
document.addEventListener("change", function (event) {
  const into = event.target.dataset.into && document.getElementById(event.target.dataset.into);
  if (!into || !event.target.files.length) return;
  event.target.files[0].text().then(function (text) { into.value = text; });
});
