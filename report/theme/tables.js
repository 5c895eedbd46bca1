// Long tables: search, filters, sorting. The view stands in the address, so that it can be linked.
(function () {
  "use strict";

  const COLLATOR = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const slug = (label) => label.toLowerCase().replace(/\W+/g, "-");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // What the address asks for

  function readState() {
    return Object.fromEntries(new URLSearchParams(location.search));
  }

  function writeState(state) {
    const asked = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
    const query = asked.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
    } catch {
      // Opened from disk: the view lasts as long as the page.
    }
  }

  // The rows, each with its band, its words and its values; words are read when first searched

  function readRows(table) {
    let band = null;
    const rows = [];
    for (const line of table.tBodies[0].rows) {
      if (line.querySelector(".gt_group_heading")) band = line;
      else rows.push({ line, band, at: rows.length });
    }
    return rows;
  }

  function cells(row) {
    row.cells ??= [...row.line.cells].map((cell) => cell.textContent.trim());
    return row.cells;
  }

  function words(row) {
    row.words ??= plain(`${row.line.textContent} ${row.band?.textContent ?? ""}`);
    return row.words;
  }

  const sortValue = (row, column, view) =>
    view.keys[column] ? view.keys[column][row.at] : cells(row)[column];

  function compare(one, other) {
    const missing = (value) => value === null || value === "" || value === "–";
    if (missing(one) || missing(other)) return missing(one) - missing(other);
    if (typeof one === "number" && typeof other === "number") return one - other;
    return COLLATOR.compare(one, other);
  }

  function sorted(rows, state, view) {
    const [column, way] = (state.sort ?? "").split(".");
    if (!(Number(column) < (rows[0]?.line.cells.length ?? 0)) || column === "") return rows;
    const value = (row) => sortValue(row, column, view);
    const missing = (row) => [null, "", "–"].includes(value(row));
    return [...rows].sort((one, other) => {
      const order = compare(value(one), value(other));
      return way === "down" && !missing(one) && !missing(other) ? -order : order;
    });
  }

  function matches(row, state, view) {
    const asked = plain(state.q ?? "").split(/\s+/);
    const chosen = view.filters.every((filter) => {
      const wanted = state[slug(filter.label)];
      return !wanted || (filter.values[row.at] ?? []).includes(wanted);
    });
    return chosen && asked.every((word) => !word || words(row).includes(word));
  }

  // Sorted rows leave their band: their cells must not name it as their heading any more.
  function freeOfBand(row) {
    for (const cell of row.line.cells) cell.removeAttribute("headers");
  }

  function arrange(table, rows, state, view) {
    const body = table.tBodies[0];
    const ordered = sorted(rows, state, view);
    const inBands = ordered === rows;
    let shown = 0;
    const bands = new Set();
    const lines = [];
    if (!inBands) rows.forEach(freeOfBand);
    for (const row of ordered) {
      row.line.hidden = !matches(row, state, view);
      if (row.line.hidden) {
        lines.push(row.line);
        continue;
      }
      shown += 1;
      if (inBands && row.band && !bands.has(row.band)) lines.push(row.band);
      bands.add(row.band);
      lines.push(row.line);
    }
    body.replaceChildren(...lines);
    return shown;
  }

  // Controls

  function searchField(state, changed) {
    const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    input.value = state.q ?? "";
    input.addEventListener("input", () => {
      state.q = input.value.trim();
      changed();
    });
    return [element("label", {}, element("span", {}, "Search"), input), input];
  }

  function filterField(filter, state, changed) {
    const name = slug(filter.label);
    const counts = new Map();
    for (const value of filter.values.flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
    const select = element("select", {}, new Option(`All (${filter.values.length})`, ""));
    for (const value of [...counts.keys()].sort(COLLATOR.compare)) {
      select.append(new Option(`${value} (${counts.get(value)})`, value));
    }
    select.value = counts.has(state[name]) ? state[name] : "";
    state[name] = select.value;
    select.addEventListener("change", () => {
      state[name] = select.value;
      changed();
    });
    return [element("label", {}, element("span", {}, filter.label), select), select];
  }

  function sortButtons(table, state, changed) {
    const heads = [...table.tHead.rows[0].cells];
    const show = () => {
      const [column, way] = (state.sort ?? "").split(".");
      heads.forEach((head, at) => {
        if (String(at) !== column) head.removeAttribute("aria-sort");
        else head.setAttribute("aria-sort", way === "down" ? "descending" : "ascending");
      });
    };
    heads.forEach((head, at) => {
      const button = element("button", { type: "button", class: "sort" }, ...head.childNodes);
      button.addEventListener("click", () => {
        const next = { [`${at}.up`]: `${at}.down`, [`${at}.down`]: "" };
        state.sort = next[state.sort] ?? `${at}.up`;
        changed();
      });
      head.append(button);
    });
    return show;
  }

  function start(record) {
    const view = JSON.parse(record.textContent);
    const table = document.querySelector(`#${CSS.escape(view.table)} table`);
    const rows = readRows(table);
    const state = readState();
    const count = element("p", { class: "table-count", role: "status" });
    const reset = element("button", { type: "button", class: "table-reset" }, "Show all");

    const isAsked = () => Object.values(state).some(Boolean);
    const show = (shown) => {
      count.textContent = shown ? `${shown} of ${rows.length} rows` : "No row matches.";
      reset.hidden = !isAsked();
      showSort();
    };
    const changed = () => {
      show(arrange(table, rows, state, view));
      writeState(state);
    };
    const showSort = sortButtons(table, state, changed);
    const fields = [
      searchField(state, changed),
      ...view.filters.map((filter) => filterField(filter, state, changed)),
    ];
    reset.addEventListener("click", () => {
      for (const name of Object.keys(state)) state[name] = "";
      for (const [, input] of fields) input.value = "";
      changed();
      fields[0][1].focus();
    });
    const controls = element("div", { class: "table-controls", role: "search" });
    controls.setAttribute("aria-label", "Search and filter the table");
    controls.append(...fields.map(([label]) => label));
    const exhibit = table.closest(".exhibit");
    exhibit.prepend(controls, element("div", { class: "table-state" }, count, reset));
    // As the page stands, the table is arranged already.
    if (isAsked()) changed();
    else show(rows.length);
  }

  document.querySelectorAll(".table-view").forEach(start);
})();
