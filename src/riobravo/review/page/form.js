/** The form of a coding: every coded column, grouped, with its code lists. */
import { el, fill } from "./dom.js";
import { codeName, fieldName, t } from "./words.js";

const GROUPS = [
  ["what", /^(event_|status$|is_hedged|is_aggregate)/],
  ["source", /^(source_|is_source_|acting_)/],
  ["target", /^(target_|is_target_|object_)/],
  ["date", /^date_/],
  ["quantity", /^quantit/],
  ["place", /^place_/],
  ["words", /./],
];

/** A column with the group that tells it from its like: "who acts: country". */
export function longName(name) {
  const [group] = GROUPS.find(([, pattern]) => pattern.test(name));
  return ["what", "words"].includes(group) ? fieldName(name) : `${t(`group.${group}`)}: ${fieldName(name)}`;
}

/** Columns by group, in declared order. */
export function grouped(fields) {
  const groups = new Map(GROUPS.map(([group]) => [group, []]));
  for (const field of fields) groups.get(GROUPS.find(([, pattern]) => pattern.test(field.name))[0]).push(field);
  return groups;
}

/**
 * The form with the values of `columns`. `save` gets all that is filled in.
 * Words that are selected in the article while a text field had the focus last go into that field: see `take`.
 */
export class Form {
  constructor({ start, columns, title, note, save, cancel }) {
    this.start = start;
    this.values = structuredClone(columns);
    this.taking = null;
    this.node = el(
      "form",
      { class: "form", novalidate: true, submit: (event) => { event.preventDefault(); save(this.read()); } },
      el("h2", {}, title),
      note ? el("p", { class: "quiet" }, note) : null,
      ...[...grouped(start.fields)].map(([group, fields]) =>
        el("fieldset", { class: `g-${group}` }, el("legend", {}, t(`group.${group}`)), ...fields.map((field) => this.row(field))),
      ),
      el("p", { class: "actions sticky" },
        el("button", { type: "submit", class: "main" }, t("do.save"), el("kbd", {}, "⏎")),
        el("button", { type: "button", click: cancel }, t("do.cancel"), el("kbd", {}, "Esc"))),
    );
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.matches("button")) return; // a list of codes does not send a form by itself
      event.preventDefault();
      this.node.requestSubmit();
    });
    this.node.addEventListener("focusin", ({ target }) => {
      this.taking = target.matches("input[type=text]") ? target : null;
    });
  }

  row(field) {
    if (field.type === "list[struct]") return this.list(field);
    const id = `f-${field.name}`;
    const control = this.control(field, id, this.values[field.name]);
    return el("div", { class: field.type === "boolean" ? "row check" : "row" }, el("label", { for: id, title: field.description }, fieldName(field.name)), control);
  }

  control(field, id, value) {
    const own = { id, name: field.name };
    if (field.codes.length) {
      const select = el("select", own);
      this.options(select, field, this.codes(field), value);
      if (field.name === "event_type") select.addEventListener("change", () => this.retype(select.value));
      return select;
    }
    if (field.type === "boolean") return el("input", { ...own, type: "checkbox", checked: value === true });
    if (field.type === "date") return el("input", { ...own, type: "date", value: value ?? "" });
    if (field.type === "number") return el("input", { ...own, type: "number", min: 0, step: "any", value: value ?? "" });
    return el("input", { ...own, type: "text", value: value ?? "", autocomplete: "off", spellcheck: "false" });
  }

  options(select, field, codes, value) {
    const must = ["event_type", "status"].includes(field.name);
    fill(select, must ? null : el("option", { value: "" }, ""), ...codes.map((code) => el("option", { value: code, selected: code === value }, codeName(field.list, code))));
  }

  /** The codes that a column may have: of subtypes and units those of the type. */
  codes(field) {
    const type = this.start.types[this.node?.elements.event_type?.value ?? this.values.event_type];
    if (field.name === "event_subtype") return type?.subtypes ?? [];
    if (field.list === "units") return type?.units ?? field.codes;
    return field.codes;
  }

  retype() {
    for (const field of this.start.fields) {
      if (!["event_subtype", "quantity_unit"].includes(field.name)) continue;
      const select = this.node.elements[field.name];
      this.options(select, field, this.codes(field), select.value);
    }
  }

  list(field) {
    const rows = el("div", { class: "rows" });
    const add = (item = {}) =>
      rows.append(el("div", { class: "several" }, ...field.parts.map((part) => {
        const control = this.control(part, null, item[part.name]);
        control.setAttribute("aria-label", fieldName(`${field.name}.${part.name}`));
        control.setAttribute("placeholder", fieldName(`${field.name}.${part.name}`));
        return control;
      })));
    for (const item of this.values[field.name] ?? []) add(item);
    const more = el("button", { type: "button", class: "plain", click: () => add() }, `+ ${t("do.row")}`);
    this.rows = { field, rows };
    return el("div", { class: "row list" }, el("span", { class: "label" }, fieldName(field.name)), rows, more);
  }

  /** All that is filled in, in the types of the columns. */
  read() {
    const found = {};
    for (const field of this.start.fields) {
      if (field.type === "list[struct]") {
        const items = [...this.rows.rows.children].map((row) =>
          Object.fromEntries(field.parts.map((part, n) => [part.name, value(part, row.children[n])]).filter(([, one]) => one !== null)));
        const whole = items.filter((item) => Object.keys(item).length);
        if (whole.length) found[field.name] = whole;
        continue;
      }
      const one = value(field, this.node.elements[field.name]);
      if (one !== null) found[field.name] = one;
    }
    return found;
  }

  /** Words selected in the article go into the text field that had the focus. */
  take(words) {
    if (!this.taking) return;
    this.taking.value = words.replace(/\s+/g, " ");
    this.taking.focus();
  }
}

function value(field, control) {
  if (field.type === "boolean") return control.checked || null;
  if (control.value.trim() === "") return null;
  return field.type === "number" ? Number(control.value) : control.value.trim();
}
