import assert from 'node:assert/strict';
import fc from 'fast-check';
import { json } from '../../../src/cli/json.ts';
import { junit } from '../../../src/cli/junit.ts';
import { plain, requestLines } from '../../../src/cli/text.ts';
import type { FileReport } from '../../../src/cli/fileReport.ts';
import { isVisible } from '../../../src/protocol/text/visible.ts';

/** A report in which every text that a file or a peer gives is `text`. */
function reportOf(text: string): FileReport {
  const check = { start: 0, end: 1, text, state: 'failed', expected: text, actual: text, message: text } as const;
  const outcome = { region: 0, start: 0, end: 1, label: text, duration: 1 };
  return {
    ...{ file: text, startedAt: 0, duration: 1, exitCode: 1, cancelled: false, lineOf: () => 1 },
    outcomes: [
      { ...outcome, state: 'failed', checks: [check] },
      {
        ...outcome,
        state: 'error',
        checks: [check],
        error: { code: 'internal', message: text, facts: { path: text } },
      },
      { ...outcome, state: 'skipped', checks: [], error: { code: 'internal', message: text } },
      {
        ...{ ...outcome, state: 'passed', checks: [] },
        result: { kind: 'run', pid: 1, output: text, since: '', lines: 1, running: true, asks: false },
      },
    ],
    problems: [{ region: 0, start: 0, end: 1, code: 'internal', severity: 'warning', message: text }],
  };
}

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u009b31m', '\u202egnp', '\u2066', '\ud800'));
/** But for the white space that XML and JSON are laid out with. */
const harmless = (report: string): boolean => isVisible(report.replaceAll(/[\n\t]/g, ''));

describe('reports', () => {
  it('have no control and no bidirectional character of a file or a peer as it is', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const report = reportOf(hostile);
        assert.ok(harmless(junit([report])));
        assert.ok(harmless(json([report])));
        for (const outcome of report.outcomes)
          for (const line of requestLines(report, outcome, plain)) assert.ok(isVisible(line));
      }),
    );
  });

  it('in JSON still say what was there', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const { files } = JSON.parse(json([reportOf(hostile)])) as { files: { requests: { label: string }[] }[] };
        assert.equal(files[0]!.requests[0]!.label, hostile);
      }),
    );
    assert.match(json([reportOf('a\u009b\u202eb')]), /"label": "a\\u009b\\u202eb"/);
  });

  it('in JUnit say it as an escape, line by line', () => {
    const xml = junit([reportOf('a\u009b\u202eb\nc')]);
    assert.match(xml, /name="a\\x9b\\u202eb&#10;c"/);
    assert.match(xml, /<system-out>a\\x9b\\u202eb\nc<\/system-out>/);
  });
});
