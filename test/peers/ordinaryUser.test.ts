// The stage of a RUN for a user without rights: nothing of it needs an administrator, and nothing of it is left.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { python } from '../../scripts/python.ts';
import { build } from '../../scripts/build.ts';

/** The user nobody, for tests that run as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const program = `import http.client, socket
secure = http.client.HTTPSConnection("www.httpbin.org")
secure.request("GET", "/get")
print(secure.getresponse().status)
with socket.create_connection(("www.example.org", 80)) as plain:
    plain.sendall(b"GET /get HTTP/1.0\\r\\nHost: www.example.org\\r\\n\\r\\n")
    print(plain.recv(15))
`;

const file = `# @name bin
SERVE https://127.0.0.1:0
names: www.httpbin.org

###
# @name web
SERVE http://127.0.0.1:0
allowedHosts: *

###
RUN ${python} program.py
names: www.httpbin.org = 127.0.0.1, www.example.org = 127.0.0.1
ports: 443 = {{bin.port}}, 80 = {{web.port}}
trust: bin

?? output contains 200\\nb'HTTP/1.1 200 OK'

###
RUN ${python} -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 80)); print(s.getsockname()[1])"
ports: 80 = auto

?? output == 80\\n
`;

describe('an ordinary user', function () {
  this.timeout(120_000);
  let folder = '';
  /** Its folder of temporary files. */
  let temporary = '';

  before(async () => {
    folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'wirebench-test-'));
    chmodSync(folder, 0o755);
    temporary = path.join(folder, 'tmp');
    mkdirSync(temporary);
    chmodSync(temporary, 0o777);
    await build({ outdir: path.join(folder, 'dist') });
    writeFileSync(path.join(folder, 'program.py'), program);
    writeFileSync(path.join(folder, 'check.http'), file);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('has the public hosts, the ports below 1024 and the certificate of the stage, and nothing is left of it', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [path.join(folder, 'dist/cli.cjs'), 'run', 'check.http'],
      { cwd: folder, env: { PATH: process.env['PATH'], TMPDIR: temporary }, ...nobody },
    ).catch((error: unknown) => assert.fail((error as { stdout?: string }).stdout ?? String(error)));
    assert.match(stdout, /4 requests: 4 passed; 2 checks: 2 hold/);
    assert.deepEqual(readdirSync(temporary), []);
  });
});
