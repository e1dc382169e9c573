import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { python } from '../../../../scripts/python.ts';
import { bench, brief, type Bench } from './running.ts';

/** Python's own modules only; requests and dnspython are in test/peers. */
const programs = {
  // A GET by hand to a name and port 80, as in a course.
  'get.py': `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("www.google.com", 80))
print(s.getpeername())
s.send(b"GET / HTTP/1.0\\r\\nHost: www.google.com\\r\\n\\r\\n")
text = b""
while True:
    data = s.recv(512)
    if not data:
        break
    text += data
print(text.decode())
`,
  'get2.py': `import urllib.request, http.client
print(urllib.request.urlopen("http://www.example.org/").read())
c = http.client.HTTPConnection("www.example.org", timeout=5)
c.request("GET", "/")
r = c.getresponse()
print(r.status, r.read(), c.sock.getpeername())
`,
  'names.py': `import socket
print(socket.gethostbyname("Device.Example."), socket.gethostbyname_ex("device.example")[2])
print([row[4] for row in socket.getaddrinfo("device.example", 5000, type=socket.SOCK_STREAM)])
print([row[4][:2] for row in socket.getaddrinfo("device.example", 5000, socket.AF_INET6, socket.SOCK_STREAM)])
try:
    socket.getaddrinfo("v4.example", 1, socket.AF_INET6)
except socket.gaierror as error:
    print("none", error)
`,
  'client.py': `import socket
for how in range(3):
    if how == 0:
        s = socket.create_connection(("device.example", 5000))
    elif how == 1:
        s = socket.socket()
        print(s.connect_ex(("127.0.0.1", 5000)))
    else:
        s = socket.socket(socket.AF_INET6)
        s.connect(("2001:db8::1", 5000))
    s.sendall(b"hello")
    print(s.recv(100), s.getpeername()[:2])
    s.close()
`,
  'udpClient.py': `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"one", ("192.0.2.1", 5000))
print(s.recvfrom(100))
s.sendto(b"two", 0, ("device.example", 5000))
buffer = bytearray(10)
print(s.recvfrom_into(buffer), buffer[:3])
if hasattr(s, "sendmsg"):
    s.sendmsg([b"thr", b"ee"], [], 0, ("192.0.2.1", 5000))
    print(s.recvmsg(100)[0::3])
s.connect(("192.0.2.2", 5000))
s.send(b"four")
print(s.recv(100), s.getpeername())
`,
  'server.py': `import socket
s = socket.socket()
s.bind(("", 5550))
s.listen(5)
print("listening", s.getsockname(), flush=True)
while True:
    c, a = s.accept()
    print(c.getsockname(), flush=True)
    c.sendall(c.recv(100).upper())
    c.close()
`,
  'udpServer.py': `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 5550))
print(s.getsockname(), flush=True)
while True:
    data, a = s.recvfrom(100)
    s.sendto(data.upper(), a)
`,
  'twice.py': `import socket
a = socket.socket()
a.bind(("127.0.0.1", 5550))
a.listen()
b = socket.socket()
b.bind(("127.0.0.1", 5550))
`,
  'parent.py': `import os, socket, subprocess, sys
print(subprocess.run([sys.executable, "-c", "import socket; print(socket.gethostbyname('device.example'))"], stdout=subprocess.PIPE).stdout.decode())
print("user", os.environ.get("FROM_USER"), sys.modules["sitecustomize"].__file__.endswith("mine/sitecustomize.py"))
import helper
print(helper.word, [each for each in sys.path if "wirebench-stage" in each])
`,
  'refused.py': `import socket, threading
def call():
    socket.create_connection(("device.example", 5000))
t = threading.Thread(target=call)
t.start()
t.join()
call()
`,
  'quiet.py': 'print("no network")\n',
} as const;

describe('the stage of a program', () => {
  const temporary = process.env['TMPDIR'];
  let folder = '';
  let the: Bench;
  const run = (text: string) => the.run(text, { path: path.join(folder, 'x.http') });
  const stages = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('wirebench-stage-'));

  /** The output of one RUN at the end of a text; all requests have to pass. */
  async function output(text: string): Promise<string> {
    const { outcomes } = await run(text);
    assert.deepEqual(
      outcomes.map(({ state, error }) => error?.message ?? state),
      outcomes.map(() => 'passed'),
    );
    const result = outcomes.at(-1)!.result;
    assert.ok(result?.kind === 'run');
    return result.output;
  }

  before(() => {
    folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'wirebench-programs-'));
    // Stages of other tests are elsewhere.
    process.env['TMPDIR'] = folder;
    for (const [name, text] of Object.entries(programs)) writeFileSync(path.join(folder, name), text);
    the = bench();
  });

  after(async () => {
    await the.close();
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
    rmSync(folder, { recursive: true });
  });

  afterEach(() => assert.deepEqual(stages(), [], 'a folder of a stage is left'));

  const http = `# @name bin
SERVE http://127.0.0.1:0
behaviour: mock
allowedHosts: *

GET /
HTTP/1.1 200 OK

served {{request.headers.host}}
###
`;

  const exit = 'ready: exit\ntimeout: 30s\n';
  const printed = async (text: string): Promise<string[]> => (await output(text)).trimEnd().split(/\r?\n/);
  /** The sentence of the last request, which must not pass. */
  async function refused(text: string): Promise<string> {
    const { outcomes } = await run(text);
    const { state, error } = outcomes.at(-1)!;
    assert.equal(state, 'error');
    return `${error!.code}: ${error!.message}`;
  }

  it('sends a GET by hand to a public name and port 80 to our server', async () => {
    const text = await output(
      `${http}\nRUN ${python} get.py\nnames: www.google.com = 127.0.0.1\nports: 80 = {{bin.port}}\n${exit}`,
    );
    assert.match(text, /^\('127\.0\.0\.1', 80\)\nHTTP\/1\.1 200 OK[^]*served www\.google\.com\s*$/);
  });

  it('sends urllib and http.client to our server, past a proxy', async () => {
    const text = `${http}\nRUN ${python} get2.py\nenv: http_proxy=http://127.0.0.1:1\nnames: www.example.org = localhost\nports: 80 = 127.0.0.1:{{bin.port}}\n${exit}`;
    assert.deepEqual(await printed(text), [
      "b'served www.example.org'",
      "200 b'served www.example.org' ('127.0.0.1', 80)",
    ]);
  });

  it('finds the addresses of its names, and no others', async () => {
    const names = 'names: device.example = 192.0.2.7, device.example = 2001:db8::7\nnames: V4.example = 192.0.2.8';
    const [host, all, six, none] = await printed(`RUN ${python} names.py\n${names}\n${exit}`);
    assert.equal(host, "192.0.2.7 ['192.0.2.7']");
    assert.equal(all, "[('192.0.2.7', 5000), ('2001:db8::7', 5000, 0, 0)]");
    assert.equal(six, "[('2001:db8::7', 5000)]");
    assert.match(none!, /^none \[Errno -2\]/);
  });

  it('sends connections of every form to the port, and shows the program the address that it called', async () => {
    const serve = '# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n###\n';
    const text = `${serve}RUN ${python} client.py\nnames: device.example = 192.0.2.7\nports: 5000 = {{echo.port}}\n${exit}`;
    assert.deepEqual(await printed(text), [
      "b'hello' ('192.0.2.7', 5000)",
      '0',
      "b'hello' ('127.0.0.1', 5000)",
      "b'hello' ('2001:db8::1', 5000)",
    ]);
  });

  it('sends datagrams of every form to the port, and shows the program the address that it called', async () => {
    const serve = '# @name echo\nSERVE udp://127.0.0.1:0\nbehaviour: echo\n###\n';
    const text = `${serve}RUN ${python} udpClient.py\nnames: device.example = 192.0.2.7\nports: 5000 = {{echo.port}}\n${exit}`;
    assert.deepEqual(await printed(text), [
      "(b'one', ('192.0.2.1', 5000))",
      "(3, ('192.0.2.7', 5000)) bytearray(b'two')",
      "(b'three', ('192.0.2.1', 5000))",
      "b'four' ('192.0.2.2', 5000)",
    ]);
  });

  for (const [transport, program] of [
    ['TCP', 'server.py'],
    ['UDP', 'udpServer.py'],
  ] as const)
    it(`gives two ${transport} servers on one port a free one each, which do not know it`, async () => {
      const server = (name: string): string =>
        `# @name ${name}\nRUN ${python} ${program}\nports: 5550 = auto\n###\n${transport} 127.0.0.1:{{${name}.port}}\nexpect: 1\n\nhello ${name}\n\n?? received text == HELLO ${name.toUpperCase()}\n###\n`;
      const { outcomes } = await run(server('one') + server('two') + server('one2'));
      assert.deepEqual(
        outcomes.map(({ state, error }) => error?.message ?? state),
        outcomes.map(() => 'passed'),
      );
      const ports = outcomes.flatMap(({ result }) => (result?.kind === 'run' ? [result.port] : []));
      assert.equal(new Set(ports).size, 3);
      assert.ok(!ports.includes(5550) && !ports.includes(undefined));
    });

  it('waits for the port that it really got, and shows it as its own', async () => {
    const serve = `# @name server\nRUN ${python} server.py\nports: 5550 = auto\nready: tcp 127.0.0.1:5550\n###\n`;
    const client = `TCP 127.0.0.1:{{server.port}}\nexpect: 1\n\nx\n\n?? received text == X\n###\n`;
    const check = `CHECK server\n\n?? output contains listening ('0.0.0.0', 5550)\n?? output contains ('127.0.0.1', 5550)\n`;
    const { outcomes } = await run(serve + client + check);
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed', 'passed']);
  });

  it('refuses a second bind to the port as the system does', async () => {
    const text = await output(`RUN ${python} twice.py\nports: 5550 = auto\n${exit}\n?? exitCode == 1\n`);
    assert.match(text, /line 6, in <module>\n\s+b\.bind[^]*Address already in use\s*$/);
    assert.ok(!text.includes('sitecustomize'), text);
  });

  it('holds for programs that it starts, beside a sitecustomize and a PYTHONPATH of the user', async () => {
    mkdirSync(path.join(folder, 'mine'), { recursive: true });
    const mine = 'import os\nos.environ["FROM_USER"] = "yes"\n';
    writeFileSync(path.join(folder, 'mine/sitecustomize.py'), mine);
    writeFileSync(path.join(folder, 'mine/helper.py'), 'word = "helped"\n');
    const names = 'names: device.example = 192.0.2.7, v4.example = 192.0.2.8';
    const text = await output(
      `RUN ${python} parent.py\nenv: PYTHONPATH=${path.join(folder, 'mine')}\n${names}\n${exit}`,
    );
    assert.equal(text, '192.0.2.7\n\nuser yes True\nhelped []\n');
  });

  it('leaves its own lines out of tracebacks', async () => {
    const text = await output(
      `RUN ${python} refused.py\nnames: device.example = 127.0.0.1\nports: 5000 = 1, 5001 = auto\n${exit}\n?? exitCode == 1\n`,
    );
    assert.equal(text.match(/ConnectionRefusedError/g)?.length, 2, text);
    assert.ok(!text.includes('sitecustomize') && !text.includes('wirebench-stage'), text);
  });

  it('is no burden for a program without a network', async () => {
    assert.deepEqual(await printed(`RUN ${python} quiet.py\nports: 80 = 8080\n${exit}`), ['no network']);
  });

  it('says where a program cannot be put on a stage', async () => {
    writeFileSync(path.join(folder, 'script'), `#!${python} -I\nprint(1)\n`, { mode: 0o755 });
    const names = '\nnames: a.example = 127.0.0.1\n';
    const said = (command: string, more = ''): Promise<string> => refused(`RUN ${command}${names}${more}`);
    assert.match(await said(`${python} -I quiet.py`), /^cannot-stage: .* the option -I isolates Python/);
    assert.match(
      await said(`${python} -u -Ec 'print(1)'`),
      /^cannot-stage: .* with the option -E, Python ignores PYTHONPATH/,
    );
    assert.match(await said(`${python} -W ignore -S quiet.py`), /^cannot-stage: .* -S, Python does not import/);
    assert.match(await said('./script'), /^cannot-stage: .* in the first line of script, the option -I/);
    assert.match(await said('ncat -l 1'), /^cannot-stage: .*ncat is not a Python script/);
    assert.match(
      await said('sh -c "echo 1"', 'ready: exit\n'),
      /^cannot-stage: .*no Python 3 imported the module sitecustomize from PYTHONPATH before it ended/,
    );
    assert.match(
      await said('sh -c "sleep 60"', 'timeout: 300ms\n'),
      /^cannot-stage: .*no Python 3 imported the module sitecustomize from PYTHONPATH in this time/,
    );
    // -I behind the script is the script's own.
    assert.equal(await output(`RUN ${python} quiet.py -I${names}ready: exit\n`), 'no network\n');
    assert.match(await said('no-such-program-at-all'), /^program-not-found/);
  });

  it('says that it does not bind to the port that is auto', async () => {
    assert.match(
      await refused(`RUN ${python} quiet.py\nports: 5550 = auto\n`),
      /^program-ended: .* ended before it bound to port 5550/,
    );
    assert.match(
      await refused(`RUN ${python} -c 'input()'\nports: 5550 = auto\ntimeout: 500ms\nstdin: x`),
      /^program-ended/,
    );
    assert.match(
      await refused(`RUN ${python} -c 'import time; time.sleep(60)'\nports: 5550 = auto\ntimeout: 500ms\n`),
      /^program-not-ready: .* has not bound to port 5550/,
    );
  });

  for (const [line, why] of [
    ['names: example', '"example" is not an entry: write `NAME = ADDRESS`'],
    ['names: a.example = b.example', '"b.example" is not an IP address'],
    ['names: a_b c = 127.0.0.1', '"a_b c = 127.0.0.1" is not an entry'],
    ['names: 127.0.0.1 = 127.0.0.2', '"127.0.0.1" is not the name of a host'],
    ['names: a.example = 127.0.0.1,', '"" is not an entry'],
    ['ports: 80', '"80" is not an entry: write `PORT = PORT`'],
    ['ports: 0 = 80', '"0" is not a port from 1 to 65535'],
    ['ports: 80 = 65536', '"65536" is not a port, an address with a port, or auto'],
    ['ports: 80 = free', '"free" is not a port, an address with a port, or auto'],
    ['ports: 80 = example:80', '"example" is not an IP address'],
  ] as const)
    it(`refuses ${line}, also from a variable`, async () => {
      const sentence = await refused(`RUN ${python} quiet.py\n${line}\n`);
      assert.ok(sentence.startsWith('bad-value') && sentence.includes(why), sentence);
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line)!;
      const filled = await refused(`@value = ${value}\n\n###\nRUN ${python} quiet.py\n${name}: {{value}}\n`);
      assert.ok(filled.startsWith('bad-value') && filled.includes(why), filled);
    });

  it('trusts a server with TLS only', async () => {
    const trust = (name: string): Promise<string> => refused(`${http}\nRUN ${python} quiet.py\ntrust: ${name}\n`);
    assert.match(
      await trust('bin'),
      /^bad-value: .*bin \(http:\/\/127.0.0.1:\d+\) does not have a certificate, because it does not speak TLS/,
    );
    assert.match(await trust('bim'), /^unknown-request: There is no request with the name bim/);
  });
});
