import { className, FLAGS, opcodeName, rcodeName } from './codes.ts';
import { decodeMessage } from './decode.ts';
import { describeOption } from './ednsOptions.ts';
import { isRecord, type DecodedMessage, type DnsRecord, type Question } from './message.ts';
import { formatName } from './name.ts';
import { formatRdata, messageJson } from './recordText.ts';
import { TYPES, typeName } from './typeCodes.ts';

/** An answer and its question, for use in other programs. */
export interface ToldAnswer {
  /** The message that was sent. */
  readonly query: Uint8Array;
  /** The answer, or all messages of a transfer. */
  readonly messages: readonly Uint8Array[];
  readonly server: { readonly transport: 'udp' | 'tcp' | 'tls' | 'https'; readonly text: string };
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds since the Unix epoch. */
  readonly answeredAt: number;
}

/** The place of a server, from the text that names it: `127.0.0.1:5353`, `[::1]:53`, `https://host:443/dns-query`. */
function addressOf(text: string): { readonly host: string; readonly port: number; readonly url: string } {
  const match = /^(?:\w+:\/\/)?(?:\[([^\]]*)\]|([^:/]*)):(\d+)/.exec(text);
  return { host: match?.[1] ?? match?.[2] ?? text, port: Number(match?.[3] ?? 53), url: text };
}

/** The ways to copy an answer, each with its label. */
export const dnsCopyFormats = [
  { format: 'dig', label: 'As dig Prints It', copy: digText },
  { format: 'command', label: 'As dig Command', copy: digCommand },
  { format: 'json', label: 'As JSON', copy: jsonText },
  { format: 'python', label: 'As Python (dnspython)', copy: dnspythonCode },
] as const;

/** The answer in dig's layout. */
export function digText(answer: ToldAnswer): string {
  const decoded = answer.messages.map((bytes) => decodeMessage(bytes));
  const [first] = decoded;
  const lines = [`; ${digCommand(answer)}`];
  if (first === undefined) lines.push(';; no answer');
  else if (decoded.length > 1) lines.push(...decoded.flatMap(({ answers }) => answers.map(recordLine)));
  else lines.push(...messageLines(first));
  const bytes = answer.messages.reduce((sum, message) => sum + message.length, 0);
  const records = decoded.reduce((sum, { answers }) => sum + answers.length, 0);
  return [
    ...lines,
    `;; Query time: ${Math.round(answer.duration)} msec`,
    serverLine(answer),
    `;; WHEN: ${new Date(answer.answeredAt).toUTCString()}`,
    decoded.length > 1
      ? `;; XFR size: ${records} records (messages ${decoded.length}, bytes ${bytes})`
      : `;; MSG SIZE  rcvd: ${bytes}`,
    '',
  ].join('\n');
}

function serverLine({ server }: ToldAnswer): string {
  const { host, port } = addressOf(server.text);
  return `;; SERVER: ${host}#${port}(${host}) (${server.transport.toUpperCase()})`;
}

function messageLines(message: DecodedMessage): string[] {
  const flags = FLAGS.filter(({ property }) => message[property as keyof DecodedMessage] === true);
  const { counts, edns } = message;
  return [
    ';; Got answer:',
    `;; ->>HEADER<<- opcode: ${opcodeName(message.opcode)}, status: ${rcodeName(message.rcode)}, id: ${message.id}`,
    `;; flags: ${flags.map(({ name }) => name).join(' ')}; QUERY: ${counts.questions}, ANSWER: ${counts.answers}, AUTHORITY: ${counts.authorities}, ADDITIONAL: ${counts.additionals}`,
    ...(message.problem === undefined ? [] : [`;; WARNING: ${message.problem.message}`]),
    '',
    ...(edns === undefined
      ? []
      : [
          ';; OPT PSEUDOSECTION:',
          `; EDNS: version: ${edns.version}, flags:${edns.dnssecOk ? ' do' : ''}; udp: ${edns.udpSize}`,
          ...edns.options.map((option) => `; ${describeOption(option)}`),
        ]),
    ...section('QUESTION', message.questions.map(questionLine)),
    ...section('ANSWER', message.answers.map(recordLine)),
    ...section('AUTHORITY', message.authorities.map(recordLine)),
    ...section('ADDITIONAL', message.additionals.filter(({ type }) => type !== TYPES.OPT).map(recordLine)),
  ];
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`;; ${name} SECTION:`, ...lines, ''];
}

/** dig's columns begin at multiples of the tab stop. A text that is longer than its column is followed by one space. */
function inColumns(parts: readonly (readonly [text: string, column: number])[], last: string): string {
  let line = '';
  let at = 0;
  for (const [text, next] of parts) {
    line += text;
    at += text.length;
    const tabs = Math.ceil((next - at) / 8);
    line += tabs > 0 ? '\t'.repeat(tabs) : ' ';
    at = tabs > 0 ? next : at + 1;
  }
  return line + last;
}

function questionLine({ name, type, class: questionClass }: Question): string {
  const columns = [
    [formatName(name), 32],
    [className(questionClass), 40],
  ] as const;
  // The comment mark does not count towards the column.
  return `;${inColumns(columns, typeName(type))}`;
}

function recordLine(record: DnsRecord): string {
  return inColumns(
    [
      [formatName(record.name), 24],
      [String(record.ttl), 32],
      [className(record.class), 40],
      [typeName(record.type), 48],
    ],
    formatRdata(record),
  );
}

/** The question, decoded from the query itself. */
function asked({ query }: ToldAnswer) {
  const message = decodeMessage(query);
  const question = message.questions[0];
  return {
    message,
    name: question === undefined ? '.' : formatName(question.name).toLowerCase(),
    type: typeName(question?.type ?? TYPES.A),
    class: className(question?.class ?? 1),
    /** For IXFR: the serial of the client's zone. */
    serial: message.authorities.find((record) => isRecord(record, 'SOA'))?.data['serial'],
  };
}

const digTransports = { udp: '', tcp: ' +tcp', tls: ' +tls', https: ' +https' } as const;

/** For a POSIX shell, since a name can contain any character. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The UDP payload size that dig announces. */
const usualSize = 1232;

/** The question was not repeated over TCP. */
function wasKeptTruncated({ messages, server }: ToldAnswer): boolean {
  const [first] = messages;
  return server.transport === 'udp' && first !== undefined && decodeMessage(first).truncated;
}

/** The dig command that asks the same question. */
export function digCommand(answer: ToldAnswer): string {
  const { message, name, type, class: questionClass, serial } = asked(answer);
  const { host, port } = addressOf(answer.server.text);
  // dig would read it as an option.
  const written = `${/^[-+]/.test(name) ? '-q ' : ''}${shellWord(name)}`;
  const size = message.edns?.udpSize ?? usualSize;
  const path = /\/\/[^/]+(\/.*)$/.exec(answer.server.text)?.[1];
  return [
    `dig ${shellWord(`@${host}`)} -p ${port} ${written} ${type === 'IXFR' ? `IXFR=${serial ?? 0}` : type}`,
    questionClass === 'IN' ? '' : ` -c ${questionClass}`,
    answer.server.transport === 'https' && path !== undefined
      ? ` ${shellWord(`+https=${path}`)}`
      : digTransports[answer.server.transport],
    message.recursionDesired ? '' : ' +norecurse',
    message.checkingDisabled ? ' +cdflag' : '',
    message.edns?.dnssecOk ? ' +dnssec' : '',
    message.edns === undefined ? ' +noedns' : '',
    size === usualSize ? '' : ` +bufsize=${size}`,
    wasKeptTruncated(answer) ? ' +ignore' : '',
  ].join('');
}

/** The question, the answer and its duration, as JSON for a program. */
export function jsonText(answer: ToldAnswer): string {
  const { name, type, class: questionClass } = asked(answer);
  const messages = answer.messages.map((bytes) => messageJson(decodeMessage(bytes)));
  const told = {
    question: { name, type, class: questionClass },
    server: answer.server.text,
    transport: answer.server.transport,
    milliseconds: Math.round(answer.duration * 1000) / 1000,
    ...(messages.length === 1 ? { answer: messages[0] } : { answers: messages }),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

/** A Python string literal of any text. */
const literal = (text: string) => JSON.stringify(text);

/** A Python program that asks the same question with dnspython. */
export function dnspythonCode(answer: ToldAnswer): string {
  const { message, name, type, class: questionClass, serial } = asked(answer);
  const { host, port, url } = addressOf(answer.server.text);
  if (type === 'AXFR') {
    return `import dns.query
import dns.zone

zone = dns.zone.from_xfr(dns.query.xfr(${literal(host)}, ${literal(name)}, port=${port}))
print(zone.to_text())
`;
  }
  if (type === 'IXFR') {
    return `import dns.query

for response in dns.query.xfr(${literal(host)}, ${literal(name)}, rdtype="IXFR", serial=${serial ?? 0}, port=${port}):
    print(response)
`;
  }
  const options = [
    ...(questionClass === 'IN' ? [] : [`rdclass=${literal(questionClass)}`]),
    ...(message.edns === undefined ? ['use_edns=False'] : [`payload=${message.edns.udpSize}`]),
    ...(message.edns?.dnssecOk ? ['want_dnssec=True'] : []),
  ];
  const flags = [
    ...(message.recursionDesired ? [] : ['query.flags &= ~dns.flags.RD']),
    ...(message.checkingDisabled ? ['query.flags |= dns.flags.CD'] : []),
    ...(message.authenticData ? ['query.flags |= dns.flags.AD'] : []),
  ];
  const sending = {
    udp: `response, used_tcp = dns.query.udp_with_fallback(query, ${literal(host)}, timeout=5, port=${port})`,
    tcp: `response = dns.query.tcp(query, ${literal(host)}, timeout=5, port=${port})`,
    tls: `response = dns.query.tls(query, ${literal(host)}, timeout=5, port=${port})`,
    https: `response = dns.query.https(query, ${literal(url)}, timeout=5)`,
  }[answer.server.transport];
  return [
    ...(flags.length > 0 ? ['import dns.flags'] : []),
    'import dns.message',
    'import dns.query',
    '',
    `query = dns.message.make_query(${[literal(name), literal(type), ...options].join(', ')})`,
    ...flags,
    sending,
    'print(response)',
    '',
  ].join('\n');
}
