// The verdict under a reader's setting: pure functions of the page's record, which know no page.
// Mirrors analysis/transforms/verdict.py; a test compares what both say.
window.briefingRules = (function () {
  "use strict";

  const UNKNOWN = [null, null, null];

  // Whether an interval lies on the good side of a threshold, on the bad side, or on both.
  function resultOf(low, high, direction, threshold) {
    if (low === null || high === null) return "unknown";
    const most = direction === "at_most";
    const [goodEnd, badEnd, bar] = most ? [-high, -low, -threshold] : [low, high, threshold];
    if (goodEnd >= bar) return "met";
    return badEnd < bar ? "not_met" : "undecided";
  }

  // The answer for so many tests met, of so many.
  function answer(met, tests) {
    if (3 * met >= 2 * tests) return "turning";
    if (2 * met >= tests) return "beginning";
    return met ? "little" : "not";
  }

  // The answer of results: if every open test were not met, if every one were, and whether they agree.
  function verdict(results) {
    const count = { met: 0, not_met: 0, undecided: 0, unknown: 0, baseline: 0 };
    for (const result of results) count[result] += 1;
    const tests = results.length - count.baseline;
    const known = count.met + count.not_met + count.undecided;
    const mute = !known || known < count.unknown;
    const [low, high] = [count.met, count.met + count.undecided].map((met) =>
      mute ? "unknown" : answer(met, known),
    );
    return { level: low === high ? low : "open", low, high, count: { tests, ...count } };
  }

  // A measure over its readings: the value of the first that is known, and the widest bounds.
  function overReadings(readings) {
    const known = readings.filter(([value]) => value !== null);
    if (!known.length) return UNKNOWN;
    const end = (choose, place) => choose(...known.map((reading) => reading[place]));
    return [known[0][0], end(Math.min, 1), end(Math.max, 2)];
  }

  // The result of a test, if it counts yet and there is a measure.
  function countedResult(low, high, test, threshold, counts) {
    const result = resultOf(low, high, test.direction, threshold);
    return counts || result === "unknown" ? result : "baseline";
  }

  // The setting of the report itself. A reading is its number from 1 on, or 0 for all of them.
  function own(record) {
    const tests = record.tests.map(({ id, threshold, counts }) => [
      id,
      { threshold, counts, reading: 0 },
    ]);
    return { without: "", tests: Object.fromEntries(tests) };
  }

  // Of a test that the report counts, whether the reader leaves it out altogether.
  const isOut = (test, set) => test.counts && !set.counts;

  function measureOf(record, test, set, without) {
    const readings = record.exclusions[without]?.[test.id] ?? test.readings;
    return overReadings(set.reading ? [readings[set.reading - 1]] : readings);
  }

  // Every test and the answer under a setting; a test left out has the result "out".
  function underSetting(record, setting) {
    const tests = record.tests.map((test) => {
      const set = setting.tests[test.id];
      const [value, low, high] = measureOf(record, test, set, setting.without);
      const result = countedResult(low, high, test, set.threshold, set.counts);
      return { id: test.id, value, low, high, result: isOut(test, set) ? "out" : result };
    });
    const counted = tests.map(({ result }) => result).filter((result) => result !== "out");
    return { tests, ...verdict(counted) };
  }

  // The answer at the end of every month. A base line that the reader counts counts in all of them.
  function history(record, setting) {
    const kept = record.tests.filter((test) => !isOut(test, setting.tests[test.id]));
    return record.months.map(({ name, tests }) => {
      const results = kept.map((test) => {
        const set = setting.tests[test.id];
        const [low, high, counted] = tests[test.id];
        return countedResult(low, high, test, set.threshold, test.counts ? counted : set.counts);
      });
      return { name, ...verdict(results) };
    });
  }

  // A setting as it stands in an address: what differs from the report's, and the data's version.
  function written(record, setting) {
    const words = new URLSearchParams();
    for (const test of record.tests) {
      const { threshold, counts, reading } = setting.tests[test.id];
      if (threshold !== test.threshold) words.set(test.id, threshold);
      if (counts !== test.counts) words.set(`${test.id}.counts`, counts ? "yes" : "no");
      if (reading) words.set(`${test.id}.reading`, reading);
    }
    if (setting.without) words.set("without", setting.without);
    if (!words.toString()) return "";
    words.set("data", record.version);
    return words.toString();
  }

  // The setting that an address asks for; what it asks for in vain stays as the report has it.
  function read(record, text) {
    const words = new URLSearchParams(text);
    const setting = own(record);
    const without = words.get("without") ?? "";
    if (Object.hasOwn(record.exclusions, without)) setting.without = without;
    for (const test of record.tests) {
      const set = setting.tests[test.id];
      const threshold = words.get(test.id);
      if (threshold && isThreshold(test, Number(threshold))) set.threshold = Number(threshold);
      const counts = words.get(`${test.id}.counts`);
      if (counts) set.counts = counts === "yes";
      const reading = Number(words.get(`${test.id}.reading`));
      if (test.readings.length > 1 && reading in [0, ...test.readings]) set.reading = reading;
    }
    return setting;
  }

  const isThreshold = (test, value) => Number.isFinite(value) && value >= 0 && value <= test.most;

  // The version of the data with which an address was made, if it names one.
  const versionOf = (text) => new URLSearchParams(text).get("data");

  return { own, underSetting, history, written, read, isThreshold, versionOf };
})();
