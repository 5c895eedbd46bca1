// What changed between two records of one exhibit, in the words of `briefing verify`.
// Mirrors analysis/citation/changes.py; a test compares what both say.

// A number as Python writes it: 1e-7 as 1e-07.
export function number(value) {
  if (Number.isInteger(value)) return BigInt(value).toString();
  if (Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}

const SHOWN_DIGITS = 5; // of a number in a sentence, unless the change is in the later ones

// A measured number in the digits that people read; anything else as it is.
function short(value) {
  const isMeasure = typeof value === "number" && !Number.isInteger(value);
  return isMeasure ? Number(value.toPrecision(SHOWN_DIGITS)) : value;
}

function worded(value) {
  if (value === null || value === undefined) return "unknown";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? number(value) : String(value);
}

function sentence({ row, what, before, after }) {
  const place = row ? `${row}: ` : "";
  if (what === "row") return `${place}${before === null ? "row added" : "row gone"}`;
  if (what === "source") return before === null ? `source added: ${after}` : `source gone: ${before}`;
  const shorter = [short(before), short(after)];
  const [old, now] = shorter[0] === shorter[1] ? [before, after] : shorter;
  return `${place}${what} ${worded(old)} → ${worded(now)}`;
}

const asRows = (record) =>
  record.rows.map((row) => Object.fromEntries(record.columns.map((name, at) => [name, row[at]])));

const keyOf = (row, names) => JSON.stringify(names.map((name) => row[name]));

const isKey = (rows, names) => new Set(rows.map((row) => keyOf(row, names))).size === rows.length;

// The naming columns less those without which the rows are still told apart, last first.
function withoutNeedless(names, old, now) {
  let kept = names;
  for (const column of names.slice(0, -1).reverse()) {
    const fewer = kept.filter((name) => name !== column);
    if (isKey(old, fewer) && isKey(now, fewer)) kept = fewer;
  }
  return kept;
}

// The first columns, without measured numbers, that tell the rows of each version apart.
function namingColumns(old, now) {
  const rows = [...old, ...now];
  const isMeasure = (value) => typeof value === "number" && !Number.isInteger(value);
  const names = [];
  for (const column of Object.keys(old[0] ?? now[0] ?? {})) {
    if (!rows.every((row) => column in row) || rows.some((row) => isMeasure(row[column]))) continue;
    names.push(column);
    if (isKey(old, names) && isKey(now, names)) return withoutNeedless(names, old, now);
  }
  return names;
}

// Rows by their naming values; rows that share them are counted.
function keyed(rows, names) {
  const seen = new Map();
  const result = new Map();
  for (const row of rows) {
    const key = keyOf(row, names);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    result.set(`${key} ${seen.get(key)}`, row);
  }
  return result;
}

function rowChanges(old, now) {
  const names = namingColumns(old, now);
  const name = (row) => names.map((column) => `${column} ${worded(row[column])}`).join(", ");
  const [before, after] = [keyed(old, names), keyed(now, names)];
  const changes = [];
  for (const [key, row] of before) {
    const next = after.get(key);
    if (!next) {
      changes.push({ row: name(row), what: "row", before: row, after: null });
      continue;
    }
    for (const column of new Set([...Object.keys(row), ...Object.keys(next)])) {
      const [one, other] = [row[column] ?? null, next[column] ?? null];
      if (one !== other) changes.push({ row: name(row), what: column, before: one, after: other });
    }
  }
  for (const [key, row] of after) {
    if (!before.has(key)) changes.push({ row: name(row), what: "row", before: null, after: row });
  }
  return changes;
}

function sourceChanges(old, now) {
  const missing = (some, others) => some.filter((name) => !others.includes(name)).sort();
  return [
    ...missing(now, old).map((name) => ({ row: "", what: "source", before: null, after: name })),
    ...missing(old, now).map((name) => ({ row: "", what: "source", before: name, after: null })),
  ];
}

// One sentence per change of title, subtitle, numbers and sources.
export function changeSentences(old, now) {
  const words = ["title", "subtitle"]
    .filter((part) => old[part] !== now[part])
    .map((part) => ({ row: "", what: part, before: old[part], after: now[part] }));
  return [
    ...words,
    ...rowChanges(asRows(old), asRows(now)),
    ...sourceChanges(old.sources, now.sources),
  ].map(sentence);
}
