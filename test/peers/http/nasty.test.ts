import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { Socket } from 'node:net';
import { HttpBench } from '../../helpers/httpServers.ts';
import { nastyAnswers, type NastyAnswer } from './nastyAnswers.ts';

/** Our verdict on an answer, and the exit statuses by which curl says the same (its manual, "Exit codes"). */
const verdicts: Readonly<Record<string, readonly number[]>> = {
  ok: [0],
  'not-http': [1],
  'broken-status-line': [1],
  'bad-redirect': [1, 3],
  'broken-header': [8],
  'broken-length': [8],
  'body-cut-short': [18],
  'broken-coding': [23, 61],
  'unknown-coding': [61],
  // curl 7.88 says of one header that is too long that there is no memory for it.
  'header-flood': [27, 56],
  reset: [52],
  'head-cut-short': [52],
  'unasked-switch': [52],
  'chunk-broken': [56],
};

describe("nasty answers beside curl's verdict", function () {
  this.timeout(60_000);
  let bench: HttpBench;
  beforeEach(() => (bench = new HttpBench()));
  afterEach(() => bench.close());

  for (const answer of nastyAnswers) {
    it(`${answer.name}${answer.differs === undefined ? '' : ` (differs: ${answer.differs})`}`, async () => {
      const url = await bench.serveRaw((socket) => socket.once('data', () => send(socket, answer)));
      const { method = 'GET' } = answer;
      const curl = await curlSays(url, method);
      const exchange = await bench.client.send({ method, url, headers: [], timeout: 20_000 });
      const ours = exchange.error?.code ?? 'ok';
      const expected = verdicts[ours];
      assert.ok(expected !== undefined, `${ours}: ${exchange.error?.message}`);
      const same = expected.includes(curl.status);
      assert.equal(same, answer.differs === undefined, `we say ${ours}, curl ${curl.status} ${curl.said}`);
      // Whatever is wrong with it, what came is shown.
      if (answer.again === undefined && answer.bytes.length > 0 && ours !== 'reset') {
        assert.ok(exchange.hops[0]?.response !== undefined);
      }
    });
  }

  it('are as many as were found', () => assert.ok(nastyAnswers.length >= 80));
});

function send(socket: Socket, { bytes, stays, again }: NastyAnswer): void {
  if (again === undefined) {
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    if (stays !== true) socket.end();
    return;
  }
  const more = () => {
    while (!socket.destroyed && socket.write(again));
  };
  socket.on('drain', more);
  more();
}

/** With its default rules, redirects followed and codings undone, as we do. */
function curlSays(url: string, method: string): Promise<{ status: number; said: string }> {
  const args = ['-q', '-sS', '-L', '--compressed', '-m', '20', '--noproxy', '*', '-o', '/dev/null'];
  if (method === 'HEAD') args.push('--head');
  return new Promise((resolve) =>
    execFile('curl', [...args, url], (error, _stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), said: stderr.trim() }),
    ),
  );
}
