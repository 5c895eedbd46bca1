// The page that checks files: reads their stamps and compares them with the newest catalogue.
// Says what `briefing verify` says, in the words of findings.json; files stay on this machine.
import { changeSentences } from "./changes.js";
import { nearest } from "./looks.js";
import { isConsistent, seenIn, Undecided } from "./stamps.js";

const SHOWN_CHANGES = 20;
const PACKAGE = /^datapackage.*\.json$/i; // browsers number files of one name
const root = document.body.dataset.root;
const findings = document.getElementById("findings");
const input = document.getElementById("verify-files");
const zone = document.getElementById("drop-zone");

async function loaded(path) {
  const answer = await fetch(`${root}/${path}`);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

let catalogue = null;
function loadCatalogue() {
  const parts = ["exhibits/index.json", "verify/findings.json", "verify/published.json"];
  catalogue ??= Promise.all(parts.map(loaded));
  return catalogue;
}

// The rule that applies to a genuine file, with the changes if it is superseded.
async function compared(stamp, index) {
  const entry = index.exhibits.find((record) => record.id === stamp.id);
  if (!entry) return ["gone", []];
  const isSame = entry.content_hash === stamp.content_hash;
  const record = isSame ? null : await loaded(`exhibits/${entry.id}/${entry.id}.json`);
  const changes = isSame ? [] : changeSentences(stamp, record);
  if (changes.length) return ["superseded", changes];
  return [stamp.data_version === index.data_version ? "current" : "unchanged", []];
}

// The rule that applies to a stamp. In the order of analysis/citation/verify.py.
async function judged(stamp, seen, index, files) {
  if (stamp === "damaged") return ["damaged", []];
  const fits = [seen.content, ...seen.older].includes(stamp.picture_hash);
  if (seen.content === null || !fits) return ["altered", []];
  if (!(await isConsistent(stamp))) return ["inconsistent", []];
  const own = files.filter((file) => file.version === stamp.data_version);
  if (!own.length) return ["unproven", []];
  const isListed = own.some(
    (file) =>
      file.kind === seen.kind &&
      file.id === stamp.id &&
      file.content === seen.content &&
      file.record === stamp.content_hash,
  );
  return isListed ? compared(stamp, index) : ["forged", []];
}

// Whether the newest version says the same as a published file.
function stillSaid(file, index, files) {
  if (file.kind === "pdf") {
    return file.version === index.data_version && file === files.find((one) => one.kind === "pdf");
  }
  return index.exhibits.find((record) => record.id === file.id)?.content_hash === file.record;
}

// The published file that this one is: of a PDF by its bytes, since this page does not read pages.
function sameAs(seen, files) {
  const hash = seen.kind === "pdf" ? "sha256" : "content";
  return files.find((file) => file.kind === seen.kind && file[hash] === seen.content);
}

// The rule for a file without a stamp, and what it is the same as or looks like.
function unstamped(seen, index, files) {
  const same = sameAs(seen, files);
  const named = (file) => ({ id: file.id, data_version: file.version });
  if (same) return [stillSaid(same, index, files) ? "same" : "same-superseded", named(same)];
  if (seen.kind === "pdf") throw new Undecided();
  const near = seen.look ? nearest(seen.look, files) : null;
  if (near) return ["looks", named(near)];
  return [seen.kind === "csv" ? "none-table" : "none", null];
}

// Each rule that applies to a file, with the stamp and the changes.
async function rulesFor(seen, index, files) {
  if (!seen.stamps.length) return [[...unstamped(seen, index, files), []]];
  if (seen.kind === "pdf") {
    if (!sameAs(seen, files)) throw new Undecided();
    return Promise.all(
      seen.stamps.map(async (stamp) => {
        const [rule, changes] = await compared(stamp, index);
        return [rule, stamp, changes];
      }),
    );
  }
  const [stamp] = seen.stamps;
  const [rule, changes] = await judged(stamp, seen, index, files);
  return [[rule, stamp === "damaged" ? null : stamp, changes]];
}

function message(said, stamp, changes, index) {
  const values = {
    id: stamp?.id,
    version: stamp?.data_version,
    newest: index.data_version,
    changes: `${changes.length} change${changes.length === 1 ? "" : "s"}`,
  };
  return said.message.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function list(sentences) {
  return element("ul", {}, ...sentences.map((words) => element("li", {}, words)));
}

function changeList(changes) {
  const rest = changes.slice(SHOWN_CHANGES);
  const more = element("details", {}, element("summary", {}, `${rest.length} more`), list(rest));
  return [list(changes.slice(0, SHOWN_CHANGES)), ...(rest.length ? [more] : [])];
}

function show(name, status, words, stamp, changes, index) {
  const known = stamp && index.exhibits.some((record) => record.id === stamp.id);
  const address = known ? `${root}/exhibits/${stamp.id}/index.html` : "";
  const shown = known ? [element("p", {}, element("a", { href: address }, stamp.title ?? stamp.id))] : [];
  const attributes = { class: "finding", "data-status": status };
  findings.append(
    element(
      "section",
      attributes,
      element("h2", {}, stamp ? `${name} (${stamp.id})` : name),
      element("p", { class: "finding-message" }, words),
      ...(changes.length ? changeList(changes) : []),
      ...shown,
    ),
  );
}

async function check(file, packages) {
  try {
    const [index, rules, published] = await loadCatalogue();
    const seen = await seenIn(file, packages);
    for (const [rule, stamp, changes] of await rulesFor(seen, index, published.files)) {
      const words = message(rules[rule], stamp, changes, index);
      show(file.name, rules[rule].status, words, stamp, changes, index);
    }
  } catch (error) {
    const reason =
      error instanceof Undecided
        ? "was saved in another form, which this page does not read"
        : "could not be compared: the catalogue of this site did not load";
    const words = `${reason}; briefing verify on the command line can tell`;
    show(file.name, "undecided", words, null, [], { exhibits: [] });
  }
}

async function checkAll(files) {
  findings.replaceChildren();
  const isPackage = (file) => PACKAGE.test(file.name);
  const packages = await Promise.all(files.filter(isPackage).map((file) => file.text()));
  for (const file of files.filter((one) => !isPackage(one))) await check(file, packages);
}

document.getElementById("verify-elsewhere").hidden = true;
input.disabled = false;
input.addEventListener("change", () => checkAll([...input.files]));
zone.addEventListener("dragover", (event) => event.preventDefault());
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  checkAll([...event.dataTransfer.files]);
});
