import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** A command line as a build makes one: another file at once, a library later. */
const commandLine = (word: string): string => `
const { shout } = require('./part.cjs');
Promise.resolve().then(() => require('./lib.cjs')).then(({ mark }) => console.log(shout('${word}') + mark, __filename === module.filename));
`;

describe('the file that a terminal starts', () => {
  let folder: string;
  const kept = (): string[] => readdirSync(path.join(folder, 'compiled')).sort();
  const said = async (...args: string[]): Promise<string> =>
    (await run(process.execPath, [path.join(folder, 'cli.cjs'), ...args])).stdout;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-start-'));
    await build({
      absWorkingDir: root,
      entryPoints: { cli: 'src/cli/start.ts' },
      outdir: folder,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    writeFileSync(path.join(folder, 'commandLine.cjs'), commandLine('hello'));
    writeFileSync(path.join(folder, 'part.cjs'), 'exports.shout = (text) => text.toUpperCase();\n');
    writeFileSync(path.join(folder, 'lib.cjs'), "exports.mark = '!';\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps compiled code from the first run on, and runs it the next time', async () => {
    assert.equal(await said('run'), 'HELLO! true\n');
    const first = kept();
    assert.deepEqual(
      first.map((name) => name.slice(0, name.indexOf('.'))),
      ['commandLine', 'lib', 'part'],
    );
    const times = first.map((name) => statSync(path.join(folder, 'compiled', name)).mtimeMs);
    assert.equal(await said('run'), 'HELLO! true\n');
    assert.deepEqual(kept(), first);
    assert.deepEqual(
      first.map((name) => statSync(path.join(folder, 'compiled', name)).mtimeMs),
      times,
    );
  });

  it('runs a file that changed, also if it is as long as before', async () => {
    await said('run');
    writeFileSync(path.join(folder, 'commandLine.cjs'), commandLine('hallo'));
    assert.equal(await said('run'), 'HALLO! true\n');
  });

  it('compiles again where what was kept is damaged', async () => {
    await said('run');
    const file = path.join(folder, 'compiled', kept()[0]!);
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    assert.equal(await said('run'), 'HELLO! true\n');
    assert.ok(readFileSync(file).length > whole.length / 2);
  });

  it('keeps nothing of a command that ends at once', async () => {
    assert.equal(await said('--version'), 'HELLO! true\n');
    assert.throws(kept, { code: 'ENOENT' });
  });

  it('runs where nothing can be kept', async () => {
    writeFileSync(path.join(folder, 'compiled'), '');
    assert.equal(await said('run'), 'HELLO! true\n');
  });
});
