// Mocha's spec reporter, or with WIREBENCH_REPORT=brief only the failures; and in the file WIREBENCH_RESULTS the counts, how many
// tests of each file passed, and what failed.
'use strict';
const fs = require('node:fs');
const Mocha = require('mocha');

const { Base, Spec } = Mocha.reporters;
const { EVENT_RUN_END, EVENT_TEST_PASS } = Mocha.Runner.constants;

// Plain marks: mocha's are coloured even where the output is not a terminal's.
Base.symbols.ok = '✔';
Base.symbols.err = '✖';

module.exports = class Reporter extends (process.env.WIREBENCH_REPORT === 'brief' ? Base : Spec) {
  constructor(runner, options) {
    super(runner, options);
    const passes = {};
    runner.on(EVENT_TEST_PASS, ({ file }) => (passes[file] = (passes[file] ?? 0) + 1));
    runner.once(EVENT_RUN_END, () => {
      const { passes: passed, failures: failed, pending } = runner.stats;
      const failures = this.failures.map((test) => ({
        file: test.file,
        text: `${test.fullTitle()}: ${said(test.err)}`,
      }));
      const file = process.env.WIREBENCH_RESULTS;
      if (file) fs.writeFileSync(file, JSON.stringify({ passed, failed, pending, passes, failures }));
      if (process.env.WIREBENCH_REPORT === 'brief') this.epilogue();
    });
  }
};

/** The first line of what an error says. */
function said(error) {
  return String(error?.message ?? error)
    .split('\n', 1)[0]
    .slice(0, 300);
}
