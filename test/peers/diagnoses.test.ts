import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { python } from '../../scripts/python.ts';
import { diagnose, type Diagnoses } from '../../src/labs/diagnoses/diagnose.ts';
import { diagnosisIds } from '../../src/labs/diagnoses/ids.ts';
import { parseRequestFile } from '../../src/requests/parse.ts';
import { ahead } from '../helpers/ahead.ts';
import { freePort } from '../helpers/nets.ts';
import { bench } from '../unit/requests/run/running.ts';

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
  let built: string;
  before(() => (built = mkdtempSync(path.join(tmpdir(), 'diagnoses-'))));
  after(() => rmSync(built, { recursive: true }));

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
    const the = bench();
    const { outcomes } = await the.run(text, { path: file, variables }, { evidence: true }).finally(() => the.close());
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

  const runOf = (folder: string, name: string) => (): Promise<Ran> => {
    const file = path.join(programs, folder, name);
    return run(marked(file, 'check'), commandOf(file));
  };

  const ids = diagnosisIds.filter((each) => each !== withoutFile);
  const faulty = ids.flatMap((id) => filesIn(id).map((name) => ({ id, name })));
  const faultyRuns = ahead(faulty.map(({ id, name }) => runOf(id, name)));
  after(() => faultyRuns.settled());
  for (const id of ids) it(`${id} has two faulty programs`, () => assert.ok(filesIn(id).length >= 2));
  for (const [i, { id, name }] of faulty.entries()) {
    it(`${id}/${name}`, async () => {
      assert.equal(marked(path.join(programs, id, name), 'expect'), id);
      const { found, report } = await faultyRuns.result(i);
      assert.equal(found?.first?.id, id, report);
      if (process.env['SHOW'] !== undefined) console.log(found);
      assert.ok(
        found.also.every((each) => each.id !== id && each.sentence !== found.first!.sentence),
        report,
      );
    });
  }

  /** They look like a mistake of the table, and fail for another reason. */
  const near = filesIn('near');
  const nearRuns = ahead(near.map((name) => runOf('near', name)));
  after(() => nearRuns.settled());
  for (const [i, name] of near.entries()) {
    it(`near/${name} is not accused of it`, async () => {
      const { found, report } = await nearRuns.result(i);
      assert.equal(found?.first?.id, marked(path.join(programs, 'near', name), 'expect'), report);
      assert.deepEqual(found.also, [], report);
    });
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

  const right = filesIn('right');
  const rightRuns = ahead(right.map((name) => runOf('right', name)));
  after(() => rightRuns.settled());
  it('there are twenty right programs', () => assert.ok(right.length >= 20));
  for (const [i, name] of right.entries()) {
    it(`right/${name} gets none`, async () => {
      const { found, report } = await rightRuns.result(i);
      assert.equal(found, undefined, report);
    });
  }
});
