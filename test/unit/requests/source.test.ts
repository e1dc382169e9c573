import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { completions } from '../../../src/requests/language/completions.ts';
import { doubts } from '../../../src/requests/language/doubts.ts';
import { hover } from '../../../src/requests/language/hover.ts';
import { codeLenses, definition, references, symbols } from '../../../src/requests/language/outline.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import type { RequestOutcome } from '../../../src/requests/run/outcome.ts';
import { isPart, placeIn, requestSource, type RequestSource } from '../../../src/requests/source.ts';
import { bench, brief, type Bench } from './run/running.ts';

const parse = ({ text, before }: RequestSource) => parseRequestFile(text, before);

/** Cells of a notebook, the last of which is the source. */
function cells(...texts: readonly string[]): RequestSource {
  const parts = texts.map((text, i) => ({ id: `lab#${i}`, text }));
  return requestSource(parts, { path: '/labs/one/lab.ipynb', session: 'lab' });
}

const settings = '@host = 127.0.0.1\n@greeting = hello';
const server = '### The server\n# @name echo\nSERVE tcp://{{host}}:0\nbehaviour: echo\n';
const client = 'TCP {{host}}:{{echo.port}}\n\n{{greeting}}\n\n?? received text == {{greeting}}';

describe('a source of requests', () => {
  it('is a file, with its folder and a session of its own', () => {
    const file = path.resolve('/labs/one/a.http');
    const source = requestSource([{ id: 'a', text: 'GET http://h' }], { path: file });
    assert.deepEqual(source, {
      ...{ id: 'a', text: 'GET http://h', session: 'a', before: [] },
      ...{ path: file, folder: path.dirname(file) },
    });
    assert.equal(isPart(source), false);
  });

  it('is a text that was never saved, in a folder or in none', () => {
    const text = { id: 'untitled', text: '' };
    assert.deepEqual(requestSource([text]), { ...text, session: 'untitled', before: [] });
    assert.deepEqual(requestSource([text], { folder: '/labs' }), {
      ...{ ...text, session: 'untitled', before: [] },
      folder: '/labs',
    });
  });

  it('is a cell, with the folder and the session of its notebook and the cells above it', () => {
    const source = cells(settings, server, client);
    assert.equal(source.text, client);
    assert.deepEqual([source.folder, source.session, isPart(source)], [path.dirname(source.path!), 'lab', true]);
    assert.deepEqual(
      source.before.map(({ text }) => text),
      [settings, server],
    );
  });

  it('has the regions of its own text where they are in it, whatever is above', () => {
    const cell = fc
      .array(fc.constantFrom('GET http://h/{{a}}', '@a = b', '###', '### t', '', '\r', 'x', '?? status == 200', '##'), {
        maxLength: 6,
      })
      .chain((lines) => fc.constantFrom('\n', '\r\n', '\r').map((end) => lines.join(end)));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (texts) => {
        const source = cells(...texts);
        const file = parse(source);
        const alone = parseRequestFile(source.text);
        assert.deepEqual(file.regions, alone.regions);
        // Each part has the regions that it has alone, counted back from the source's own.
        const counts = texts.map((text) => parseRequestFile(text).regions.length);
        const total = counts.reduce((sum, count) => sum + count, 0);
        assert.deepEqual(
          file.seen.map(({ index }) => index),
          Array.from({ length: total }, (_one, i) => i - (total - alone.regions.length)),
        );
        // Every place leads back to the text of its part.
        for (const { start, end } of file.seen) {
          const { part, offset } = placeIn(source, start);
          assert.equal(part.text.slice(offset, offset + end - start), file.text.slice(start, end));
        }
      }),
    );
  });

  it('refers to variables and names of the cells above', () => {
    const source = cells(settings, server, client);
    const file = parse(source);
    assert.deepEqual(doubts(file, []), []);
    assert.deepEqual(
      doubts(parseRequestFile(client), []).map(({ code }) => code),
      ['unknown-variable', 'unknown-variable', 'unknown-variable', 'unknown-variable'],
    );
    const labels = completions(file, client.indexOf('{{') + 2).map(({ label }) => label);
    for (const name of ['host', 'greeting', 'echo']) assert.ok(labels.includes(name), name);
    const inside = client.indexOf('echo.') + 'echo.'.length;
    assert.ok(completions(file, inside).some(({ label }) => label === 'echo.port'));
    assert.deepEqual(hover(file, client.indexOf('host'))?.paragraphs, ['`host` is defined in this file.']);
    assert.match(hover(file, inside)!.paragraphs[0]!, /^Of the request `echo` \(The server\)\./);
  });

  it('has an outline, lenses and problems of its own alone', () => {
    const file = parse(cells(settings, `${server}nonsense: 1\n`, `${client}\n\n###\n# @ref none\nGET http://h\n`));
    assert.deepEqual(
      symbols(file).map(({ name }) => name),
      ['TCP {{host}}:{{echo.port}}', 'GET http://h'],
    );
    assert.deepEqual(
      codeLenses(file).map(({ kind, region }) => [kind, region]),
      [
        ['send', 0],
        ['runAll', undefined],
        ['send', 1],
      ],
    );
  });

  it('leads from a use to the definition above, and to all uses', () => {
    const source = cells(settings, server, client);
    const file = parse(source);
    const found = definition(file, client.indexOf('host'));
    const { part, offset } = placeIn(source, found!.start);
    assert.deepEqual([part.id, part.text.slice(offset, offset + 4)], ['lab#0', 'host']);
    assert.deepEqual(
      references(file, client.indexOf('echo')).map(({ start }) => placeIn(source, start).part.id),
      ['lab#2', 'lab#1'],
    );
  });
});

describe('a run of a cell', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  async function send(source: RequestSource, regions?: readonly number[]): Promise<RequestOutcome[]> {
    const told: RequestOutcome[] = [];
    const { outcomes } = await the.runner.run(
      { source, trusted: true, keeps: true, ...(regions && { regions }) },
      { onOutcome: (outcome) => outcome.state !== 'running' && told.push(outcome) },
    );
    assert.deepEqual(told, outcomes);
    return told;
  }

  const where = ({ part, region, label }: RequestOutcome) => [part, region, label];

  it('first sends what it needs from the cells above, and tells of it at its place there', async () => {
    const above = `# no request\n\n${server}\n?? port > 0\n`;
    const source = cells(settings, above, `GET http://h\n###\n${client}`);
    const [started, sent] = await send(source, [1]);
    assert.deepEqual([brief(started!), brief(sent!)], ['passed', 'passed']);
    assert.deepEqual(where(started!), ['lab#1', 1, 'echo']);
    assert.ok(above.slice(started!.start).startsWith('SERVE tcp'), above.slice(started!.start));
    assert.equal(above.slice(started!.checks[0]!.start, started!.checks[0]!.end), '?? port > 0');
    assert.deepEqual(where(sent!), [undefined, 1, 'TCP {{host}}:{{echo.port}}']);
    assert.equal(source.text.slice(sent!.start, sent!.start + 3), 'TCP');
  });

  it('shares the server that a cell above has started', async () => {
    const [started] = await send(cells(settings, server), [0]);
    const [sent, ...others] = await send(cells(settings, server, client), [0]);
    assert.deepEqual([brief(sent!), others], ['passed', []]);
    assert.deepEqual(where(started!), [undefined, 0, 'echo']);
    assert.deepEqual(
      the.registry.all().map(({ name }) => name),
      ['echo'],
    );
    await the.runner.endSession('lab');
    assert.deepEqual(the.registry.all(), []);
  });

  it('sends the whole cell and nothing else of the notebook', async () => {
    const outcomes = await send(cells(settings, `${server}\n###\nGET http://127.0.0.1:1/\n`, client));
    assert.deepEqual(
      outcomes.map(({ label, state }) => [label, state]),
      [
        ['echo', 'passed'],
        ['TCP {{host}}:{{echo.port}}', 'passed'],
      ],
    );
  });

  it('has relative paths and .env files from the folder of its notebook', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-'));
    try {
      await writeFile(path.join(folder, '.env'), 'WORD=from the file\n');
      await writeFile(path.join(folder, 'said.txt'), 'hello');
      const text = 'SERVE http://127.0.0.1:0\nbehaviour: static\nroot: .\n\n?? port != {{$dotenv WORD}}\n';
      const home = { path: path.join(folder, 'lab.ipynb'), session: 'lab' };
      const [served] = await send(
        requestSource(
          [
            { id: 'a', text: '' },
            { id: 'b', text },
          ],
          home,
        ),
        [0],
      );
      assert.equal(served?.checks[0]?.text, 'port != from the file');
      assert.ok(served.result?.kind === 'serve');
      const answer = await fetch(`http://127.0.0.1:${served.result.port}/said.txt`);
      assert.equal(await answer.text(), 'hello');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says of what fails above that it failed, and does not send', async () => {
    const broken = '# @name broken\nSERVE tcp://127.0.0.1:0\nbehaviour: nonesuch\n';
    const [failed, skipped] = await send(cells(broken, 'TCP 127.0.0.1:{{broken.port}}'), [0]);
    assert.deepEqual([where(failed!)[0], failed!.state, failed!.error?.code], ['lab#0', 'error', 'bad-value']);
    assert.deepEqual([skipped!.state, skipped!.error?.code], ['skipped', 'needs-failed']);
  });
});
