// "What if": the reader sets the tests of the verdict otherwise, and the page is drawn again.
// The setting stands in the address behind "#", which is sent nowhere and works from disk too.
(function () {
  "use strict";

  const rules = window.briefingRules;
  const page = document.querySelector(".whatif");
  const find = (selector, within = page) => within.querySelector(selector);
  const record = JSON.parse(find(".whatif-record").textContent);
  const { answers, ends, results } = record.words;
  const LEVELS = ["not", "little", "beginning", "turning"]; // from the least favourable up
  const HEIGHTS = ["not yet", "little", "beginning", "turning"];
  const OUT = "not counted";
  const FORMAT = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0, roundingMode: "halfEven" });
  const WORDS = { at_least: "at least", at_most: "at most" };
  const MARKS = { own: "The report’s own setting", other: "Your setting, not the report’s" };

  let setting = rules.own(record);

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const controls = record.tests.map((test) => {
    const group = page.querySelector(`[data-set="${CSS.escape(test.id)}"]`);
    const row = page.querySelector(`[data-test="${CSS.escape(test.id)}"]`);
    const [scale, number, counts, reading] = [
      "[type=range]", "[type=number]", "[type=checkbox]", "select",
    ].map((selector) => find(selector, group));
    const part = (name) => find(`[data-part="${name}"]`, row);
    const span = find(".whatif-span", group);
    const baseline = part("result").textContent; // with the day from which the test counts
    return { test, group, row, part, scale, number, counts, reading, span, baseline };
  });
  const past = find(".whatif-past"); // not there without a month on record
  const sources = find("[name=without]");
  const reset = find(".whatif-reset");

  // Words

  function interval({ low, high }, unit) {
    if (low === null) return results.unknown;
    const [from, to] = [low, high].map((end) => FORMAT.format(end));
    if (from === to) return from + unit;
    return unit === "%" ? `${from}–${to}%` : `${from}${unit}–${to}${unit}`;
  }

  const question = ({ row }) => find(".whatif-question", row).textContent;
  const chosen = (select) => select.selectedOptions[0].textContent;

  function differences() {
    const said = controls.flatMap((control) => {
      const { test, reading } = control;
      const set = setting.tests[test.id];
      const moved = `threshold ${set.threshold}${test.unit} in place of ${test.threshold}${test.unit}`;
      const counted = set.counts ? "counted already" : OUT;
      return [
        set.threshold !== test.threshold && moved,
        set.reading && `read as: ${chosen(reading)}`,
        set.counts !== test.counts && counted,
      ].filter(Boolean).map((words) => `${question(control)} ${words[0].toUpperCase()}${words.slice(1)}`);
    });
    if (!setting.without) return said;
    const one = sources.selectedOptions[0].closest("optgroup");
    return [...said, `Sources: ${one ? `${one.label} ` : ""}${chosen(sources)}`];
  }

  // Drawing

  function drawAnswer(found, isOwn) {
    page.classList.toggle("whatif-other", !isOwn);
    find(".whatif-mark").textContent = isOwn ? MARKS.own : MARKS.other;
    find(".whatif-sentence").textContent = `${answers[found.level]}.`;
    find(".whatif-ends").hidden = found.level !== "open";
    for (const end of ["low", "high"]) find(`[data-end="${end}"]`).textContent = ends[found[end]] ?? "";
    for (const [name, count] of Object.entries(found.count)) {
      const place = find(`[data-count="${name}"]`);
      if (place) place.textContent = count;
    }
  }

  function drawTest(control, found) {
    const { test, group, row, part, scale, number, counts, reading, span, baseline } = control;
    const words = { ...results, baseline, out: OUT };
    const set = setting.tests[test.id];
    scale.value = set.threshold;
    scale.setAttribute("aria-valuetext", `${set.threshold}${test.unit}`);
    if (Number(number.value) !== set.threshold) number.value = set.threshold;
    counts.checked = set.counts;
    if (reading) reading.value = set.reading || "";
    part("now").textContent = interval(found, test.unit);
    part("wanted").textContent = `${WORDS[test.direction]} ${set.threshold}${test.unit}`;
    part("result").textContent = words[found.result];
    for (const one of [row, group]) one.dataset.result = found.result;
    span.hidden = found.low === null;
    span.style.left = `${(100 * found.low) / test.most}%`;
    span.style.width = `${(100 * (found.high - found.low)) / test.most}%`;
  }

  function monthMark({ name, level, low, high }) {
    const from = LEVELS.indexOf(low);
    const words = level === "open" ? `between “${answers[low]}” and “${answers[high]}”` : answers[level];
    const mark = element("li", { title: `${name}: ${words}` }, element("span", {}, `${name}: ${words}`));
    if (from < 0) return mark;
    const bar = element("span", { class: "whatif-bar", "aria-hidden": "true" });
    bar.style.gridRow = `${LEVELS.length - LEVELS.indexOf(high)} / ${LEVELS.length - from + 1}`;
    mark.append(bar);
    return mark;
  }

  function drawHistory() {
    const months = rules.history(record, setting);
    const own = rules.history(record, rules.own(record));
    const same = (one, other) => one.low === other.low && one.high === other.high;
    const changed = months.filter((month, at) => !same(month, own[at])).length;
    find(".whatif-levels").replaceChildren(
      ...[...HEIGHTS].reverse().map((words) => element("li", {}, words)),
    );
    find(".whatif-months").replaceChildren(...months.map(monthMark));
    find(".whatif-changed").textContent = changed
      ? `In ${changed} of ${months.length} months the answer is another one than the report’s.`
      : "In all of them it is the report’s.";
  }

  function draw() {
    const found = rules.underSetting(record, setting);
    const address = rules.written(record, setting);
    controls.forEach((control, at) => drawTest(control, found.tests[at]));
    sources.value = setting.without;
    reset.disabled = !address;
    drawAnswer(found, !address);
    if (past) drawHistory();
    find(".whatif-yours").hidden = !address;
    find(".whatif-yours ul").replaceChildren(...differences().map((words) => element("li", {}, words)));
    const link = find(".whatif-address a");
    link.href = `#${address}`;
    link.textContent = link.href;
    return address;
  }

  function change() {
    const address = draw();
    try {
      history.replaceState(null, "", address ? `#${address}` : location.pathname + location.search);
    } catch {
      // A browser that refuses so many changes at once: the link on the page holds the setting.
    }
  }

  // What the reader does

  function move(test, value) {
    if (!rules.isThreshold(test, value)) return;
    setting.tests[test.id].threshold = value;
    change();
  }

  function start({ test, group, scale, number, counts, reading }) {
    const set = () => setting.tests[test.id];
    group.closest("tr").hidden = false;
    scale.addEventListener("input", () => move(test, scale.valueAsNumber));
    number.addEventListener("input", () => move(test, number.valueAsNumber));
    number.addEventListener("change", () => (number.value = set().threshold));
    counts.addEventListener("change", () => {
      set().counts = counts.checked;
      change();
    });
    reading?.addEventListener("change", () => {
      set().reading = Number(reading.value);
      change();
    });
  }

  function readAddress() {
    const text = location.hash.slice(1);
    if (text && !text.includes("=")) return; // a place on the page
    setting = rules.read(record, text);
    const version = rules.versionOf(text);
    find(".whatif-stale").hidden = !version || version === record.version;
    find("[data-version]").textContent = version ?? "";
    draw();
  }

  controls.forEach(start);
  sources.addEventListener("change", () => {
    setting.without = sources.value;
    change();
  });
  reset.addEventListener("click", () => {
    setting = rules.own(record);
    change();
    sources.focus(); // the button no longer takes it
  });
  find(".whatif-all").hidden = false;
  if (past) past.hidden = false;
  addEventListener("hashchange", readAddress);
  draw();
  readAddress();
})();
