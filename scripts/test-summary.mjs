// Reads the events of `go test -json` and prints what a person wants to know:
// a line for each package as it ends, the output of what failed, and a total.
// A skipped test is a hole in the net and fails the run.
import { createInterface } from 'node:readline';

const slowest = 8;
const outputs = new Map(); // "package test" -> lines, until the test has ended
const tests = { pass: 0, fail: [], skip: [] };
const packages = { pass: [], fail: [] };
const took = [];

const short = (name) => name.replace(/^github\.com\/[^/]+\/anxin\/?/, '') || '.';
const seconds = (n) => `${n.toFixed(1).padStart(6)} s`;

function keep(key, text) {
  if (!outputs.has(key)) outputs.set(key, []);
  outputs.get(key).push(text);
}

// replay prints what a test or package said, without go test's own headings.
function replay(key) {
  const text = (outputs.get(key) ?? []).filter((line) => !/^\s*(=== |--- (PASS|SKIP))/.test(line)).join('');
  if (text.trim()) process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

function endTest(event, key) {
  const name = `${short(event.Package)} ${event.Test}`;
  if (event.Action === 'pass') {
    tests.pass++;
    took.push([event.Elapsed, name]);
  } else {
    tests[event.Action].push(name);
    replay(key);
  }
  outputs.delete(key);
}

function endPackage(event, key) {
  if (event.Action === 'skip') return; // it has no tests
  packages[event.Action].push(short(event.Package));
  console.log(`${event.Action === 'pass' ? 'ok    ' : 'FAILED'} ${seconds(event.Elapsed ?? 0)}  ${short(event.Package)}`);
  if (event.Action === 'fail') {
    replay(key);
    // A panic or a timeout ends the process while tests are still running.
    for (const open of [...outputs.keys()].filter((k) => k.startsWith(`${key} `))) replay(open);
  }
}

function take(event) {
  const key = event.Test ? `${event.Package} ${event.Test}` : event.Package;
  switch (event.Action) {
    case 'output':
      return keep(key, event.Output);
    case 'build-output':
      return process.stdout.write(event.Output);
    case 'pass':
    case 'fail':
    case 'skip':
      return event.Test ? endTest(event, key) : endPackage(event, key);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let event;
  try {
    event = JSON.parse(line);
  } catch {
    console.log(line);
    continue;
  }
  take(event);
}

took.sort(([a], [b]) => b - a);
console.log('\nSlowest tests');
for (const [elapsed, name] of took.slice(0, slowest)) console.log(`  ${seconds(elapsed)}  ${name}`);
for (const name of tests.fail) console.log(`FAILED   ${name}`);
for (const name of tests.skip) console.log(`SKIPPED  ${name}`);
for (const name of packages.fail) console.log(`FAILED   package ${name}`);
console.log(
  `\n${packages.pass.length} packages ok, ${packages.fail.length} failed; ` +
    `${tests.pass} tests passed, ${tests.fail.length} failed, ${tests.skip.length} skipped`,
);
if (tests.fail.length + tests.skip.length + packages.fail.length > 0 || packages.pass.length === 0) process.exitCode = 1;
