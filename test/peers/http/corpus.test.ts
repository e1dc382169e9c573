import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { plainRequest, RecordingServer } from '../../helpers/recordingServer.ts';

const corpus = path.resolve(import.meta.dirname, '../../fixtures/requests');

/** What curl is told to send these bytes: method, target, headers and body, each by its option. */
function curlFor(bytes: string, host: string): { args: string[]; body: string } {
  const end = bytes.indexOf('\r\n\r\n');
  const [start = '', ...headers] = bytes.slice(0, end).replaceAll('{{host}}', host).split('\r\n');
  const body = bytes.slice(end + 4).replaceAll('{{host}}', host);
  const [method = '', target = '', version = ''] = start.split(' ');
  const named = headers.filter((line) => line.toLowerCase() !== `host: ${host}`);
  return {
    args: [
      ...['--silent', '--show-error', '--globoff', '--path-as-is', '--no-keepalive', '--max-time', '10'],
      version === 'HTTP/1.0' ? '--http1.0' : '--http1.1',
      ...(method === 'HEAD' ? ['--head'] : ['--request', method]),
      // An empty value needs a semicolon: without one, curl takes the header away.
      ...named.flatMap((line) => ['--header', line.replace(/:\s*$/, ';')]),
      ...(body === '' ? [] : ['--data-binary', '@-']),
      ...['--request-target', target, `http://${host}/`],
    ],
    body,
  };
}

async function curl({ args, body }: { args: string[]; body: string }): Promise<string> {
  const child = spawn('curl', args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(body);
  await once(child, 'close');
  return said;
}

/** What test/unit/requests/run/corpus.test.ts finds that we send, from curl: the server sees the same. */
describe('the corpus of request files, sent by curl', () => {
  let server: RecordingServer;
  before(async () => (server = await RecordingServer.start()));
  after(() => server.stop());

  for (const dialect of ['restclient', 'httpyac', 'jetbrains', 'wirebench']) {
    const folder = path.join(corpus, dialect);
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.expected.json'))) {
      const { requests } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as {
        requests: { kind: string; bytes?: string }[];
      };
      const cases = requests.flatMap(({ kind, bytes }) => (kind === 'http' && bytes !== undefined ? [bytes] : []));
      if (cases.length === 0) continue;

      it(`${dialect}/${name.replace('.expected.json', '.http')}`, async () => {
        server.requests.length = 0;
        for (const bytes of cases) assert.equal(await curl(curlFor(bytes, server.host)), '');
        assert.deepEqual(
          server.requests.map((request, i) => hostFirst(plainRequest(request, cases[i]!, server.host))),
          cases.map(hostFirst),
        );
      });
    }
  }
});

/** curl writes Host first wherever it is told to. */
function hostFirst(bytes: string): string {
  const end = bytes.indexOf('\r\n\r\n');
  const [start, ...lines] = bytes.slice(0, end).split('\r\n');
  const isHost = (line: string): boolean => /^host:/i.test(line);
  const ordered = [start, ...lines.filter(isHost), ...lines.filter((line) => !isHost(line))];
  return ordered.join('\r\n').replace(/^host:/im, 'Host:') + bytes.slice(end);
}
