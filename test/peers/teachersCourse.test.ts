// A course as a teacher writes it, from docs/labs.md alone, proved with the command that the page names.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../../scripts/build.ts';
import { python } from '../../scripts/python.ts';
import { readLab } from '../../src/labs/lab.ts';
import { freePort } from '../helpers/nets.ts';

const course = path.resolve(import.meta.dirname, '../courses/sensors');

interface Proof {
  readonly lab: string;
  readonly name: string;
  readonly expects: string;
  readonly holds: boolean;
  readonly message?: string;
}

describe("a teacher's own course", function () {
  this.timeout(300_000);
  let folder: string;
  let proofs: readonly Proof[];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'wirebench-test-'));
    const copy = path.join(folder, 'sensors');
    cpSync(course, copy, { recursive: true });
    const ports = new Map<string, string>();
    for (const port of ['6101', '6102', '6103', '6104']) ports.set(port, String(await freePort()));
    for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
      const file = path.join(copy, name);
      if (!statSync(file).isFile()) continue;
      const text = readFileSync(file, 'utf8').replaceAll('RUN python3', `RUN ${python}`);
      writeFileSync(
        file,
        text.replace(/\b610[1-4]\b/g, (port) => ports.get(port)!),
      );
    }
    await build({ outdir: path.join(folder, 'dist') });
    const cli = path.join(folder, 'dist/cli.cjs');
    const output = await new Promise<string>((resolve) => {
      const args = [cli, 'check', '--self', '--json', '--jobs', '2', 'sensors'];
      execFile(process.execPath, args, { cwd: folder }, (_, stdout, stderr) => resolve(stdout || stderr));
    });
    proofs = (JSON.parse(output) as { proofs: Proof[] }).proofs;
  });
  after(() => rmSync(folder, { recursive: true }));

  const labs = readdirSync(course).filter((name) => /^\d/.test(name));

  it('has labs without problems, whose programs are the starters', () => {
    assert.equal(labs.length, 4);
    for (const name of labs) {
      const { problems, cells } = readLab(readFileSync(path.join(course, name, `${name}.lab.md`), 'utf8'));
      assert.deepEqual(problems, [], name);
      const programs = cells.flatMap(({ file, text }) => (file === undefined ? [] : [[file, text] as const]));
      assert.ok(programs.length > 0);
      for (const [file, text] of programs) {
        assert.equal(`${text}\n`, readFileSync(path.join(course, name, file), 'utf8'), file);
      }
    }
  });

  it('has for each lab a solution, a starter and two faulty programs or more', () => {
    for (const name of labs) {
      const names = proofs.filter(({ lab }) => path.dirname(lab) === path.join('sensors', name)).map((one) => one.name);
      assert.deepEqual(names.slice(0, 2), ['solution', 'starter']);
      assert.ok(names.length >= 4, names.join(', '));
    }
  });

  it('is proved: solutions have all points, starters fail as they must, faulty programs get their diagnoses', () => {
    const wrong = proofs.filter(({ holds }) => !holds);
    assert.deepEqual(wrong, []);
    const diagnoses = new Set(proofs.map(({ expects }) => expects));
    assert.ok(diagnoses.size >= 8, [...diagnoses].join(', '));
  });
});
