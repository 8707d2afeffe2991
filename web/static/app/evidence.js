// Files of evidence go ahead of their form, with their progress shown; the form then
// carries only their numbers. Without this script they travel with the form.
"use strict";

let sending = 0; // files under way

// A form waits for its files: sent without them it would be incomplete.
document.addEventListener("submit", function (event) {
  if (!sending || event.target.enctype !== "multipart/form-data") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const note = event.target.querySelector(".cx-sent progress");
  if (note) note.scrollIntoView({ block: "center" });
}, true);

document.addEventListener("change", function (event) {
  const input = event.target;
  if (input.type !== "file" || !input.closest("[data-files], [data-attached]")) return;
  take(input, Array.from(input.files));
  input.value = "";
});

// Files may be dropped anywhere on the fields they belong to.
function zoneOf(event) {
  const group = event.target.closest && event.target.closest(".cx-group");
  if (!group || !event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return null;
  return group.querySelector("[data-files]");
}
["dragover", "dragleave", "drop"].forEach(function (kind) {
  document.addEventListener(kind, function (event) {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("cx-over", kind === "dragover");
    if (kind === "drop") take(zone.querySelector("input[type=file]"), Array.from(event.dataTransfer.files));
  });
});

function take(input, files) {
  files.forEach(function (file) { send(input, file); });
}

function element(name, properties, parent) {
  const e = Object.assign(document.createElement(name), properties);
  if (parent) parent.append(e);
  return e;
}

function send(input, file) {
  const shown = element("div", { className: "cx-sent" }, input.parentElement.querySelector(".cx-sending"));
  const said = element("span", { textContent: file.name + "，正在上传" }, shown);
  const bar = element("progress", { max: 1, value: 0, ariaLabel: "上传进度" }, shown);
  const request = new XMLHttpRequest();
  const stop = element("button", { type: "button", className: "btn btn-sm", textContent: "取消", ariaLabel: "取消：" + file.name }, shown);
  let calledOff = false;
  stop.addEventListener("click", function () {
    calledOff = true;
    request.abort();
  });
  request.upload.addEventListener("progress", function (event) {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("loadend", function () {
    sending--;
    if (request.status === 201) {
      shown.remove();
      attach(input, JSON.parse(request.responseText));
      return;
    }
    if (calledOff) {
      shown.remove();
      return;
    }
    let why = "没有上传成功，请重试。";
    try { why = JSON.parse(request.responseText).fault || why; } catch (_) { /* no answer of ours */ }
    shown.classList.add("cx-failed");
    said.textContent = file.name + "：" + why;
    bar.remove();
    stop.remove();
    const again = element("button", { type: "button", className: "btn btn-sm", textContent: "重试", ariaLabel: "重试：" + file.name }, shown);
    again.addEventListener("click", function () { shown.remove(); send(input, file); });
    element("button", { type: "button", className: "btn btn-sm", textContent: "关闭", ariaLabel: "关闭：" + file.name }, shown)
      .addEventListener("click", function () { shown.remove(); });
  });
  const form = new FormData();
  form.append("one.upload", file, file.name);
  request.open("POST", "/evidence");
  sending++;
  request.send(form);
}

// attach puts an uploaded file into the field it was chosen in, or into the first row of
// evidence in which nothing stands, or into a new one.
function attach(input, sent) {
  const form = input.form;
  let place = input.closest("[data-attached]");
  if (!place) {
    const rows = Array.from(form.querySelectorAll('[data-attached^="evidence["]'));
    place = rows.find(function (row) { return !of(row, "file") && !text(row, "title") && !text(row, "number"); }) || another(rows[rows.length - 1]);
  }
  const old = place.querySelector(".cx-chip");
  if (old) old.remove();
  const base = place.dataset.attached;
  const chip = element("div", { className: "cx-chip" });
  element("input", { type: "hidden", name: base + ".file", value: sent.file }, chip);
  element("input", { type: "hidden", name: base + ".said", value: sent.said }, chip);
  if (sent.picture) element("img", { src: "/evidence/" + sent.file + "/picture/240", alt: "" }, chip);
  element("a", { href: "/evidence/" + sent.file, textContent: sent.said }, chip);
  const drop = element("button", { type: "button", className: "btn btn-sm", textContent: "移除", ariaLabel: "移除" + sent.said }, chip);
  drop.addEventListener("click", function () {
    const title = of(place, "title") || of(form, base, true);
    if (title && title.value === sent.title) title.value = "";
    chip.remove();
    place.classList.toggle("cx-none", !place.querySelector("input[type=file]"));
  });
  place.classList.remove("cx-none");
  place.append(chip);
  const title = of(place, "title") || of(form, base, true);
  if (title && !title.value) title.value = sent.title;
  const kind = of(place, "kind");
  if (kind && !kind.value) kind.value = sent.kind;
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// of finds a part of a row by its name, or the field a file stands for.
function of(place, part, whole) {
  const form = place.closest("form") || place;
  return form.elements.namedItem(whole ? part : place.dataset.attached + "." + part);
}
function text(place, part) {
  const field = of(place, part);
  return field ? field.value : "";
}

// another adds a row like the last one.
function another(last) {
  const was = last.dataset.attached;
  const now = was.replace(/\d+/, function (n) { return Number(n) + 1; });
  const grid = last.parentElement;
  const row = ["title", "kind", "number"].map(function (part) { return of(last, part).closest(".cx-field"); }).concat(last);
  const made = row.map(function (field) { return field.cloneNode(true); });
  made.forEach(function (field) {
    field.querySelectorAll(".cx-chip, .invalid-feedback").forEach(function (e) { e.remove(); });
    field.querySelectorAll("[name]").forEach(function (e) {
      e.name = e.name.replace(was, now);
      e.value = "";
      e.removeAttribute("aria-describedby");
      e.removeAttribute("aria-invalid");
      e.classList.remove("is-invalid");
    });
    field.querySelectorAll("[id]").forEach(function (e) { e.id += "-more"; });
    field.querySelectorAll("label[for]").forEach(function (e) { e.htmlFor += "-more"; e.textContent = e.textContent.replace(/\d+$/, "") + (Number(now.match(/\d+/)[0]) + 1); });
    grid.append(field);
  });
  const place = made[3];
  place.dataset.attached = now;
  place.classList.add("cx-none");
  return place;
}
