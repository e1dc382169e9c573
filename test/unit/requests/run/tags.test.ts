import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import type { HttpRequestSpec } from '../../../../src/net/http/exchange.ts';
import type { RunOptions } from '../../../../src/requests/run/runOptions.ts';
import { Runner } from '../../../../src/requests/run/runner.ts';
import type { RunnerHost } from '../../../../src/requests/run/turn.ts';
import { bench, brief, startOf, type Bench } from './running.ts';

interface More {
  readonly host?: Pick<RunnerHost, 'sleep'>;
  readonly onSend?: (spec: HttpRequestSpec) => void;
}

describe('tags and curl options', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  /** What would be sent: a client that keeps it, and fails as a network does. */
  async function run(text: string, options: RunOptions = {}, variables = {}, more: More = {}) {
    const sent: HttpRequestSpec[] = [];
    const runner = new Runner({
      registry: the.registry,
      dns: () => Promise.reject(new Error('not asked')),
      http: {
        send(spec: HttpRequestSpec) {
          sent.push(spec);
          more.onSend?.(spec);
          return Promise.reject(new Error('not sent'));
        },
        bodies: the.http.bodies,
      },
      ...more.host,
    });
    const summary = await runner.run(startOf(text, { path: '/folder/x.http', variables }), options);
    await runner.close();
    return { sent, summary };
  }

  const cases: readonly (readonly [tag: string, field: keyof HttpRequestSpec, value: unknown])[] = [
    ['no-redirect', 'followRedirects', false],
    ['noRedirect', 'followRedirects', false],
    ['no-cookie-jar', 'jar', null],
    ['timeout 10s', 'timeout', 10_000],
    ['timeout 3', 'timeout', 3000],
    ['connection-timeout 250 ms', 'connectTimeout', 250],
    ['no-reject-unauthorized', 'tls', { verify: false }],
    ['no-proxy', 'proxy', null],
    ['insist', 'insist', true],
    ['ca ca.pem', 'tls', { caFile: path.resolve('/folder/ca.pem') }],
    ['cert /etc/c.pem', 'tls', { certFile: path.resolve('/etc/c.pem') }],
    ['proxy socks5://127.0.0.1:1080', 'proxy', 'socks5://127.0.0.1:1080'],
    ['family 6', 'family', 6],
    ['unix-socket /run/app.sock', 'socketPath', path.resolve('/run/app.sock')],
  ];
  for (const [tag, field, value] of cases) {
    it(`# @${tag} sets ${field}`, async () => {
      const { sent } = await run(`# @${tag}\nGET http://h/\n\n###\nGET http://h/\n`);
      assert.deepEqual(
        sent.map((spec) => spec[field]),
        [value, undefined],
      );
    });
  }

  it('tags about TLS add up, their placeholders filled in', async () => {
    const text =
      '# @ca ca.pem\n# @cert c.pem\n# @key k.pem\n# @passphrase {{word}}\n# @no-reject-unauthorized\nGET https://h/\n';
    const { sent } = await run(text, {}, { word: 'secret' });
    const [caFile, certFile, keyFile] = ['ca.pem', 'c.pem', 'k.pem'].map((name) => path.resolve('/folder', name));
    assert.deepEqual(sent[0]?.tls, { verify: false, caFile, certFile, keyFile, passphrase: 'secret' });
    const { summary } = await run(text);
    assert.match(summary.outcomes[0]!.error!.message, /There is no variable word/);
    assert.equal(summary.outcomes[0]!.error!.facts!['start'], text.indexOf('# @passphrase'));
    const wrong = await run('# @family 5\nGET https://h/\n');
    assert.equal(wrong.summary.outcomes[0]!.error!.message, '"5" is not an address family: write 4 or 6.');
  });

  it('# @timeout that is no duration is an error of the file, with what to write', async () => {
    const { sent, summary } = await run('# @timeout soon\nGET http://h/\n');
    assert.deepEqual(sent, []);
    assert.equal(summary.outcomes[0]!.error?.message, '"soon" is not a duration: write 500 ms, 2 s or 1 m.');
  });

  const sleeps: readonly (readonly [tag: string, milliseconds: number])[] = [
    ['sleep 500', 500],
    ['sleep 2s', 2000],
    ['sleep 1.5 m', 90_000],
  ];
  for (const [tag, milliseconds] of sleeps)
    it(`# @${tag}: nothing is sent before that time is over`, async () => {
      const happened: unknown[] = [];
      const slept = new EventEmitter();
      const asleep = once(slept, 'asleep');
      const running = run(
        `# @${tag}\nGET http://h/1\n\n###\nGET http://h/2\n`,
        {},
        {},
        {
          host: {
            sleep: async (time) => {
              happened.push(time);
              const awake = once(slept, 'awake');
              slept.emit('asleep');
              await awake;
            },
          },
          onSend: ({ url }) => happened.push(url),
        },
      );
      await asleep;
      assert.deepEqual(happened, [milliseconds]);
      slept.emit('awake');
      await running;
      assert.deepEqual(happened, [milliseconds, 'http://h/1', 'http://h/2']);
    });

  it('# @sleep 0 waits for nothing, and one that is no duration is an error of the file', async () => {
    assert.equal((await run('# @sleep 0\nGET http://h/\n')).sent.length, 1);
    const { sent, summary } = await run('# @sleep well\nGET http://h/\n');
    assert.deepEqual(sent, []);
    assert.equal(summary.outcomes[0]!.error?.message, '"well" is not a duration: write 500, 500ms or 2s.');
  });

  it('# @sleep ends when the run is cancelled, and nothing is sent', async () => {
    const stop = new AbortController();
    const { sent, summary } = await run('# @sleep 60m\nGET http://h/\n', {
      signal: stop.signal,
      onOutcome: ({ state }) => {
        if (state === 'running') stop.abort();
      },
    });
    assert.deepEqual(sent, []);
    assert.deepEqual([summary.cancelled, summary.outcomes[0]!.state], [true, 'skipped']);
  });

  it('HTTP/2 (Prior Knowledge) of the JetBrains client is a version', async () => {
    const { sent, summary } = await run('GET http://h/a HTTP/2 (Prior Knowledge)\n\n###\nGET http://h/b HTTP/2\n');
    assert.equal(summary.outcomes.length, 2);
    assert.deepEqual(
      sent.map(({ url, version }) => [url, version]),
      [
        ['http://h/a', '2'],
        ['http://h/b', '2'],
      ],
    );
  });

  it('# @note asks before anything goes', async () => {
    const asked: (string | undefined)[] = [];
    const answering = (answer: string | null): RunOptions => ({
      onPrompt: ({ description }) => {
        asked.push(description);
        return Promise.resolve(answer);
      },
    });
    const text = '# @note This deletes everything\nDELETE http://h/\n';
    assert.equal((await run(text, answering(null))).sent.length, 0);
    assert.equal((await run(text, answering('yes'))).sent.length, 1);
    assert.match(asked[0]!, /^This deletes everything/);
  });

  it('# @prompt asks, and the answer is put in', async () => {
    const onPrompt: RunOptions['onPrompt'] = ({ name, description }) => Promise.resolve(`${name}-${description}`);
    const { sent } = await run('# @prompt user Name\nGET http://h/{{user}}\n', { onPrompt });
    assert.equal(sent[0]?.url, 'http://h/user-Name');
    const alone = await run('# @prompt user Name\nGET http://h/{{user}}\n');
    assert.equal(alone.sent.length, 0);
    assert.match(alone.summary.outcomes[0]!.error!.message, /user has to be typed/);
  });

  it('curl options become fields of the request, files from the folder of the request file', async () => {
    const { sent } = await run(
      'curl --cacert ca.pem --cert c.pem:{{word}} --key k.pem --connect-timeout 1.5 -m 3 -4 -x {{proxy}} -u {{me}}:pw https://h/\n\n###\ncurl -6 -k http://h/\n',
      {},
      { word: 'secret', proxy: 'http://p:1', me: 'ada' },
    );
    const file = (name: string): string => path.resolve('/folder', name);
    const [first, second] = sent;
    assert.deepEqual(first?.tls, {
      caFile: file('ca.pem'),
      certFile: file('c.pem'),
      passphrase: 'secret',
      keyFile: file('k.pem'),
    });
    assert.deepEqual(
      [first.connectTimeout, first.timeout, first.family, first.proxy, first.auth],
      [1500, 3000, 4, 'http://p:1', { kind: 'basic', user: 'ada', password: 'pw' }],
    );
    assert.deepEqual([second?.family, second?.tls], [6, { verify: false }]);
  });
});

describe('the order of a run', () => {
  let the: Bench;
  beforeEach(() => (the = bench()));
  afterEach(() => the.close());

  const lookup = (name: string, tag = ''): string => `# @name ${name}\n${tag}LOOKUP port 53/udp\n\n###\n`;
  const order = async (text: string, regions?: number[]): Promise<string[]> => {
    const summary = await the.run(text, regions === undefined ? {} : { regions });
    return summary.outcomes.map(({ label, ...outcome }) => `${label} ${brief({ label, ...outcome })}`);
  };

  it('takes what # @ref names first, once', async () => {
    const text = lookup('a', '# @ref c\n') + lookup('b', '# @ref c\n') + lookup('c');
    assert.deepEqual(await order(text), ['c passed', 'a passed', 'b passed']);
    assert.deepEqual(await order(text, [1]), ['c passed', 'b passed']);
  });

  it('takes what # @forceRef names each time', async () => {
    const text = lookup('a', '# @forceRef c\n') + lookup('b', '# @force-ref c\n') + lookup('c');
    assert.deepEqual(await order(text), ['c passed', 'a passed', 'c passed', 'b passed']);
  });

  it('ends where two name each other', async () => {
    const text = lookup('a', '# @forceRef b\n') + lookup('b', '# @forceRef a\n');
    assert.deepEqual((await order(text)).at(-1), 'a passed');
  });

  it('leaves out what is disabled', async () => {
    assert.deepEqual(await order(lookup('a', '# @disabled\n') + lookup('b')), ['b passed']);
  });
});
