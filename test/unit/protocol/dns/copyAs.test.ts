import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { python } from '../../../../scripts/python.ts';
import { digCommand, digText, dnspythonCode, jsonText, type ToldAnswer } from '../../../../src/protocol/dns/copyAs.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { ednsRecord, type DnsRecord, type MessageParts } from '../../../../src/protocol/dns/message.ts';
import { parseName } from '../../../../src/protocol/dns/name.ts';
import { TYPES } from '../../../../src/protocol/dns/typeCodes.ts';
import { parseRdata } from '../../../helpers/dnsText.ts';

function record(name: string, type: keyof typeof TYPES, text: string, ttl = 3600): DnsRecord {
  return { name: parseName(name), type: TYPES[type], class: 1, ttl, data: parseRdata(TYPES[type], text) };
}

function told(parts: MessageParts = {}, query: MessageParts = {}, more: Partial<ToldAnswer> = {}): ToldAnswer {
  const questions = [{ name: parseName('wirebench.test.'), type: TYPES.MX, class: 1 }];
  return {
    query: encodeMessage({ id: 7, recursionDesired: true, questions, additionals: [ednsRecord()], ...query }),
    messages: [
      encodeMessage({
        id: 7,
        response: true,
        authoritative: true,
        recursionDesired: true,
        questions,
        answers: [record('wirebench.test.', 'MX', '10 mail.wirebench.test.')],
        additionals: [record('mail.wirebench.test.', 'A', '192.0.2.25'), ednsRecord()],
        ...parts,
      }),
    ],
    server: { transport: 'udp', text: '127.0.0.1:5353' },
    duration: 1.25,
    answeredAt: Date.UTC(2026, 10, 21, 6, 0, 0),
    ...more,
  };
}

const ixfr: MessageParts = {
  questions: [{ name: parseName('wirebench.test.'), type: TYPES.IXFR, class: 1 }],
  authorities: [record('wirebench.test.', 'SOA', '. . 7 0 0 0 0')],
};

describe('an answer copied', () => {
  it('has the layout of dig', () => {
    assert.equal(
      digText(told()),
      [
        '; dig @127.0.0.1 -p 5353 wirebench.test. MX',
        ';; Got answer:',
        ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 7',
        ';; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 2',
        '',
        ';; OPT PSEUDOSECTION:',
        '; EDNS: version: 0, flags:; udp: 1232',
        ';; QUESTION SECTION:',
        ';wirebench.test.\t\t\tIN\tMX',
        '',
        ';; ANSWER SECTION:',
        'wirebench.test.\t\t3600\tIN\tMX\t10 mail.wirebench.test.',
        '',
        ';; ADDITIONAL SECTION:',
        'mail.wirebench.test.\t3600\tIN\tA\t192.0.2.25',
        '',
        ';; Query time: 1 msec',
        ';; SERVER: 127.0.0.1#5353(127.0.0.1) (UDP)',
        ';; WHEN: Sat, 21 Nov 2026 06:00:00 GMT',
        ';; MSG SIZE  rcvd: 80',
        '',
      ].join('\n'),
    );
  });

  it('keeps a name that is wider than its column from its neighbour', () => {
    const wide = record('a-name-that-is-longer-than-the-column.wirebench.test.', 'A', '192.0.2.1', 60);
    const text = digText(told({ answers: [wide] }));
    assert.match(text, /\na-name-that-is-longer-than-the-column\.wirebench\.test\. 60 IN A 192\.0\.2\.1\n/);
  });

  it('says that nothing came, and what is wrong', () => {
    assert.match(digText(told({}, {}, { messages: [] })), /;; no answer\n/);
    const whole = told().messages[0]!;
    assert.match(digText(told({}, {}, { messages: [whole.subarray(0, 40)] })), /;; WARNING: /);
  });

  it('is a dig command with the options that it was asked with', () => {
    const query = { recursionDesired: false, checkingDisabled: true, additionals: [ednsRecord({ dnssecOk: true })] };
    const server = { transport: 'tls', text: 'tls://[::1]:853' } as const;
    assert.equal(
      digCommand(told({}, query, { server })),
      'dig @::1 -p 853 wirebench.test. MX +tls +norecurse +cdflag +dnssec',
    );
    const https = { transport: 'https', text: 'https://127.0.0.1:443/dns-query' } as const;
    assert.match(digCommand(told({}, { additionals: [] }, { server: https })), / MX \+https=\/dns-query \+noedns$/);
  });

  it('is a dig command for what is not usual: a size, a transfer from a serial, a truncated answer, a name like an option', () => {
    assert.match(digCommand(told({}, { additionals: [ednsRecord({ udpSize: 4096 })] })), / MX \+bufsize=4096$/);
    assert.match(digCommand(told({ truncated: true, answers: [] })), / MX \+ignore$/);
    const dashed = { questions: [{ name: parseName('-x.test.'), type: TYPES.A, class: 1 }] };
    assert.match(digCommand(told({}, dashed)), / -q -x\.test\. A$/);
    assert.match(digCommand(told({}, ixfr)), / wirebench\.test\. IXFR=7$/);
    const two = told({}, ixfr, { messages: [...told().messages, ...told().messages] });
    assert.match(digText(two), /\n;; XFR size: 2 records \(messages 2, bytes \d+\)\n/);
  });

  it('quotes a name that a shell would run', () => {
    const questions = [{ name: parseName("x'$(reboot).test."), type: TYPES.A, class: 1 }];
    assert.match(digCommand(told({}, { questions })), / 'x'\\''/);
  });

  it('is JSON that has the question and the records by their fields', () => {
    const parsed = JSON.parse(jsonText(told())) as { answer: { status: string; answers: { exchange: string }[] } };
    assert.equal(parsed.answer.status, 'NOERROR');
    assert.equal(parsed.answer.answers[0]?.exchange, 'mail.wirebench.test');
  });

  it('is Python that Python can read, whatever is in the name', () => {
    const questions = [{ name: parseName('a\\"\\010b.test.'), type: TYPES.TXT, class: 3 }];
    const programs = [
      dnspythonCode(told()),
      dnspythonCode(told({}, { recursionDesired: false, additionals: [] })),
      dnspythonCode(told({}, { questions })),
      dnspythonCode(told({}, { questions: [{ ...questions[0]!, type: 252 }] })),
      dnspythonCode(told({}, ixfr)),
      dnspythonCode(told({}, {}, { server: { transport: 'https', text: 'https://127.0.0.1:443/dns-query' } })),
    ];
    assert.match(programs[0]!, /make_query\("wirebench\.test\.", "MX", payload=1232\)/);
    assert.match(programs[1]!, /use_edns=False\)\nquery\.flags &= ~dns\.flags\.RD\n/);
    assert.match(programs[3]!, /dns\.zone\.from_xfr/);
    assert.match(programs[4]!, /dns\.query\.xfr\(.*rdtype="IXFR", serial=7/);
    const check = 'import ast, sys; [ast.parse(text) for text in sys.stdin.read().split("\\0")]';
    const run = spawnSync(python, ['-c', check], { input: programs.join('\0'), encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
  });
});
