// Python programs of a course, unchanged, on the stage of a RUN: with requests, dnspython and TLS, in each Python that is here,
// and as a user without rights.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { python } from '../../scripts/python.ts';
import { bench, type Bench } from '../unit/requests/run/running.ts';

const programs = {
  'https.py': `import http.client, json, urllib.parse, urllib.request
c = http.client.HTTPSConnection("www.httpbin.org")
c.request("GET", "/get")
r = c.getresponse()
print(r.status, r.reason, json.loads(r.read())["host"])
c = http.client.HTTPSConnection("www.httpbin.org")
c.request("POST", "/post", json.dumps({"a": 1}), {"Content-type": "application/json"})
print(c.getresponse().read())
print(urllib.request.urlopen("https://www.httpbin.org/get").read())
data = urllib.parse.urlencode({"spam": 1}).encode()
print(urllib.request.urlopen("https://www.httpbin.org/post", data).read())
import ssl, socket
context = ssl.create_default_context()
with socket.create_connection(("www.httpbin.org", 443)) as sock:
    with context.wrap_socket(sock, server_hostname="www.httpbin.org") as tls:
        print(tls.getpeername(), tls.version() is not None)
`,
  'untrusted.py': `import urllib.request
try:
    urllib.request.urlopen("https://www.httpbin.org/get")
except urllib.error.URLError as error:
    print(error.reason)
`,
  'requests.txt': `import requests
r = requests.get("https://www.httpbin.org/get")
print(r.status_code, r.reason, r.json()["host"])
print(requests.post("https://www.httpbin.org/post", data={"spam": 1}).text)
print(requests.get("http://www.httpbin.org/get").status_code)
`,
  'dnspython.txt': `import dns.resolver
for kind in ["A", "AAAA", "MX", "CNAME"]:
    name = "www.lab.example" if kind == "CNAME" else "lab.example"
    print([r.to_text() for r in dns.resolver.resolve(name, kind)])
print(dns.resolver.resolve("lab.example", "A", tcp=True)[0])
`,
  'asyncio.txt': `import asyncio
async def main():
    reader, writer = await asyncio.open_connection("www.httpbin.org", 80)
    writer.write(b"GET /get HTTP/1.0\\r\\nHost: www.httpbin.org\\r\\n\\r\\n")
    print(await reader.readline(), writer.get_extra_info("peername"))
    writer.close()
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 5550)
    print(server.sockets[0].getsockname())
    server.close()
asyncio.run(main())
`,
} as const;

const routes = `GET /get

HTTP/1.1 200 OK
Content-Type: application/json

{"host": "{{request.headers.host}}"}
###
POST /post

HTTP/1.1 200 OK

{{request.body}}
`;

const zone = `$ORIGIN lab.example.
$TTL 60
@ IN SOA ns admin 1 60 60 60 60
@ IN NS ns
ns IN A 127.0.0.1
@ IN A 192.0.2.10
@ IN AAAA 2001:db8::10
@ IN MX 10 mail
mail IN A 192.0.2.11
www IN CNAME @
`;

/** Debian's, and those of pyenv if it is here; from 3.6 on. */
function pythons(): string[] {
  const debian = readdirSync('/usr/bin')
    .filter((name) => /^python3\.\d+$/.test(name))
    .map((name) => `/usr/bin/${name}`);
  const versions = path.join(homedir(), '.pyenv/versions');
  const more = existsSync(versions) ? readdirSync(versions).filter((name) => /^3\.(?:[6-9]|\d\d)\b/.test(name)) : [];
  return [...debian, ...more.map((name) => path.join(versions, name, 'bin/python3'))];
}

describe('the stage and programs with TLS, requests and dnspython', function () {
  this.timeout(120_000);
  let folder = '';
  let the: Bench;

  before(() => {
    folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'wirebench-programs-'));
    for (const [name, text] of Object.entries(programs))
      writeFileSync(path.join(folder, name.replace(/txt$/, 'script')), text);
    writeFileSync(path.join(folder, 'lab.zone'), zone);
    writeFileSync(path.join(folder, 'routes'), routes);
    const config =
      '[req]\ndistinguished_name=d\nx509_extensions=x\n[d]\n[x]\nsubjectAltName=DNS:www.httpbin.org,DNS:localhost\nbasicConstraints=critical,CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n';
    writeFileSync(path.join(folder, 'openssl.cnf'), config);
    const { status, stderr } = spawnSync(
      'openssl',
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=www.httpbin.org -config openssl.cnf -keyout key.pem -out cert.pem'.split(
        ' ',
      ),
      { cwd: folder, encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    the = bench();
  });

  after(async () => {
    await the.close();
    rmSync(folder, { recursive: true });
    assert.deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith('wirebench-stage-')),
      [],
    );
  });

  const servers = `# @name bin
SERVE https://127.0.0.1:0
behaviour: mock
file: routes
cert: cert.pem
key: key.pem
allowedHosts: *
###
# @name plain
SERVE http://127.0.0.1:0
behaviour: mock
allowedHosts: *

GET /get
HTTP/1.1 200 OK

plain
###
# @name ns
SERVE dns://127.0.0.1:0
zone: lab.zone
###
`;
  const names =
    'names: www.httpbin.org = 127.0.0.1\nports: 443 = {{bin.port}}, 80 = {{plain.port}}, 53 = {{ns.port}}, 5550 = auto\n';

  async function output(command: string, more: string): Promise<string> {
    const text = `${servers}RUN ${command}\n${names}${more}ready: exit\ntimeout: 60s\n\n?? exitCode == 0\n`;
    const { outcomes } = await the.run(text, { path: path.join(folder, 'x.http') });
    const last = outcomes.at(-1)!;
    const result = last.result?.kind === 'run' ? last.result.output : '';
    assert.deepEqual(
      outcomes.map(({ state, error }) => error?.message ?? state),
      outcomes.map(() => 'passed'),
      result,
    );
    return result;
  }

  const https = `200 OK www.httpbin.org
b'{"a": 1}'
b'{"host": "www.httpbin.org"}'
b'spam=1'
('127.0.0.1', 443) True
`;

  for (const each of pythons())
    it(`runs in ${each}`, async () => {
      assert.equal(await output(`${each} https.py`, 'trust: bin\n'), https);
      assert.match(await output(`${each} untrusted.py`, ''), /CERTIFICATE_VERIFY_FAILED/);
    });

  it('runs with requests', async () => {
    assert.equal(await output(`${python} requests.script`, 'trust: bin\n'), '200 OK www.httpbin.org\nspam=1\n200\n');
  });

  it('runs with dnspython, which asks the server of the system at port 53', async () => {
    assert.equal(
      await output(`${python} dnspython.script`, ''),
      "['192.0.2.10']\n['2001:db8::10']\n['10 mail.lab.example.']\n['lab.example.']\n192.0.2.10\n",
    );
  });

  it('runs with asyncio', async () => {
    assert.equal(
      await output(`${python} asyncio.script`, ''),
      "b'HTTP/1.1 200 OK\\r\\n' ('127.0.0.1', 80)\n('127.0.0.1', 5550)\n",
    );
  });
});
