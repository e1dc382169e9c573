import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkHelp } from '../../../src/cli/checkArguments.ts';
import { diagnosisIds } from '../../../src/labs/diagnoses/ids.ts';
import { cellId, gradeLab } from '../../../src/labs/grade.ts';
import { readLab, labSource, writeLab, type Cell, type Lab } from '../../../src/labs/lab.ts';
import { metaTags } from '../../../src/requests/metaWords.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import type { RequestOutcome } from '../../../src/requests/run/outcome.ts';
import { python } from '../../../scripts/python.ts';
import { freePort } from '../../helpers/nets.ts';
import { bench, brief, type Bench } from '../requests/run/running.ts';

const page = path.resolve(import.meta.dirname, '../../../docs/labs.md');

/** Every example of the page: labs in longer fences, programs with a file. */
describe('docs/labs.md', () => {
  let the: Bench;
  let folder: string;
  let text: string;
  let labs: Lab[];

  before(async () => {
    text = await readFile(page, 'utf8');
  });
  beforeEach(async () => {
    the = bench();
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-test-'));
    const port = await freePort();
    text = (await readFile(page, 'utf8')).replaceAll('5550', `${port}`).replaceAll('RUN python3', `RUN ${python}`);
    labs = [...text.matchAll(/^````markdown\n([^]*?)^````$/gm)].map(([, lab]) => readLab(lab!));
  });
  afterEach(async () => {
    await the.close();
    await rm(folder, { recursive: true });
  });

  /** As a person runs it in the notebook: a cell after the other, in one session. */
  async function run(lab: Lab): Promise<RequestOutcome[]> {
    const outcomes: RequestOutcome[] = [];
    const of = {
      id: (cell: Cell) => cellId(lab, cell, 'lab'),
      path: path.join(folder, 'a.lab.md'),
      folder,
      session: 'lab',
    };
    for (const [index, cell] of lab.cells.entries()) {
      if (cell.kind !== 'requests') continue;
      const source = labSource(lab, index, of);
      const summary = await the.runner.run({ source, trusted: true, keeps: true }, { evidence: true });
      outcomes.push(...summary.outcomes.map((outcome) => ({ part: source.id, ...outcome })));
    }
    return outcomes;
  }

  /** The points of a run, as the command line and the Labs view tell them. */
  function points(lab: Lab, outcomes: readonly RequestOutcome[], failures?: number) {
    const { points: got, of, steps } = gradeLab(lab, outcomes, failures);
    return [
      got,
      of,
      ...steps.map(({ title, state, hints, hidden }) => [title, state, ...hints, ...(hidden ? ['hidden'] : [])]),
    ];
  }

  async function write(lab: Lab): Promise<void> {
    for (const { file, text: content } of lab.cells) {
      if (file === undefined) continue;
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), `${content}\n`);
    }
  }

  it('has labs without problems, which are written as they are read', () => {
    assert.equal(labs.length, 4);
    for (const lab of labs) {
      assert.deepEqual(lab.problems, []);
      assert.equal(writeLab(lab.cells), lab.cells.map(({ raw }) => raw).join(''));
      const requests = lab.cells.filter(({ kind }) => kind === 'requests').map((cell) => cell.text);
      assert.deepEqual(parseRequestFile(requests.join('\n###\n')).problems, []);
    }
    assert.deepEqual(labs[0]!.front, { title: 'Hello, echo', teaches: ['connect', 'send', 'receive'], time: '10 min' });
  });

  it('has labs that run as the page says', async () => {
    assert.deepEqual((await run(labs[0]!)).map(brief), ['passed', 'passed']);
    const outcomes = await run(labs[3]!);
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed', 'passed', 'passed']);
    assert.deepEqual(points(labs[3]!, outcomes), [
      4,
      4,
      ['The first client', 'passed'],
      ['Bytes and text', 'passed'],
      ['Another word', 'passed', 'hidden'],
    ]);
  });

  it('has a starter that makes the mistake, and a solution', async () => {
    const lab = labs[1]!;
    await write(lab);
    const outcomes = await run(lab);
    const [, wrong] = outcomes;
    const title = 'A word with its line end';
    assert.deepEqual(points(lab, outcomes, 1), [0, 2, [title, 'failed']]);
    const hint = 'Print repr(word) in the server, and look at its end.';
    assert.deepEqual(points(lab, outcomes, 2), [0, 2, [title, 'failed', hint]]);
    assert.equal(wrong!.state, 'failed');
    assert.equal(wrong!.checks[0]!.why, 'The line end was counted: strip() the word before len().');
    await the.runner.close();
    await the.close();
    the = bench();
    await write(readLab(text));
    await writeFile(path.join(folder, 'server.py'), await readFile(path.join(folder, 'solutions/server.py')));
    assert.deepEqual((await run(lab)).map(brief), ['passed', 'passed']);
  });

  it('has a client to begin with, which is told that it never connected', async () => {
    const lab = labs[2]!;
    await write(lab);
    const report = gradeLab(lab, await run(lab));
    assert.deepEqual(
      report.steps.map(({ title, state, diagnosis }) => [title, state, diagnosis?.id]),
      [
        ['The sensor ends without an error', 'passed', undefined],
        ['A line arrives', 'failed', 'client-never-connected'],
      ],
    );
  });

  it('has a body that sends a line in two pieces, with an answer between them', async () => {
    const body = /^```text\n(first[^]*?)^```$/m.exec(text)![1]!;
    const server = '# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: uppercase\n';
    const { outcomes } = await the.run(
      `${server}\n###\nTCP 127.0.0.1:{{echo.port}}\ntimeout: 5s\n\n${body}\n?? received text == FIRST\\nSECOND\\n\n?? received chunks >= 2\n`,
    );
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed']);
  });

  it('names the diagnoses that there are', () => {
    const named = [...text.matchAll(/^\| `([a-z][a-z-]+)` +\| /gm)].map(([, name]) => name);
    assert.deepEqual(named.sort(), [...diagnosisIds].sort());
  });

  it('names the options that there are', () => {
    const table = /^\| option [^]*?\n\n/m.exec(text)![0];
    const named = [...table.matchAll(/^\| `(--[a-z-]+)/gm)].map(([, name]) => name);
    const known = [...checkHelp.matchAll(/^ {6}(--[a-z-]+)/gm)].map(([, name]) => name);
    assert.deepEqual(named.sort(), known.filter((name) => name !== '--each').sort());
  });

  it('names the tags that there are', () => {
    const named = [...text.matchAll(/^\| `# @([a-z]+)/gm)].map(([, name]) => name);
    const known = metaTags.filter(({ sentence }) => sentence.startsWith('In a lab')).map(({ name }) => name);
    assert.deepEqual(named.sort(), [...known, 'needs'].sort());
  });
});
