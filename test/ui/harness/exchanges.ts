import { without } from '../../../src/vscode/without.ts';
import type { CertificateInfo, HttpExchange, HttpHop } from '../../../src/net/http/exchange.ts';
import type { CheckOutcome, RequestOutcome } from '../../../src/requests/run/outcome.ts';
import { presentConversation } from '../../../src/requests/words/conversation/present.ts';
import { presentExchange } from '../../../src/requests/words/http/present.ts';
import { answerData } from '../../../src/requests/words/presentation.ts';
import type { ShownResponse } from '../../../src/webview/response/protocol.ts';

/** Made-up answers, and their bodies, for the page of the response view. */
export interface Sample {
  readonly shown: Omit<ShownResponse, 'entry' | 'at'>;
  readonly body?: Uint8Array;
}

const utf8 = new TextEncoder();
const conversation = utf8.encode('hello\n\u001b[31mred\u0000\r\nand more');

function hop(changes: Partial<HttpHop> = {}): HttpHop {
  return {
    method: 'GET',
    url: 'http://127.0.0.1:8080/get?text=Hello',
    version: '1.1',
    requestHeaders: [
      ['Host', '127.0.0.1:8080'],
      ['User-Agent', 'Wirebench/0.1'],
      ['Accept', '*/*'],
      ['X-Odd-CASE', 'kept as it is'],
    ],
    requestBodyBytes: 0,
    interim: [],
    response: {
      version: '1.1',
      status: 200,
      reason: 'OK',
      headers: [
        ['Server', 'Wirebench'],
        ['Date', 'Sat, 21 Nov 2026 05:00:00 GMT'],
        ['Content-Type', 'application/json'],
        ['Content-Length', '431'],
        ['Set-Cookie', 'session=f3a1; Path=/; HttpOnly'],
        ['Set-Cookie', 'theme=dark; Path=/'],
      ],
    },
    timings: { lookup: 0.31, connected: 1.12, sent: 1.4, firstByte: 6.82, done: 8.05 },
    local: '127.0.0.1:50124',
    remote: '127.0.0.1:8080',
    endpoint: 1,
    connection: 1,
    firstSeq: 0,
    lastSeq: 4,
    ...changes,
  };
}

function withType(type: string): HttpHop {
  const one = hop();
  return { ...one, response: { ...one.response!, headers: [['Content-Type', type]] } };
}

function exchange(body: Uint8Array | undefined, changes: Partial<HttpExchange> = {}): HttpExchange {
  return {
    id: 1,
    startedAt: Date.UTC(2026, 10, 21, 5, 0, 0),
    duration: 8.05,
    hops: [hop()],
    notes: [],
    ...(body === undefined ? {} : { body: { id: 1, encodedBytes: body.length, bytes: body.length, codings: [] } }),
    ...changes,
  };
}

function outcome(changes: Partial<RequestOutcome>): RequestOutcome {
  return { region: 0, start: 0, end: 10, label: 'a request', state: 'passed', checks: [], duration: 8.05, ...changes };
}

function http(
  body: string | Uint8Array | undefined,
  changes: Partial<HttpExchange> = {},
  more: Partial<ShownResponse> = {},
): Sample {
  const bytes = typeof body === 'string' ? utf8.encode(body) : body;
  return {
    ...(bytes === undefined ? {} : { body: bytes }),
    shown: {
      label: 'get',
      line: 'GET http://127.0.0.1:8080/get?text=Hello',
      verdict: '200 OK',
      tone: 'good',
      outcome: outcome({}),
      answer: answerData(presentExchange(exchange(bytes, changes))),
      source: 'requests.http:12',
      hasPrevious: true,
      forgotten: false,
      ...more,
    },
  };
}

const json = JSON.stringify({
  args: { text: 'Hello World !!', large: 0 },
  headers: { Host: '127.0.0.1:8080', 'User-Agent': 'Wirebench/0.1' },
  origin: '127.0.0.1',
  list: [1, 2.5, -3e10, true, false, null, [], {}],
  text: 'Grüße, Καλημέρα, 東京 🚀, a \u202e mark and \u0007 bell',
}).replace('"large":0', '"large":12345678901234567890');

const html = `<!DOCTYPE html>
<html lang="en">
<head><title>Hostile &amp; odd</title><script>window.hacked = 1; alert(1)</script></head>
<!-- a comment -->
<body onload="window.hacked=1"><img src=x onerror="window.hacked=1"><a href="command:workbench.action.quit">quit</a>
</body>
</html>
`;

const certificate = (subject: string, issuer: string): CertificateInfo => ({
  subject,
  issuer,
  subjectAltName: 'DNS:localhost, IP Address:127.0.0.1',
  validFrom: '2026-11-01T00:00:00Z',
  validTo: '2027-11-01T00:00:00Z',
  serialNumber: '4F:2A:90:11',
  fingerprint256: Array.from({ length: 32 }, (_, i) =>
    ((i * 37) & 255).toString(16).padStart(2, '0').toUpperCase(),
  ).join(':'),
  selfSigned: subject === issuer,
});

const checks: CheckOutcome[] = [
  { start: 1, end: 2, text: '?? status == 200', state: 'passed', actual: '200', expected: '200' },
  {
    start: 3,
    end: 4,
    text: '?? body $.json.text == Hello World !!',
    state: 'failed',
    actual: 'Hello World',
    expected: 'Hello World !!',
    message: '$.json.text is not what was expected.',
  },
  {
    start: 5,
    end: 6,
    text: '?? body $.a == 1',
    state: 'error',
    message: 'The body is not JSON: it ends in the middle of a text.',
  },
];

// One red pixel on a see-through ground.
const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC'),
  (c) => c.charCodeAt(0),
);

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80" onload="window.hacked=1"><script>window.hacked=1</script><circle cx="40" cy="40" r="30" fill="teal"/></svg>';

export const samples: Readonly<Record<string, () => Sample>> = {
  json: () => http(json),
  html: () => http(html, { hops: [withType('text/html; charset=utf-8')] }),
  xml: () =>
    http('<?xml version="1.0"?>\n<a x="1">\n  <b>text &amp; more</b>\n</a>\n', { hops: [withType('application/xml')] }),
  css: () => http('body {\n  color: #ff0000;\n  margin: 0 2px;\n}\n', { hops: [withType('text/css')] }),
  binary: () =>
    http(
      Uint8Array.from({ length: 700 }, (_, i) => (i * 7) & 255),
      { hops: [withType('application/octet-stream')] },
    ),
  image: () => http(png, { hops: [withType('image/png')] }),
  brokenImage: () => http(Uint8Array.from([0, 1, 2, 3, 254, 255]), { hops: [withType('image/png')] }),
  brokenSvg: () => http('<svg oops', { hops: [withType('image/svg+xml')] }),
  svg: () => http(svg, { hops: [withType('image/svg+xml')] }),
  empty: () => http(undefined, {}, { verdict: '204 No Content' }),
  large: () =>
    http(
      new Uint8Array(100_000_000).fill(65).map((_, i) => (i % 100 === 99 ? 10 : 65 + (i % 26))),
      { hops: [withType('text/plain')] },
    ),
  nested: () => http('['.repeat(100_000), { hops: [withType('application/json')] }),
  redirects: () =>
    http(json, {
      hops: [
        hop({
          url: 'http://127.0.0.1:8080/redirect/2',
          response: { version: '1.1', status: 302, reason: 'Found', headers: [['Location', '/relative-redirect/1']] },
          next: 'redirect',
        }),
        hop({
          url: 'http://127.0.0.1:8080/relative-redirect/1',
          response: { version: '1.1', status: 302, reason: 'Found', headers: [['Location', '/get']] },
          next: 'redirect',
        }),
        hop(),
      ],
    }),
  checks: () => {
    const made = http(json, {}, { tone: 'warn' });
    return { ...made, shown: { ...made.shown, outcome: { ...made.shown.outcome, state: 'failed', checks } } };
  },
  selfSigned: () => {
    const tls = {
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      authorized: false,
      problem: 'The certificate of 127.0.0.1:8443 is signed by itself, not by an authority that this machine trusts.',
      certificates: [certificate('CN=localhost', 'CN=Lab CA'), certificate('CN=Lab CA', 'CN=Lab CA')],
    };
    const failed = without(hop({ url: 'https://127.0.0.1:8443/', tls, unsent: true, requestHeaders: [] }), 'response');
    return http(
      undefined,
      {
        hops: [failed],
        error: {
          code: 'tls-self-signed',
          message:
            'GET https://127.0.0.1:8443/ was not sent: the certificate of 127.0.0.1:8443 is signed by itself, not by an authority that this machine trusts. Send it anyway if you know that server.',
          remedies: ['sendAnyway', 'retry'],
        },
      },
      { verdict: 'Failed', tone: 'bad', line: 'GET https://127.0.0.1:8443/' },
    );
  },
  running: () => {
    const made = http(undefined);
    const rest = without(made.shown, 'answer');
    return {
      shown: {
        ...rest,
        verdict: 'Sending…',
        tone: 'running',
        outcome: { ...rest.outcome, state: 'running' },
        progress: { phase: 'receiving', sent: 0, received: 31_000_000, total: 100_000_000, hop: 0 },
      },
    };
  },
  uploading: () => {
    const made = http(undefined);
    const rest = without(made.shown, 'answer');
    return {
      shown: {
        ...rest,
        verdict: 'Sending…',
        tone: 'running',
        line: 'POST http://127.0.0.1:8080/post',
        outcome: { ...rest.outcome, state: 'running' },
        progress: { phase: 'sending', sent: 42_000_000, sendTotal: 100_000_000, received: 0, hop: 0 },
      },
    };
  },
  notHttp: () => {
    const banner = 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n';
    const answered = hop({ response: { version: '0.9', status: 0, reason: '', headers: [] } });
    return http(
      banner,
      {
        hops: [answered],
        error: {
          code: 'not-http',
          message:
            '127.0.0.1:22 does not answer in HTTP, but speaks SSH: its answer begins with "SSH-2.0-OpenSSH_9.2p1 Debian-2". Is that the right port?',
          remedies: ['showTraffic'],
        },
      },
      { verdict: 'Failed', tone: 'bad', line: 'GET http://127.0.0.1:22/' },
    );
  },
  conversation: () => ({
    body: conversation,
    shown: {
      label: 'say hello',
      line: 'TCP 127.0.0.1:9000',
      verdict: 'Closed',
      tone: 'good',
      outcome: outcome({}),
      answer: answerData(
        presentConversation({
          kind: 'conversation',
          endpoint: 1,
          connection: 2,
          received: new Uint8Array(27),
          chunks: [6, 21],
          messages: 2,
          sentBytes: 6,
          closed: 'closed',
        }),
      ),
      hasPrevious: false,
      forgotten: false,
    },
  }),
  lookup: () => ({
    shown: {
      label: 'LOOKUP service https/tcp',
      line: 'LOOKUP service https/tcp',
      verdict: 'Found',
      tone: 'good',
      outcome: outcome({}),
      answer: {
        title: 'Answer',
        text: JSON.stringify({ name: 'https', port: 443, protocol: 'tcp' }, null, 2),
        language: 'json',
        facts: [],
      },
      hasPrevious: false,
      forgotten: false,
    },
  }),
};
