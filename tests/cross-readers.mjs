// Reads what `cargo run --example torture -- FOLDER` or `ci/round-trips.py` wrote with JavaScript's readers, and compares it with
// what the file NAME.expected.txt beside each NAME says.
//
// Usage: node tests/cross-readers.mjs FOLDER [PACKAGES]
//
// PACKAGES is the folder in which `npm install js-yaml yaml` was run; the current one when it is left out. Prints each
// value that was misread, then `N passed, M failed` per reader and in all, and exits with 1 when a value was misread.
// JavaScript has one kind of number, so whole and decimal numbers are compared as such.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";

const [folder, packages = "."] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node tests/cross-readers.mjs FOLDER [PACKAGES]");
  process.exit(2);
}
const load = createRequire(resolve(packages, "package.json"));
const jsYaml = load("js-yaml");
const yaml = load("yaml");

/** A value of an expected.txt; examples/torture.rs says what its letters mean. */
function expectedValue(text) {
  const rest = text.slice(1);
  switch (text[0]) {
    case "n": return null;
    case "b": return rest === "true";
    case "i":
    case "f": return Number(rest);
    case "s": return Buffer.from(rest, "hex").toString("utf8");
    default: return rest === "" ? [] : rest.split(",").map(expectedValue);
  }
}

function expectedRows(name) {
  const lines = readFileSync(join(folder, `${name}.expected.txt`), "ascii").split("\n").slice(0, -1);
  const [names, ...rows] = lines.map((line) => line.split("\t").map(expectedValue));
  return rows.map((row) => row.map((value, index) => [names[index], value]));
}

// No byte order mark is stripped: the text is what stands in the file.
const text = (file) => new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(readFileSync(join(folder, file)));

const readers = [
  ["JSON.parse", (name) => JSON.parse(text(`${name}.json`))],
  ["js-yaml", (name) => jsYaml.load(text(`${name}.yaml`))],
  ["yaml 1.2", (name) => yaml.parse(text(`${name}.yaml`), { version: "1.2" })],
  ["yaml 1.1", (name) => yaml.parse(text(`${name}.yaml`), { version: "1.1" })],
];

const shown = (value) => JSON.stringify(value) ?? String(value);

function same(found, wanted) {
  if (!Array.isArray(wanted)) return Object.is(found, wanted);
  return Array.isArray(found) && found.length === wanted.length && wanted.every((value, index) => same(found[index], value));
}

/** The number of values that were read right, and a line for each that was not. */
function compare(found, wanted) {
  if (found.length !== wanted.length) return [0, [`${found.length} records instead of ${wanted.length}`]];
  let passed = 0;
  const failures = [];
  wanted.forEach((row, index) => {
    // An object lists keys that look like indexes first, so the order of fields is not compared here.
    const extra = Object.keys(found[index]).filter((key) => !row.some(([name]) => name === key));
    if (extra.length > 0) failures.push(`fields ${shown(extra)}`);
    for (const [name, value] of row) {
      if (same(found[index][name], value)) passed += 1;
      else failures.push(`${shown(name)} is ${shown(found[index][name])} instead of ${shown(value)}`);
    }
  });
  return [passed, failures];
}

const suffix = ".expected.txt";
const names = readdirSync(folder).filter((file) => file.endsWith(suffix)).map((file) => file.slice(0, -suffix.length)).sort();
const wanted = new Map(names.map((name) => [name, expectedRows(name)]));
let allPassed = 0;
let allFailed = 0;
for (const [reader, read] of readers) {
  let passed = 0;
  let failed = 0;
  for (const [name, rows] of wanted) {
    let right = 0;
    let wrong = [];
    try {
      [right, wrong] = compare(read(name), rows);
    } catch (error) {
      wrong = [String(error)];
    }
    for (const failure of wrong) console.log(`${reader}, ${name}: ${failure}`);
    passed += right;
    failed += wrong.length;
  }
  console.log(`${reader}: ${passed} passed, ${failed} failed`);
  allPassed += passed;
  allFailed += failed;
}
console.log(`${wanted.size} tables, ${allPassed} passed, ${allFailed} failed`);
process.exit(wanted.size > 0 && allFailed === 0 ? 0 : 1);
