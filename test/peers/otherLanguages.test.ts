import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plain, requestLines } from '../../src/cli/text.ts';
import type { RunSummary } from '../../src/requests/run/outcome.ts';
import { freePort } from '../helpers/nets.ts';
import { bench, type Bench } from '../unit/requests/run/running.ts';

const course = path.resolve(import.meta.dirname, '../../courses/sockets');
const labs = readdirSync(course).filter((name) => existsSync(path.join(course, name, 'other')) && /^\d\d-/.test(name));

/** How the labs tell to run a starter, and what compiles it. */
const languages = [
  { folder: 'javascript', command: 'node other/javascript/server.mjs' },
  { folder: 'c', command: './server', compile: ['cc', '-Wall', '-pthread', '-o', 'server', 'other/c/server.c'] },
  { folder: 'java', command: 'java other/java/Server.java' },
];

/** The ports that the labs of the course name. */
const ports = /\b55[0-9][0-9]\b|\b56[0-4][0-9]\b/g;

/** The requests of a lab, with the command in place of `python3 server.py` and time for a compiler. */
function requestsOf(lab: string, command: string): string {
  const blocks = [...lab.matchAll(/^```http\n([^]*?)^```$/gm)].map(([, body]) => body!.replaceAll(/^!!.*\n/gm, ''));
  return blocks
    .join('\n###\n')
    .replace('RUN python3 server.py', `RUN ${command}`)
    .replace(/^(ready: (?:tcp|udp) .*\ntimeout:) \d+s$/gm, '$1 60s');
}

describe('the course in other languages', function () {
  this.timeout(180_000);
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  /** Runs a lab with the server of a folder of the course, and the Python solution for all else. */
  async function run(
    name: string,
    servers: string,
    language: (typeof languages)[number],
  ): Promise<[RunSummary, string]> {
    const folder = mkdtempSync(path.join(tmpdir(), 'wirebench-lab-'));
    try {
      cpSync(path.join(course, name), folder, { recursive: true });
      cpSync(path.join(course, 'solutions', name), folder, { recursive: true });
      cpSync(path.join(servers, 'other'), path.join(folder, 'other'), { recursive: true });
      const free = new Map<string, string>();
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(?:md|py|mjs|c|java)$/.test(file)) continue;
        const at = path.join(folder, file);
        const text = readFileSync(at, 'utf8');
        for (const [port] of text.matchAll(ports)) if (!free.has(port)) free.set(port, String(await freePort()));
        writeFileSync(
          at,
          text.replace(ports, (port) => free.get(port)!),
        );
      }
      const [compiler, ...words] = language.compile ?? [];
      if (compiler) execFileSync(compiler, words, { cwd: folder });
      const file = path.join(folder, `${name}.lab.md`);
      const summary = await the.run(requestsOf(readFileSync(file, 'utf8'), language.command), { path: file });
      const report = { ...summary, file: `${name}.lab.md`, startedAt: 0, problems: [], lineOf: () => 1 };
      return [summary, summary.outcomes.flatMap((one) => requestLines(report, one, plain)).join('\n')];
    } finally {
      rmSync(folder, { recursive: true, maxRetries: 3 });
    }
  }

  for (const name of labs) {
    for (const language of languages) {
      it(`${name}: the lab names the command of ${language.folder}`, () => {
        const lab = readFileSync(path.join(course, name, `${name}.lab.md`), 'utf8');
        assert.ok(lab.includes(`\`${language.command}\``));
        assert.ok(!language.compile || lab.includes('`cc -pthread -o server other/c/server.c`'));
      });

      it(`${name}: the solution in ${language.folder} passes every check`, async () => {
        const [summary, text] = await run(name, path.join(course, 'solutions', name), language);
        assert.equal(summary.exitCode, 0, text);
      });

      it(`${name}: the starter in ${language.folder} starts, and fails`, async () => {
        const [summary, text] = await run(name, path.join(course, name), language);
        assert.notEqual(summary.exitCode, 0, text);
        assert.doesNotMatch(text, /SyntaxError|error: compilation failed|could not be started/);
      });
    }
  }
});
