import assert from 'node:assert/strict';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isLoopback } from '../../../src/endpoints/address.ts';
import { metaTags } from '../../../src/requests/metaWords.ts';
import { systemVariables } from '../../../src/requests/systemWords.ts';
import { curlOptions } from '../../../src/requests/parse/curlOptions.ts';
import type { RequestOutcome } from '../../../src/requests/run/outcome.ts';
import { serveBehaviours } from '../../../src/requests/words/serve/behaviours.ts';
import type { OptionSpec } from '../../../src/requests/words/spec.ts';
import { optionsOf, words } from '../../../src/requests/words/table.ts';
import { touched } from '../../helpers/touched.ts';
import { bench, type Bench } from './run/running.ts';

/** What must not leave the machine: it is in a file, in the environment and in a .env file above the request file. */
const secret = 'WB-SECRET-4711';
/** Runs under way at the same time. */
const together = 50;

/** The other side: it takes every byte that comes, over TCP and UDP, and answers TCP as an HTTP server would. */
class Ear {
  heard = '';
  readonly #tcp: Server;
  readonly #udp: UdpSocket;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#udp = createSocket('udp4', (message) => (this.heard += message.toString('latin1')));
    this.#tcp = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      socket.on('data', (chunk) => {
        this.heard += chunk.toString('latin1');
        if (!socket.writableEnded) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      });
    });
  }

  async start(): Promise<string> {
    this.#udp.bind(0, '127.0.0.1');
    await once(this.#udp, 'listening');
    const { port } = this.#udp.address();
    this.#tcp.listen(port, '127.0.0.1');
    await once(this.#tcp, 'listening');
    return `127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#tcp.close();
    this.#udp.close();
    await once(this.#tcp, 'close');
  }
}

/** A server on a Unix socket, such as a container engine's. */
async function unixServer(file: string): Promise<{ readonly server: Server; connections: () => number }> {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  server.listen(file);
  await once(server, 'listening');
  return { server, connections: () => connections };
}

/** A request that a row of a table makes, with the row set. */
interface Case {
  readonly row: string;
  readonly text: string;
}

describe('a request file of an untrusted workspace', function () {
  this.timeout(120_000);
  let top = '';
  let file = '';
  let unix: { readonly server: Server; connections: () => number };
  let ear: Ear;
  let host = '';
  let the: Bench;

  const at = (name: string): string => path.join(top, name);

  before(async () => {
    top = mkdtempSync(path.join(realpathSync(tmpdir()), 'wirebench-trust-'));
    mkdirSync(at('course/lab'), { recursive: true });
    file = at('course/lab/x.http');
    for (const name of ['secret', 'course/lab/secret']) writeFileSync(at(name), `${secret}\n`);
    writeFileSync(at('.env'), `WB_DOT=${secret}\n`);
    writeFileSync(at('rules'), `* => ${secret}\n`);
    writeFileSync(at('script.mjs'), `export const onReceived = () => '${secret}';\n`);
    process.env['WB_SECRET'] = secret;
    unix = await unixServer(at('socket'));
    ear = new Ear();
    host = await ear.start();
    the = bench();
  });

  after(async () => {
    delete process.env['WB_SECRET'];
    await the.close();
    await ear.stop();
    unix.server.close();
    rmSync(top, { recursive: true });
  });

  interface Reached {
    readonly outcomes: readonly RequestOutcome[];
    /** What of this machine was reached for: paths, programs, sockets, servers to others, the secret in what was heard. */
    readonly things: readonly string[];
  }

  /** A run that does not end by itself ends all the same, as `cancelled`. */
  const run = (text: string, trusted: boolean) =>
    the.run(text, { trusted, path: file }, { signal: AbortSignal.timeout(20_000) });

  /** What was touched meanwhile, and what else was reached. */
  async function watched<T>(work: () => Promise<T>) {
    ear.heard = '';
    const connections = unix.connections();
    const servers: string[] = [];
    const watching = the.registry.onChange(() => {
      for (const { spec, state } of the.registry.all().filter((one) => 'spec' in one))
        if (spec.role === 'server' && state !== 'stopped' && !isLoopback(spec.host))
          servers.push(`server at ${spec.host}`);
    });
    try {
      const seen = await touched(work);
      return { ...seen, servers, socket: unix.connections() > connections };
    } finally {
      watching.dispose();
    }
  }

  function thingsIn(
    { paths, programs, servers, socket }: Omit<Awaited<ReturnType<typeof watched>>, 'result'>,
    said: unknown,
  ): string[] {
    return [
      ...paths.filter((one) => one === top || one.startsWith(top + path.sep)),
      ...programs,
      ...servers,
      ...(socket ? ['the Unix socket'] : []),
      ...(ear.heard.includes(secret) ? ['the secret, sent'] : []),
      ...(JSON.stringify(said).includes(secret) ? ['the secret, said'] : []),
    ];
  }

  async function reached(text: string, trusted: boolean): Promise<Reached> {
    const { result, ...seen } = await watched(() => run(text, trusted));
    return { outcomes: result.outcomes, things: thingsIn(seen, result.outcomes) };
  }

  /** The first error of a run, else the state of its last request. */
  function verdict({ outcomes }: Pick<Reached, 'outcomes'>): string {
    return outcomes.find(({ error }) => error !== undefined)?.error?.code ?? outcomes.at(-1)?.state ?? 'nothing';
  }

  /** All at once: what was reached is known of all of them together. */
  async function reachedByAny(cases: readonly Case[], trusted: boolean): Promise<Reached & { verdicts: string[] }> {
    const verdicts: string[] = [];
    const things: string[] = [];
    for (let from = 0; from < cases.length; from += together) {
      const runs = cases.slice(from, from + together).map(({ text }) => text);
      const { result, ...seen } = await watched(() => Promise.all(runs.map((text) => run(text, trusted))));
      verdicts.push(...result.map(({ outcomes }) => verdict({ outcomes })));
      things.push(...thingsIn(seen, result));
    }
    return { outcomes: [], things, verdicts };
  }

  /**
   * Runs the cases untrusted: none reaches anything. Then those that were not refused, trusted: they reach nothing either, so
   * nothing but the rows keeps them from it. Then those that were refused, trusted: so many rows reach something.
   */
  async function walk(cases: readonly Case[], reaching: readonly string[]): Promise<void> {
    const untrusted = await reachedByAny(cases, false);
    assert.deepEqual(untrusted.things, []);
    const refused = cases.filter((_case, i) => untrusted.verdicts[i] === 'untrusted-workspace');
    const allowed = cases.filter((one) => !refused.includes(one));
    assert.deepEqual((await reachedByAny(allowed, true)).things, []);
    const rows = new Set<string>();
    for (const { row, text } of refused)
      if (!rows.has(row) && (await reached(text, true)).things.length > 0) rows.add(row);
    assert.deepEqual([...rows].sort(), [...reaching].sort());
  }

  const heading = (word: string, scheme: string): string =>
    ({
      SERVE: `SERVE ${scheme}://127.0.0.1:0`,
      DNS: 'DNS x.test\nretries: 0',
      LOOKUP: 'LOOKUP port 443',
      RUN: 'RUN /bin/true',
      RELAY: 'RELAY tcp://127.0.0.1:0 -> tcp://127.0.0.1:9',
    })[word] ?? `${word} ${host}`;

  /** Values that reach for something where the option takes them at all. */
  const values = (option: OptionSpec): string[] =>
    option.choices !== undefined
      ? [...option.choices]
      : option.kind === 'path'
        ? [at('secret'), '../../secret', 'secret']
        : option.kind === 'duration'
          ? ['50ms']
          : option.kind === 'text' || option.kind === 'escapes' || option.kind === 'assignment'
            ? [option.example, at('secret')]
            : [option.example];

  it('reads and runs nothing by an option of a word, whichever is set', async () => {
    const cases = words().flatMap((word) =>
      (word.word === 'SERVE' ? word.schemes! : ['']).flatMap((scheme) =>
        optionsOf(word, scheme === '' ? undefined : scheme).flatMap((option) =>
          values(option).map((value): Case => {
            const others = [
              ...(word.options.some(({ name }) => name === 'timeout') && option.name !== 'timeout'
                ? ['timeout: 50ms']
                : []),
              ...(word.word === 'DNS' && option.name !== 'server' ? [`server: ${host}`] : []),
              ...(word.word === 'DNS' && option.name === 'ca' ? ['transport: tls'] : []),
              // A certificate and its key go together.
              ...(word.word === 'SERVE' && option.name === 'cert' ? [`key: ${value}`] : []),
              ...(word.word === 'SERVE' && option.name === 'key' ? [`cert: ${value}`] : []),
            ];
            const body = word.word === 'TCP' || word.word === 'UDP' ? `\n\n${at('secret')}` : '';
            const text = `${heading(word.word, scheme)}\n${[...others, `${option.name}: ${value}`].join('\n')}${body}\n`;
            return { row: `${word.word} ${option.name}`, text };
          }),
        ),
      ),
    );
    const program = ['ready', 'cwd', 'env', 'timeout', 'encoding', 'stdin'].map((name) => `RUN ${name}`);
    await walk(cases.filter(isQuick), [
      ...program,
      ...[
        'SERVE cert',
        'SERVE key',
        'SERVE zone',
        'TCP format',
        'UDP format',
        'TLS ca',
        'TLS cert',
        'TLS key',
        'DNS ca',
      ],
    ]);
  });

  /** Those that only wait, or that other machines would hear of, are left out of the trusted half. */
  function isQuick({ text }: Case): boolean {
    return !/^(multicast|dns|allowedHosts):/m.test(text);
  }

  it('reads and runs nothing by a behaviour, whichever options are set', async () => {
    const fileOf = (behaviour: string): string => at({ script: 'script.mjs', rules: 'rules' }[behaviour] ?? 'secret');
    const cases = serveBehaviours().flatMap(({ name, schemes, options }) =>
      schemes.flatMap((scheme) => {
        const line = (option: OptionSpec): string =>
          `${option.name}: ${option.kind === 'path' ? (option.name === 'root' ? at('course') : fileOf(name)) : (option.default ?? option.example)}`;
        const start = `SERVE ${scheme}://127.0.0.1:0\nbehaviour: ${name}\n`;
        const needed = options.filter(({ required }) => required === true);
        return [undefined, ...options].map((option): Case => ({
          row: `${name}${option === undefined ? '' : ` ${option.name}`}`,
          text: `${start}${[...needed, ...(option === undefined || needed.includes(option) ? [] : [option])].map(line).join('\n')}\n`,
        }));
      }),
    );
    await walk(cases, [
      ...['file', 'file path', 'file piece', 'rules file', 'dialogue file', 'mock file'],
      ...['script', 'script file', 'script timeout', 'script memory'],
      ...['static', 'static root', 'static listing', 'static cors'],
    ]);
  });

  it('reads nothing by a tag, whatever it says', async () => {
    const cases = metaTags.flatMap(({ name, aliases = [] }) =>
      [name, ...aliases].flatMap((tag) =>
        ['', at('secret'), `file://${at('secret')}`, at('socket')].map((value): Case => ({
          row: name,
          text: `# @${tag} ${value}\n${['ca', 'cert', 'key'].includes(name) ? 'GET https://' : 'GET http://'}${host}/\n`,
        })),
      ),
    );
    await walk(
      cases.filter(({ row }) => row !== 'sleep' && row !== 'prompt'),
      ['ca', 'cert', 'key', 'unix-socket'],
    );
  });

  it('reads neither the environment nor a .env file by a variable, wherever it stands', async () => {
    const written = systemVariables.flatMap(({ name }) =>
      [`${name} WB_SECRET`, `${name}.WB_SECRET`, `${name} WB_DOT`, `${name}:WB_SECRET`].map((use) => ({
        row: name,
        use: `{{${use}}}`,
      })),
    );
    const placed = (use: string): string[] => [
      `POST http://${host}/\n\n${use}\n`,
      `GET http://${host}/?q={{%${use.slice(2)}\n`,
      `@v = ${use}\n@w = {{v}}\nPOST http://${host}/\nX-W: {{w}}\n`,
      `UDP ${host}\ntimeout: 50ms\n\n${use}\n`,
      `TCP ${host}\nsource: ${use}\n`,
      `curl http://${host}/ -u 'x:${use}'\n`,
      `# @passphrase ${use}\n# @proxy http://${use}@${host}\nGET http://a.test/\n`,
      `GET http://${host}/\n\n?? header x == ${use}\n`,
    ];
    const cases = written.flatMap(({ row, use }) => placed(use).map((text): Case => ({ row, text })));
    await walk(
      cases.filter(({ row }) => !['$input', '$prompt', '$password'].includes(row)),
      ['$processEnv', '$env', '$dotenv', '$pick file'],
    );
  });

  it('sends no file as a body, of whichever kind', async () => {
    const secretFile = at('secret');
    const kinds: Record<string, string> = {
      'http <': `POST http://${host}/\n\n< ${secretFile}\n`,
      'http < relative': `POST http://${host}/\n\n< ../../secret\n`,
      'http < beside': `POST http://${host}/\n\n< ./secret\n`,
      'http <@': `POST http://${host}/\n\n<@ ${secretFile}\n`,
      'http <@latin1': `POST http://${host}/\n\n<@latin1 ${secretFile}\n`,
      'http < variable': `@f = ${secretFile}\nPOST http://${host}/\n\n< {{f}}\n`,
      'http multipart': `POST http://${host}/\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name="f"\n\n< ${secretFile}\n--b--\n`,
      'tcp <': `TCP ${host}\ntimeout: 50ms\n\n< ${secretFile}\n`,
      'udp <@': `UDP ${host}\ntimeout: 50ms\n\n<@ ${secretFile}\n`,
      'tcp second message': `TCP ${host}\ntimeout: 50ms\n\nhello\n===\n< ${secretFile}\n`,
      'tcp format': `TCP ${host}\ntimeout: 50ms\nformat: file\n\n${secretFile}\n`,
      'tcp format variable': `@f = file\nTCP ${host}\ntimeout: 50ms\nformat: {{f}}\n\n${secretFile}\n`,
      'serve fixed': `SERVE tcp://127.0.0.1:0\nbehaviour: fixed\n\n< ${secretFile}\n`,
      'serve rules': `SERVE tcp://127.0.0.1:0\nbehaviour: rules\n\n< ${at('rules')}\n`,
      'serve mock': `SERVE http://127.0.0.1:0\nbehaviour: mock\n\n< ${secretFile}\n`,
      'serve by a variable': `@b = file\nSERVE tcp://127.0.0.1:0\nbehaviour: {{b}}\npath: ${secretFile}\n`,
    };
    await walk(
      Object.entries(kinds).map(([row, text]) => ({ row, text })),
      Object.keys(kinds),
    );
  });

  it('reads nothing by an option of curl, whatever its value', async () => {
    const secretFile = at('secret');
    const given = [
      ...[
        secretFile,
        `@${secretFile}`,
        `x=@${secretFile}`,
        `x=<${secretFile}`,
        `x@${secretFile}`,
        `${secretFile}:word`,
      ],
      ...[`x=@${secretFile};type=text/plain`, `x=@a,${secretFile}`, `file://${secretFile}`, at('socket')],
      ...[`x=text;headers=@${secretFile}`, `x=text;headers=<${secretFile}`],
    ];
    const cases = curlOptions.flatMap(({ long, short, value }) =>
      (value === true ? given : ['']).flatMap((text) => [
        { row: long, text: `curl http://${host}/ --${long} ${text === '' ? '' : `'${text}'`} -m 2\n` },
        { row: long, text: `curl -k https://${host}/ --${long} ${text === '' ? '' : `'${text}'`} -m 2\n` },
        ...(short === undefined
          ? []
          : [{ row: long, text: `curl http://${host}/ -${short}${text === '' ? '' : `'${text}'`}\n` }]),
      ]),
    );
    await walk(cases, [
      ...['cacert', 'cert', 'key', 'unix-socket', 'upload-file'],
      ...['data', 'data-ascii', 'data-binary', 'data-urlencode', 'form', 'json'],
    ]);
  });

  it('opens no server to more than this machine, and joins no group', async () => {
    const servers = {
      '0.0.0.0': 'SERVE tcp://0.0.0.0:0\nbehaviour: echo\n',
      '::': 'SERVE http://[::]:0\n',
      'an address of a network': 'SERVE udp://192.0.2.1:0\nbehaviour: echo\n',
      'a name': 'SERVE tcp://lab.test:0\nbehaviour: echo\n',
      'a variable': '@h = 0.0.0.0\nSERVE tcp://{{h}}:0\nbehaviour: echo\n',
      'a group': 'SERVE udp://127.0.0.1:0\nmulticast: 239.1.2.3\n',
      'a group on an interface':
        'SERVE udp://127.0.0.1:0\nmulticast: 239.1.2.3 127.0.0.1\nmulticast: 239.1.2.4 192.0.2.1\n',
      'pages of the web': 'SERVE http://127.0.0.1:0\nallowedHosts: lab.test\n',
      'all pages of the web': 'SERVE http://127.0.0.1:0\nallowedHosts: *\n',
    };
    for (const [name, text] of Object.entries(servers)) {
      const untrusted = await reached(text, false);
      assert.deepEqual([verdict(untrusted), ...untrusted.things], ['untrusted-workspace'], name);
    }
    const own = ['tcp://127.0.0.1:0', 'udp://localhost:0', 'tcp://[::1]:0'];
    for (const url of own)
      assert.equal(verdict(await reached(`SERVE ${url}\nbehaviour: echo\n`, false)), 'passed', url);
  });

  it('has no environments, and says so', async () => {
    const errorOf = async (trusted: boolean) =>
      (await run(`GET http://${host}/{{token}}\n`, trusted)).outcomes[0]!.error;
    const error = (await errorOf(false))!;
    assert.equal(error.code, 'unknown-variable');
    assert.match(error.message, /Environments are not read while the workspace is not trusted\.$/);
    assert.deepEqual(error.remedies, ['trustWorkspace']);
    assert.equal((await errorOf(true))!.remedies, undefined);
  });

  it('is told what was not done, where it stands, and how to allow it', async () => {
    const text = `# @ca ca.pem\nGET https://${host}/\n`;
    const [outcome] = (await the.run(text, { trusted: false, path: file })).outcomes;
    const { message, remedies, facts } = outcome!.error!;
    assert.equal(
      message,
      'The tag @ca reads a file, and this workspace is not trusted: nothing was sent. Trust the workspace to allow it.',
    );
    assert.deepEqual([remedies, outcome!.fault, facts], [['trustWorkspace'], 'file', { start: 0, end: 12 }]);
  });

  it('sends what reads nothing of the machine', async () => {
    for (const text of [
      `POST http://${host}/\nX-Id: {{$guid}}\n\nhello\n`,
      `curl http://${host}/ -d x=1 -H 'X: 1'\n`,
      `curl http://${host}/ -F a=b --form-string x=@y\n`,
      `TCP ${host}\nformat: hex\ntimeout: 50ms\n\n00ff\n`,
      'LOOKUP port 443\n',
    ])
      assert.equal(verdict(await reached(text, false)), 'passed', text);
  });
});
