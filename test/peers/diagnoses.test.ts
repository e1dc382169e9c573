import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { python } from '../../scripts/python.ts';
import { diagnose, type Diagnoses } from '../../src/labs/diagnoses/diagnose.ts';
import { diagnosisIds } from '../../src/labs/diagnoses/ids.ts';
import { parseRequestFile } from '../../src/requests/parse.ts';
import { freePort } from '../helpers/nets.ts';
import { bench, type Bench } from '../unit/requests/run/running.ts';

const programs = path.resolve(import.meta.dirname, '../diagnoses');
const checks = path.join(programs, 'checks');
/** It has no file: that is its fault. */
const withoutFile = 'program-missing';

interface Ran {
  /** Of the first request that did not pass; absent: all passed. */
  readonly found?: Diagnoses;
  readonly report: string;
}

describe('diagnoses of programs', function () {
  this.timeout(60_000);
  let the: Bench;
  let built: string;
  before(() => (built = mkdtempSync(path.join(tmpdir(), 'diagnoses-'))));
  after(() => rmSync(built, { recursive: true }));
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  /** The command that runs a program, as the variables `run` and `program`. */
  function commandOf(file: string): { run: string; program: string } {
    if (file.endsWith('.py')) return { run: python, program: file };
    if (file.endsWith('.cjs')) return { run: process.execPath, program: file };
    const program = path.join(built, `${path.basename(path.dirname(file))}-${path.basename(file, '.c')}`);
    execFileSync('cc', ['-w', '-o', program, file]);
    return { run: '/usr/bin/env', program };
  }

  async function run(check: string, command: { run: string; program: string }): Promise<Ran> {
    const file = path.join(checks, `${check}.http`);
    const text = readFileSync(file, 'utf8');
    const variables = { ...command, port: String(await freePort()) };
    const { outcomes } = await the.run(text, { path: file, variables }, { evidence: true });
    const { regions } = parseRequestFile(text);
    const bad = outcomes.find(({ state }) => state !== 'passed');
    const found = bad && diagnose(bad, regions[bad.region]!);
    const report = JSON.stringify({ found, error: bad?.error, checks: bad?.checks, evidence: bad?.evidence }, null, 1);
    return { ...(found && { found }), report };
  }

  const filesIn = (folder: string): string[] => readdirSync(path.join(programs, folder)).sort();
  const marked = (file: string, word: string): string => {
    const value = new RegExp(`^(?:#|//) ${word}: (\\S+)$`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
    assert.ok(value, `${file} says its ${word} in its first lines`);
    return value;
  };

  for (const id of diagnosisIds.filter((each) => each !== withoutFile)) {
    it(`${id} has two faulty programs`, () => assert.ok(filesIn(id).length >= 2));
    for (const name of filesIn(id)) {
      it(`${id}/${name}`, async () => {
        const file = path.join(programs, id, name);
        assert.equal(marked(file, 'expect'), id);
        const { found, report } = await run(marked(file, 'check'), commandOf(file));
        assert.equal(found?.first?.id, id, report);
        if (process.env['SHOW'] !== undefined) console.log(found);
        assert.ok(
          found.also.every((each) => each.id !== id && each.sentence !== found.first!.sentence),
          report,
        );
      });
    }
  }

  for (const command of [
    { run: python, program: 'not-there.py' },
    { run: process.execPath, program: './not-there.cjs' },
    { run: 'no-such-language', program: 'server.xy' },
  ]) {
    it(`${withoutFile}: ${path.basename(command.run)} ${command.program}`, async () => {
      const { found, report } = await run('echo', command);
      assert.equal(found?.first?.id, withoutFile, report);
    });
  }

  it('there are twenty right programs', () => assert.ok(filesIn('right').length >= 20));
  for (const name of filesIn('right')) {
    it(`right/${name} gets none`, async () => {
      const file = path.join(programs, 'right', name);
      const { found, report } = await run(marked(file, 'check'), commandOf(file));
      assert.equal(found, undefined, report);
    });
  }
});
