// Holds adsl.json, adqs.json and adae.json of a folder against the schema and against what a schema cannot say; then breaks each in every
// way that the schema forbids and wants it refused. Needs ajv 8.
"use strict";
const assert = require("assert");
const fs = require("fs");
const path = require("path");
const Ajv2019 = require("ajv/dist/2019").default;

const folder = process.argv[2];
const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "dataset_json_1_1.schema.json"), "utf8"));
const valid = new Ajv2019({strict: true, strictTypes: false, allErrors: true}).compile(schema);

const rootOrder = Object.keys(schema.properties);
const columnOrder = Object.keys(schema.$defs.column.properties);

function ascends(keys, order) {
  const places = keys.map((key) => order.indexOf(key));
  return places.every((place, k) => place >= 0 && (k === 0 || place > places[k - 1]));
}

function hasType(value, type) {
  if (value === null) return true;
  if (type === "integer") return Number.isInteger(value);
  if (type === "double") return typeof value === "number";
  return typeof value === type;
}

// What the standards say in words: CDISC's order of attributes, ADaM's names, labels and keys.
function checkRules(set, name) {
  assert.ok(ascends(Object.keys(set), rootOrder), "attributes in the order of the standard");
  assert.strictEqual(set.name, name);
  assert.strictEqual(set.records, set.rows.length);
  assert.ok(set.label.endsWith(" (SYNTHETIC)") && set.label.length <= 40, "label of the data set");
  set.columns.forEach((column, c) => {
    assert.ok(ascends(Object.keys(column), columnOrder), "attributes of a column in the order of the standard");
    assert.match(column.name, /^[A-Z][A-Z0-9]{0,7}$/);
    assert.ok(column.label.length > 0 && column.label.length <= 40, "label of " + column.name);
    for (const row of set.rows) {
      assert.ok(hasType(row[c], column.dataType), column.name + " holds a " + column.dataType);
      if (typeof row[c] === "string") assert.ok(Buffer.byteLength(row[c]) <= column.length, column.name + " fits its length");
    }
  });
  assert.strictEqual(new Set(set.columns.map((column) => column.name)).size, set.columns.length, "no variable comes twice");
  for (const row of set.rows) assert.strictEqual(row.length, set.columns.length);
}

function valuesOf(set, name) {
  const c = set.columns.findIndex((column) => column.name === name);
  assert.ok(c >= 0, set.name + " has " + name);
  return set.rows.map((row) => row[c]);
}

// The variables with a keySequence name each record once.
function checkKeys(set) {
  const keys = set.columns.filter((column) => column.keySequence).sort((a, b) => a.keySequence - b.keySequence);
  assert.deepStrictEqual(keys.map((column) => column.keySequence), keys.map((_, k) => k + 1));
  const names = keys.map((column) => valuesOf(set, column.name));
  const records = set.rows.map((_, r) => JSON.stringify(names.map((values) => values[r])));
  assert.strictEqual(new Set(records).size, records.length, "keys of " + set.name);
}

// Every way to break a data set that the schema must notice.
function broken(set) {
  const copies = [];
  const change = (what, alter) => {
    const copy = JSON.parse(JSON.stringify(set));
    alter(copy);
    copies.push([what, copy]);
  };
  for (const key of schema.required) change("without " + key, (copy) => delete copy[key]);
  for (const key of schema.$defs.column.required) change("a column without " + key, (copy) => delete copy.columns[0][key]);
  change("another version", (copy) => { copy.datasetJSONVersion = "1.0.0"; });
  change("a date without a time", (copy) => { copy.datasetJSONCreationDateTime = "2026-11-22"; });
  change("an unknown attribute", (copy) => { copy.creationDateTime = copy.datasetJSONCreationDateTime; });
  change("an unknown type", (copy) => { copy.columns[0].dataType = "text"; });
  change("records as text", (copy) => { copy.records = String(copy.records); });
  change("a row that is an object", (copy) => { copy.rows.push({}); });
  change("a source without its version", (copy) => delete copy.sourceSystem.version);
  return copies;
}

const sets = {};
for (const name of ["ADSL", "ADQS", "ADAE"]) {
  const set = JSON.parse(fs.readFileSync(path.join(folder, name.toLowerCase() + ".json"), "utf8"));
  assert.ok(valid(set), name + ": " + JSON.stringify(valid.errors, null, 2));
  checkRules(set, name);
  checkKeys(set);
  const copies = broken(set);
  for (const [what, copy] of copies) assert.ok(!valid(copy), name + ", " + what + ", must not be valid");
  console.log(`${name}: valid, ${set.records} records of ${set.columns.length} variables; ${copies.length} broken copies refused`);
  sets[name] = set;
}

const subjects = new Set(valuesOf(sets.ADSL, "USUBJID"));
assert.strictEqual(subjects.size, sets.ADSL.records);
for (const subject of subjects) assert.ok(subject.startsWith("SYN-"));
for (const name of ["ADQS", "ADAE"]) {
  for (const subject of valuesOf(sets[name], "USUBJID")) assert.ok(subjects.has(subject), name + " speaks of " + subject);
}
const codes = [...new Set(valuesOf(sets.ADQS, "PARAMCD"))];
assert.ok(codes.includes("MODQTOT"), "the total score is there");
for (const code of codes) assert.match(code, /^[A-Z][A-Z0-9]{0,7}$/);
