/** Answers about names, made up: what the harness's host shows. */
import type { DnsExchange } from '../../../src/net/dns/exchange.ts';
import type { TraceOutcome, TraceStep } from '../../../src/net/dns/trace.ts';
import { encodeMessage } from '../../../src/protocol/dns/encode.ts';
import type { DnsRecord, MessageParts } from '../../../src/protocol/dns/message.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { TYPES } from '../../../src/protocol/dns/typeCodes.ts';
import type { NamesHeading, NamesSnapshot, ShownNames } from '../../../src/webview/names/protocol.ts';

const utf8 = new TextEncoder();
const name = parseName('wirebench.test.');

const address = (text: string, ttl = 300, of = name): DnsRecord => ({
  name: of,
  type: TYPES.A,
  class: 1,
  ttl,
  data: { address: text },
});
const mail = (preference: number, exchange: string, ttl = 3600): DnsRecord => ({
  name,
  type: TYPES.MX,
  class: 1,
  ttl,
  data: { preference, exchange: parseName(exchange) },
});

function exchangeOf(type: number, answer: MessageParts | undefined, more: Partial<DnsExchange> = {}): DnsExchange {
  const question = { name, type, class: 1 };
  const messages =
    answer === undefined
      ? []
      : [encodeMessage({ id: 0x1234, response: true, recursionDesired: true, questions: [question], ...answer })];
  return {
    name: 'wirebench.test.',
    type,
    class: 1,
    server: '127.0.0.1:5353',
    transport: 'udp',
    query: encodeMessage({ id: 0x1234, recursionDesired: true, questions: [question] }),
    messages,
    answeredAt: Date.now(),
    duration: 1.25,
    attempts: [{ transport: 'udp', duration: 1.25 }],
    notes: [],
    endpoint: 1,
    connection: 7,
    ...more,
  };
}

/** An answer over TCP of which so many bytes came; its name in letters of mixed case. */
function cutOff(bytes: number): DnsExchange {
  const mixed = { name: parseName('wIreBencH.tEsT.'), type: TYPES.A, class: 1 };
  const whole = exchangeOf(TYPES.A, {
    questions: [mixed],
    answers: [address('192.0.2.1', 300, mixed.name), address('192.0.2.2', 300, mixed.name)],
  });
  const [message] = whole.messages;
  return {
    ...whole,
    query: encodeMessage({ id: 0x1234, recursionDesired: true, questions: [mixed] }),
    transport: 'tcp',
    messages: [message!.slice(0, bytes)],
    error: {
      code: 'dns-closed',
      message: `127.0.0.1:5353 closed the TCP connection after ${bytes} of the ${message!.length} bytes of the answer. The part that came is shown. Ask again.`,
    },
  };
}

function shownAs(shown: Omit<ShownNames, 'at' | 'entry'> & { readonly entry?: number }): NamesSnapshot {
  const whole: ShownNames = { entry: 2, at: Date.now(), ...shown };
  const older: NamesHeading = {
    entry: 1,
    label: 'wirebench.test NS',
    verdict: 'NOERROR, 1 answer',
    tone: 'good',
    at: 0,
  };
  return { shown: whole, history: [whole, older] };
}

const asks = { kind: 'resolve', spec: { name: 'wirebench.test', type: 'MX' } } as const;

const hostileText = '<img src=x onerror="window.hacked=1">\u202e\u0007"';

const steps: readonly (readonly [path: string, zone: string, outcome: TraceOutcome, text: string])[] = [
  ['0', '.', 'referral', 'test is delegated to ns.test.'],
  ['0.0', 'test.', 'referral', 'wirebench.test is delegated to ns1.wirebench.test., ns2.wirebench.test.'],
  ['0.0.0', 'wirebench.test.', 'answer', 'wirebench.test has 1 A record.'],
  ['0.0.1', 'wirebench.test.', 'lame', 'it answers REFUSED.'],
  ['1', '.', 'referral', 'test is delegated to ns.test.'],
];

/** A trace after so many of its five steps: a step that comes later may stand above others in the tree. */
export function traceSoFar(count: number, running: boolean): NamesSnapshot {
  const top: TraceStep[] = [];
  // The last of the root's servers answers second.
  const order = [steps[0]!, steps[4]!, steps[1]!, steps[2]!, steps[3]!];
  const made = new Map<string, TraceStep>();
  for (const [path, zone, outcome, text] of order.slice(0, count)) {
    const last = Number(path.split('.').at(-1));
    const step: TraceStep = {
      zone,
      serverName: `ns${path}.test.`,
      address: `192.0.2.${path.length}`,
      exchange: exchangeOf(TYPES.A, { id: 0x5000 + made.size, answers: [address(`192.0.2.${10 + made.size}`)] }),
      outcome,
      text,
      next: [],
    };
    made.set(path, step);
    const parent = made.get(path.slice(0, Math.max(0, path.lastIndexOf('.'))));
    (parent?.next ?? top)[last] = step;
  }
  const trace = {
    name: 'wirebench.test.',
    type: TYPES.A,
    steps: top,
    findings:
      count > 4
        ? ['ns0.0.1.test. (192.0.2.5) is lame: it is named as a server of wirebench.test, and it answers REFUSED.']
        : [],
    queries: count,
  };
  return shownAs({
    label: 'Trace of wirebench.test A',
    verdict: running ? 'Asking…' : `${count} questions`,
    tone: running ? 'running' : 'good',
    ask: { kind: 'trace', spec: { name: 'wirebench.test' } },
    result: { kind: 'trace', trace },
  });
}

export const namesSamples: Readonly<Record<string, () => NamesSnapshot>> = {
  empty: () => ({ history: [] }),
  running: () => shownAs({ entry: 3, label: 'wirebench.test MX', verdict: 'Asking…', tone: 'running', ask: asks }),
  answer: () =>
    shownAs({
      label: 'wirebench.test MX',
      verdict: 'NOERROR, 2 answers',
      tone: 'good',
      ask: asks,
      result: {
        kind: 'exchanges',
        exchanges: [
          exchangeOf(TYPES.MX, {
            authoritative: true,
            answers: [mail(10, 'mail.wirebench.test.', 5), mail(20, 'backup.wirebench.test.', 3600)],
          }),
        ],
      },
    }),
  checks: () =>
    shownAs({
      label: 'DNS wirebench.test MX',
      verdict: 'NOERROR, 1 answer, 2 of 3 checks failed',
      tone: 'bad',
      ask: { kind: 'request', line: 'DNS wirebench.test MX' },
      source: 'mail.http:12',
      checks: [
        { start: 0, end: 20, text: '?? status == NOERROR', state: 'passed' },
        {
          start: 21,
          end: 60,
          text: '?? answers[0].preference == 99',
          state: 'failed',
          expected: '99',
          actual: '10',
          message: 'answers[0].preference has to be "99", but it is 10.',
        },
        { start: 61, end: 90, text: '?? answers[7] exists', state: 'failed', message: `There is no ${hostileText}` },
      ],
      result: {
        kind: 'exchanges',
        exchanges: [exchangeOf(TYPES.MX, { answers: [mail(10, 'mail.wirebench.test.')] })],
      },
    }),
  compared: () =>
    shownAs({
      label: 'wirebench.test A from 3 servers',
      verdict: 'They differ, 1 gave no answer',
      tone: 'bad',
      ask: {
        kind: 'compare',
        spec: { name: 'wirebench.test' },
        servers: ['127.0.0.1:53', '127.0.0.1:54', '127.0.0.1:55'],
      },
      result: {
        kind: 'exchanges',
        exchanges: [
          exchangeOf(
            TYPES.A,
            { authoritative: true, answers: [address('192.0.2.1'), address('192.0.2.2')] },
            { server: '127.0.0.1:53' },
          ),
          exchangeOf(
            TYPES.A,
            { recursionAvailable: true, answers: [address('192.0.2.1'), address('192.0.2.99')] },
            { server: '127.0.0.1:54' },
          ),
          exchangeOf(TYPES.A, undefined, {
            server: '127.0.0.1:55',
            error: { code: 'dns-timeout', message: '127.0.0.1:55 did not answer within 3 s.' },
          }),
        ],
      },
    }),
  cut: () =>
    shownAs({
      label: 'wirebench.test A',
      verdict: 'Incomplete answer',
      tone: 'bad',
      ask: asks,
      result: { kind: 'exchanges', exchanges: [cutOff(60)] },
    }),
  cutInHeader: () =>
    shownAs({
      label: 'wirebench.test A',
      verdict: 'Incomplete answer',
      tone: 'bad',
      ask: asks,
      result: { kind: 'exchanges', exchanges: [cutOff(7)] },
    }),
  lookup: () =>
    shownAs({
      label: 'host localhost',
      verdict: 'The system and DNS differ',
      tone: 'warn',
      ask: { kind: 'lookup', spec: { what: 'host', subject: 'localhost', withDns: true } },
      result: {
        kind: 'lookup',
        answer: {
          what: 'host',
          subject: 'localhost',
          system: {
            host: 'localhost',
            addresses: ['127.0.0.1'],
            address: '127.0.0.1',
            hosts: [
              { file: '/etc/hosts', line: 1, address: '127.0.0.1', names: ['localhost'], text: '127.0.0.1 localhost' },
            ],
            source: 'the hosts file',
            time: 0.4,
          },
          dns: [exchangeOf(TYPES.A, { rcode: 3 })],
          dnsValues: [],
          differences: [
            'localhost: The system returns 127.0.0.1 but DNS does not: it is in /etc/hosts, line 1, which the system reads before it asks DNS.',
          ],
        },
      },
    }),
  hostile: () =>
    shownAs({
      label: `${hostileText} TXT`,
      verdict: 'NOERROR, 2 answers',
      tone: 'warn',
      ask: asks,
      result: {
        kind: 'exchanges',
        exchanges: [
          exchangeOf(
            TYPES.TXT,
            {
              answers: [
                { name, type: TYPES.TXT, class: 1, ttl: 60, data: { strings: [utf8.encode(hostileText)] } },
                address('192.0.2.1', 60, [utf8.encode('<b>bold\u202e'), utf8.encode('test')]),
              ],
            },
            {
              server: `127.0.0.1:5353 ${hostileText}`,
              notes: [`A note with ${hostileText}`],
              error: { code: 'internal', message: `An error with ${hostileText}` },
            },
          ),
        ],
      },
    }),
};
