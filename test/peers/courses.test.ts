import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { python } from '../../scripts/python.ts';
import { json } from '../../src/cli/json.ts';
import { junit } from '../../src/cli/junit.ts';
import { plain, requestLines } from '../../src/cli/text.ts';
import { visible } from '../../src/protocol/text/visible.ts';
import type { RunSummary } from '../../src/requests/run/outcome.ts';
import { freePort } from '../helpers/nets.ts';
import { bench, type Bench } from '../unit/requests/run/running.ts';

const courses = path.resolve(import.meta.dirname, '../courses');

interface Ran {
  readonly summary: RunSummary;
  /** As a terminal, a CI system and a program get it. */
  readonly text: string;
  readonly junit: string;
  readonly json: string;
}

/** Runs an exercise's checks on one of its programs. */
async function run(the: Bench, folder: string, program: string): Promise<Ran> {
  const file = path.join(courses, folder, 'check.http');
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const [port, port2, port3] = ports.map(String);
  const summary = await the.run(readFileSync(file, 'utf8'), {
    path: file,
    variables: { python, program, port: port!, port2: port2!, port3: port3! },
  });
  const report = {
    ...{ ...summary, file: 'check.http', startedAt: 0, problems: [], lineOf: () => 1 },
    exitCode: summary.exitCode,
  };
  const text = summary.outcomes.flatMap((outcome) => requestLines(report, outcome, plain)).join('\n');
  return { summary, text, junit: junit([report]), json: json([report]) };
}

/** What some systems alone tell is expected on them besides. */
const expected = (folder: string, program: string): string[] => {
  const [first = '', second = ''] = readFileSync(path.join(courses, folder, program), 'utf8').split(/\r?\n/, 2);
  const text = /^# expect: (.+)$/.exec(first)?.[1];
  assert.ok(text, `${folder}/${program} says in its first line what is expected`);
  const [, system, more] = /^# expect on (\w+): (.+)$/.exec(second) ?? [];
  return system === process.platform ? [text, more!] : [text];
};

/** As the escapes of XML stand for. */
const plainXml = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#10;', '\n')
    .replaceAll('&amp;', '&');

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('exercises of courses', function () {
  this.timeout(120_000);
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  for (const folder of readdirSync(courses).filter((name) => /^\d/.test(name))) {
    const programs = readdirSync(path.join(courses, folder)).filter((name) => name.endsWith('.py'));
    const starts = (begin: string): string[] => programs.filter((name) => name.startsWith(begin)).sort();
    for (const right of starts('right')) {
      it(`${folder}: ${right} passes`, async () => {
        const { summary, text } = await run(the, folder, right);
        assert.equal(summary.exitCode, 0, text);
      });
    }
    for (const broken of starts('broken')) {
      it(`${folder}: ${broken} does not pass, and the reason is told`, async () => {
        const { summary, text, junit: xml, json: data } = await run(the, folder, broken);
        assert.notEqual(summary.exitCode, 0, text);
        for (const wanted of expected(folder, broken)) {
          assert.ok(text.includes(wanted), `${wanted}\nis not in\n${text}`);
          assert.ok(plainXml(xml).includes(wanted), xml);
          assert.ok(
            textsIn(JSON.parse(data)).some((one) => visible(one).includes(wanted.replace('?? ', ''))),
            data,
          );
        }
      });
    }
    it(`${folder} has a right program and a broken one`, () => {
      assert.ok(starts('right').length > 0 && starts('broken').length > 0);
    });
  }
});
