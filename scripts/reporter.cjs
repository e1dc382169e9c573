// Mocha's spec reporter, or with WIREBENCH_REPORT=brief only the failures; and in the file WIREBENCH_RESULTS the counts and what
// failed.
'use strict';
const fs = require('node:fs');
const Mocha = require('mocha');

const { Base, Spec } = Mocha.reporters;
const { EVENT_RUN_END } = Mocha.Runner.constants;

// Plain marks: mocha's are coloured even where the output is not a terminal's.
Base.symbols.ok = '✔';
Base.symbols.err = '✖';

module.exports = class Reporter extends (process.env.WIREBENCH_REPORT === 'brief' ? Base : Spec) {
  constructor(runner, options) {
    super(runner, options);
    runner.once(EVENT_RUN_END, () => {
      const { passes: passed, failures: failed, pending } = runner.stats;
      const failures = this.failures.map((test) => ({
        file: test.file,
        text: `${test.fullTitle()}: ${said(test.err)}`,
      }));
      const file = process.env.WIREBENCH_RESULTS;
      if (file) fs.writeFileSync(file, JSON.stringify({ passed, failed, pending, failures }));
      if (process.env.WIREBENCH_REPORT === 'brief') this.epilogue();
      endSoon();
    });
  }
};

/** Milliseconds that a run has after its last test, before what holds it is named and it is ended. */
const patience = 10_000;

/** A run ends by itself when nothing is left behind. One that does not has failed, and must not wait for the suite's limit. */
function endSoon() {
  const timer = setTimeout(() => {
    const held = process._getActiveHandles().filter((handle) => handle !== process.stdout && handle !== process.stderr);
    const names = [...held.map(describe), ...process.getActiveResourcesInfo().filter((name) => name !== 'Timeout')];
    const why = `All tests have ended, and the run has not: it is held by ${[...new Set(names)].join(', ') || 'a worker thread or a timer'}.`;
    // Mocha's own listener, which is there by now, sets the number of failed tests.
    process.once('exit', () => (process.exitCode ||= 1));
    process.stderr.write(`${why}\n`, () => process.exit());
  }, patience);
  timer.unref();
}

/** An open handle of Node, so that a person finds where it comes from. */
function describe(handle) {
  const name = handle.constructor?.name ?? 'a handle';
  if (handle.spawnargs) return `the program ${handle.spawnargs.join(' ')} (pid ${handle.pid})`;
  if (typeof handle.address !== 'function') return name;
  const { address, port } = addressOf(handle);
  const peer = handle.remotePort === undefined ? '' : ` connected to ${handle.remoteAddress}:${handle.remotePort}`;
  return port === undefined ? name : `a ${name} at ${address}:${port}${peer}`;
}

/** A socket of UDP that is not bound throws where a socket of TCP says nothing. */
function addressOf(handle) {
  try {
    return handle.address() ?? {};
  } catch {
    return {};
  }
}

/** The first line of what an error says. */
function said(error) {
  return String(error?.message ?? error)
    .split('\n', 1)[0]
    .slice(0, 300);
}
