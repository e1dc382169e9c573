// Mocha's spec reporter, or with WIREBENCH_REPORT=brief only the failures, and the counts in the file WIREBENCH_RESULTS.
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
      const { passes, failures, pending } = runner.stats;
      const file = process.env.WIREBENCH_RESULTS;
      if (file) fs.writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, pending }));
      if (process.env.WIREBENCH_REPORT === 'brief') this.epilogue();
    });
  }
};
