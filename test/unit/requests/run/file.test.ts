import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bench, brief, type Bench } from './running.ts';

const source = `import socket as s, http.server
from urllib import request
c = s.socket()
c.settimeout(5)
request.urlopen("http://x")
open("marker", "w").close()
`;

describe('FILE', () => {
  let folder = '';
  let the: Bench;
  const run = async (text: string): Promise<string> => {
    const { outcomes } = await the.run(text, { path: path.join(folder, 'x.http') });
    return brief(outcomes[0]!);
  };
  before(() => {
    folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'wirebench-source-'));
    writeFileSync(path.join(folder, 'server.py'), source);
    writeFileSync(path.join(folder, 'wrong.py'), 'x = 1\nif x\n');
    the = bench();
  });
  after(async () => {
    await the.close();
    rmSync(folder, { recursive: true });
  });

  it('tells what a program imports and calls, and does not run it', async () => {
    const checks = [
      ...['imports contains socket', 'imports contains http', 'imports contains http.server'],
      ...['imports contains urllib.request', 'calls contains settimeout', 'calls contains socket.socket'],
      ...['calls contains urllib.request.urlopen', 'lines == 6', 'exists isTrue', 'text contains s.socket()'],
    ];
    assert.equal(
      await run(`FILE server.py\n\n${checks.map((check) => `?? ${check}\n`).join('')}?? calls contains bind\n`),
      'failed failed: calls contains bind',
    );
    assert.equal(
      await run('FILE server.py\n\n?? imports contains requests\n'),
      'failed failed: imports contains requests',
    );
    assert.equal(await run('FILE marker\n\n?? exists isFalse\n'), 'passed');
  });

  it('says that Python cannot read it', async () => {
    const { outcomes } = await the.run('FILE wrong.py\n\n?? imports contains x\n', {
      path: path.join(folder, 'x.http'),
    });
    assert.match(JSON.stringify(outcomes), /imports cannot be checked. Python cannot read line 2/);
    assert.equal(await run('FILE wrong.py\n\n?? lines == 2\n'), 'passed');
  });
});
