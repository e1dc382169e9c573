import type { Effect } from '../base/trust.ts';
import { faultKinds } from '../net/dns/faults.ts';
import { transferChoices } from '../net/dns/zoneBehaviour.ts';
import type { BehaviourOption } from '../net/behaviours/behaviour.ts';
import { behaviours } from '../net/behaviours/table.ts';
import { httpBehaviours } from '../net/http/behaviours/table.ts';

/**
 * The words of the request language beyond HTTP's own, as data. Validation, completion, hover and the reference in
 * docs/requestFiles.md are made from it. What HTTP knows (methods, headers) is in httpWords.ts, meta tags and system
 * variables are in metaWords.ts.
 */

/** How a value is written. values.ts reads each kind; `valueKinds` says it to a person. */
export type ValueKind =
  | 'text'
  | 'escapes'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'duration'
  | 'size'
  | 'percent'
  | 'rate'
  | 'choice'
  | 'list'
  | 'path'
  | 'host'
  | 'port'
  | 'address'
  | 'encoding'
  | 'framing'
  | 'behaviour'
  | 'assignment'
  | 'ready'
  | 'hex';

/** Of each kind: what a person is told to write. */
export const valueKinds: Readonly<Record<ValueKind, string>> = {
  text: 'text',
  escapes: 'text, with escapes (`\\n`, `\\x00`, `\\u00e9`)',
  boolean: '`true` or `false`',
  integer: 'a whole number',
  number: 'a number',
  duration: 'a duration: `2s`, `500ms`, `1m`, or milliseconds',
  size: 'a number of bytes: `512`, `64KiB`, `1MB`',
  percent: 'a share: `20%` or `0.2`',
  rate: 'bytes a second: `10KiB/s`',
  choice: 'one of a list',
  list: 'texts, separated by commas',
  path: 'the path of a file, relative to the folder of the request file',
  host: 'a host name or an address',
  port: 'a port, 0 to 65535',
  address: '`host:port`',
  encoding: 'an encoding by its name in Python: `utf-8`, `latin-1`, `shift_jis`',
  framing: '`none`, `line`, `fixed 16`, `prefix 2 big`, `delimiter \\r\\n`',
  behaviour: 'a behaviour by its name',
  assignment: '`NAME=VALUE`',
  ready: '`tcp ADDRESS`, `udp ADDRESS`, `output TEXT` or `exit`',
  hex: 'pairs of hexadecimal digits',
};

/** What a value of the kind does that needs a trusted workspace. */
const effectsOfKinds: Readonly<Partial<Record<ValueKind, Effect>>> = { path: 'file' };

export interface OptionSpec {
  readonly name: string;
  readonly kind: ValueKind;
  /** What it does. */
  readonly sentence: string;
  readonly example: string;
  /** What holds without it, as text. */
  readonly default?: string;
  readonly choices?: readonly string[];
  /** By choice: what it does that needs a trusted workspace. Those of a kind of value follow from the kind. */
  readonly effects?: Readonly<Record<string, Effect>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: boolean;
  /** May stand more than once. */
  readonly repeatable?: boolean;
  /** The schemes of a URL for which it means something; absent: all. */
  readonly schemes?: readonly string[];
  /** Read since but not what to write: the name that replaced it. */
  readonly alias?: string;
}

/** What an option does with a value, as it is written, that needs a trusted workspace. */
export function effectOf({ kind, effects }: OptionSpec, value: string): Effect | undefined {
  const choice = value.trim().toLowerCase();
  return (
    effectsOfKinds[kind] ?? (effects !== undefined && Object.hasOwn(effects, choice) ? effects[choice] : undefined)
  );
}

/** What a request leaves behind for others: `{{echo.port}}`. */
export interface ResultSpec {
  readonly name: string;
  readonly sentence: string;
}

/** What a value of a check's subject is. */
export type SubjectKind = 'text' | 'number' | 'boolean' | 'bytes' | 'json' | 'any';

export interface SubjectSpec {
  /** Words, separated by spaces: `received text`. */
  readonly name: string;
  readonly kind: SubjectKind;
  readonly sentence: string;
  /** What may follow it before the predicate. */
  readonly path?: 'required' | 'optional';
  /** What the path is. */
  readonly pathKind?: 'header' | 'json' | 'timing' | 'xpath';
  readonly example: string;
  /** Read, but another name is the one to write. */
  readonly alias?: string;
}

export interface BehaviourSpec {
  readonly name: string;
  readonly sentence: string;
  readonly schemes: readonly string[];
  readonly options: readonly OptionSpec[];
  /** What a body means to it. */
  readonly body?: string;
}

export type ItemKind = 'http' | 'serve' | 'tcp' | 'udp' | 'tls' | 'dns' | 'lookup' | 'run' | 'relay';

export interface WordSpec {
  readonly word: string;
  readonly kind: ItemKind;
  readonly sentence: string;
  /** The request line: `TCP host:port`. */
  readonly usage: string;
  readonly example: string;
  readonly schemes?: readonly string[];
  /** What it does that needs a trusted workspace, whatever its options are. */
  readonly effect?: Effect;
  readonly options: readonly OptionSpec[];
  readonly results: readonly ResultSpec[];
  readonly subjects: readonly SubjectSpec[];
  /** What may follow the empty line. */
  readonly body?: string;
}

const timeout = (sentence: string, standard: string): OptionSpec => ({
  name: 'timeout',
  kind: 'duration',
  sentence,
  example: '2s',
  default: standard,
});
const encoding: OptionSpec = {
  name: 'encoding',
  kind: 'encoding',
  sentence: 'How text becomes bytes, and bytes text.',
  example: 'utf-8',
  default: 'utf-8',
};
const receiveBuffer: OptionSpec = {
  name: 'receiveBuffer',
  kind: 'integer',
  sentence: 'Bytes that one receive takes at most, as recv(1024) does. UDP loses the rest of a longer datagram.',
  example: '1024',
  default: '65536',
  minimum: 1,
  maximum: 65_536,
};
const framing = (schemes?: readonly string[]): OptionSpec => ({
  name: 'framing',
  kind: 'framing',
  sentence: 'How messages are found in the stream. A message that is sent goes out as one of them.',
  example: 'line',
  default: 'none',
  ...(schemes && { schemes }),
});

const streamSchemes = ['tcp', 'tls'] as const;
const tlsSchemes = ['tls', 'https'] as const;

const serveOptions: readonly OptionSpec[] = [
  {
    name: 'behaviour',
    kind: 'behaviour',
    sentence: 'What it answers.',
    example: 'echo',
    default: '`none`; `bin` for http and https',
  },
  { name: 'behavior', kind: 'behaviour', sentence: 'Another spelling.', example: 'echo', alias: 'behaviour' },
  { ...encoding, schemes: ['tcp', 'tls', 'udp'] },
  framing(streamSchemes),
  { ...receiveBuffer, schemes: ['tcp', 'tls', 'udp'] },
  {
    name: 'maxConnections',
    kind: 'integer',
    sentence: 'Connections open at the same time; further ones are closed at once.',
    example: '1',
    default: '10000',
    minimum: 1,
    maximum: 100_000,
    schemes: ['tcp', 'tls', 'http', 'https'],
  },
  {
    name: 'idleTimeout',
    kind: 'duration',
    sentence: 'How long without traffic before a connection is closed. 0: never.',
    example: '30s',
    default: 'never',
    schemes: ['tcp', 'tls', 'http', 'https'],
  },
  {
    name: 'allowedHosts',
    kind: 'list',
    sentence:
      'Names by which requests may call it (Host, Origin), beside its address and the loopback names; `*`: any.',
    example: 'lab.test',
    schemes: ['http', 'https'],
  },
  {
    name: 'backlog',
    kind: 'integer',
    sentence: 'Connections that may wait to be accepted.',
    example: '5',
    default: '511',
    minimum: 0,
    maximum: 65_535,
    schemes: ['tcp', 'tls', 'http', 'https'],
  },
  {
    name: 'halfOpen',
    kind: 'boolean',
    sentence: 'Keep our direction open after the peer ended its own.',
    example: 'true',
    default: 'false',
    schemes: streamSchemes,
  },
  {
    name: 'cert',
    kind: 'path',
    sentence: 'A PEM file. Without one, a certificate for localhost is made on the spot.',
    example: 'server.pem',
    default: 'made on the spot',
    schemes: tlsSchemes,
  },
  {
    name: 'key',
    kind: 'path',
    sentence: 'The PEM file of the key of the certificate.',
    example: 'server.key',
    default: 'made on the spot',
    schemes: tlsSchemes,
  },
  { name: 'passphrase', kind: 'text', sentence: 'Of the key.', example: '{{secret}}', schemes: tlsSchemes },
  {
    name: 'alpn',
    kind: 'list',
    sentence: 'The protocols that may be agreed on, best first.',
    example: 'h2, http/1.1',
    schemes: tlsSchemes,
  },
  {
    name: 'requestClientCert',
    kind: 'boolean',
    sentence: 'Ask clients for a certificate of their own.',
    example: 'true',
    default: 'false',
    schemes: tlsSchemes,
  },
  {
    name: 'reuse',
    kind: 'boolean',
    sentence: 'Share the port with other programs that also ask to.',
    example: 'true',
    default: 'false',
    schemes: ['udp'],
  },
  {
    name: 'broadcast',
    kind: 'boolean',
    sentence: 'May send to broadcast addresses.',
    example: 'true',
    default: 'false',
    schemes: ['udp'],
  },
  {
    name: 'multicast',
    kind: 'text',
    sentence: 'A group to join, and the interface to join it on.',
    example: '239.1.2.3 127.0.0.1',
    repeatable: true,
    schemes: ['udp'],
  },
  {
    name: 'zone',
    kind: 'path',
    sentence: 'The zone file it answers from.',
    example: 'wirebench.test.zone',
    repeatable: true,
    schemes: ['dns'],
  },
  {
    name: 'origin',
    kind: 'text',
    sentence: "What completes the zone's relative names until its file says.",
    example: 'wirebench.test',
    default: 'from the name of the file',
    schemes: ['dns'],
  },
  {
    name: 'includes',
    kind: 'path',
    sentence: "The folder whose files $INCLUDE may read, besides those of the zone's own folder.",
    example: '..',
    default: 'the folder of the request file',
    schemes: ['dns'],
  },
  {
    name: 'fault',
    kind: 'text',
    sentence: `What it does wrong on demand: ${Object.keys(faultKinds).join(', ')}; a name behind it limits it to that name and those below.`,
    example: 'delay 2s slow.wirebench.test',
    repeatable: true,
    schemes: ['dns'],
  },
  {
    name: 'transfer',
    kind: 'choice',
    sentence: 'Who may have the whole zone (AXFR).',
    example: 'none',
    default: 'loopback',
    choices: [...transferChoices],
    schemes: ['dns'],
  },
];

const optionKinds = { string: 'text', file: 'path', folder: 'path', number: 'number', boolean: 'boolean' } as const;

function behaviourOption(option: BehaviourOption): OptionSpec {
  return {
    name: option.name,
    kind: option.choices ? 'choice' : optionKinds[option.type],
    sentence: option.sentence,
    example: option.choices?.[0] ?? exampleOf(option),
    ...(option.default !== undefined && { default: escaped(String(option.default)) }),
    ...(option.choices && { choices: option.choices }),
    ...(option.minimum !== undefined && { minimum: option.minimum }),
    ...(option.maximum !== undefined && { maximum: option.maximum }),
    ...(option.required && { required: true }),
  };
}

function exampleOf(option: BehaviourOption): string {
  if (option.default !== undefined && option.default !== '') return escaped(String(option.default));
  return { string: 'text', file: `./${option.name}.txt`, folder: './www', number: '1', boolean: 'true' }[option.type];
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

/** What a body means to the behaviours that take one, in place of this option. */
export const bodyOption: Readonly<Record<string, string>> = { fixed: 'reply', rules: 'rules', mock: 'routes' };

const webSchemes = ['http', 'https'] as const;

const webBehaviours: readonly BehaviourSpec[] = httpBehaviours.map(({ name, sentence, options }) => ({
  name,
  sentence,
  schemes: webSchemes,
  // A request file need not say its own folder.
  options: options
    .map(behaviourOption)
    .map((option) =>
      option.name === 'root' ? { ...option, required: false, default: 'the folder of the request file' } : option,
    ),
  ...(Object.hasOwn(bodyOption, name) && { body: 'The routes and their answers, with placeholders of their own.' }),
}));

/** Every behaviour that SERVE knows. */
export const serveBehaviours: readonly BehaviourSpec[] = [
  ...behaviours.map((behaviour) => ({
    name: behaviour.name,
    sentence: behaviour.sentence,
    schemes: behaviour.transports,
    options: behaviour.options.map(behaviourOption),
    ...(Object.hasOwn(bodyOption, behaviour.name) && {
      body: `What the option \`${bodyOption[behaviour.name]!}\` would say${behaviour.name === 'fixed' ? ', escapes and all' : ''}.`,
    }),
  })),
  ...webBehaviours,
];

const sessionOptions: readonly OptionSpec[] = [
  timeout('How long to wait: for the connection, and each time for the other side.', '10s'),
  encoding,
  {
    name: 'format',
    kind: 'choice',
    sentence: 'How a message is written: text with escapes, hexadecimal digits, base64, or the path of a file.',
    example: 'hex',
    default: 'text',
    choices: ['text', 'raw', 'hex', 'base64', 'file'],
    effects: { file: 'file' },
  },
  {
    name: 'lineEnding',
    kind: 'choice',
    sentence: 'What the line ends of a message become; all but `none` also end the message with one.',
    example: 'crlf',
    default: 'none',
    choices: ['none', 'lf', 'crlf', 'cr'],
  },
  framing(),
  {
    name: 'source',
    kind: 'text',
    sentence: 'The address to send from, with a port or without.',
    example: '127.0.0.1:5000',
    default: 'any',
  },
  receiveBuffer,
  {
    name: 'expect',
    kind: 'integer',
    sentence: 'Messages after which the conversation is over: datagrams; frames if there is a framing; else chunks.',
    example: '2',
    default: 'none is waited for longer than the timeout',
    minimum: 0,
    maximum: 1_000_000,
  },
];
const halfClose: OptionSpec = {
  name: 'end',
  kind: 'boolean',
  sentence: 'End our direction after the last message, as shutdown(SHUT_WR) does.',
  example: 'true',
  default: 'false',
};
const broadcast: OptionSpec = {
  name: 'broadcast',
  kind: 'boolean',
  sentence: 'May send to broadcast addresses.',
  example: 'true',
  default: 'false',
};

const tlsClientOptions: readonly OptionSpec[] = [
  {
    name: 'verify',
    kind: 'boolean',
    sentence: 'A certificate that cannot be verified is an error.',
    example: 'false',
    default: 'true',
  },
  {
    name: 'servername',
    kind: 'host',
    sentence: 'The name asked for (SNI) and looked for in the certificate.',
    example: 'localhost',
    default: 'the host',
  },
  {
    name: 'ca',
    kind: 'path',
    sentence: 'A PEM file with certificates to trust besides the usual ones.',
    example: 'ca.pem',
    default: 'the usual ones',
  },
  { name: 'cert', kind: 'path', sentence: 'Our own certificate, a PEM file.', example: 'client.pem' },
  { name: 'key', kind: 'path', sentence: 'The PEM file of the key of our certificate.', example: 'client.key' },
  { name: 'alpn', kind: 'list', sentence: 'The protocols to offer, best first.', example: 'h2, http/1.1' },
];

const sessionSubjects: readonly SubjectSpec[] = [
  {
    name: 'received',
    kind: 'text',
    sentence: 'What came, as text.',
    example: '?? received contains hello',
    alias: 'received text',
  },
  {
    name: 'received text',
    kind: 'text',
    sentence: 'What came, as text in the encoding of the request. The value may have escapes.',
    example: '?? received text == hello\\n',
  },
  {
    name: 'received hex',
    kind: 'text',
    sentence: 'What came, as hexadecimal digits.',
    example: '?? received hex == 68656c6c6f0a',
  },
  {
    name: 'received base64',
    kind: 'text',
    sentence: 'What came, in base64.',
    example: '?? received base64 == aGVsbG8K',
  },
  { name: 'received bytes', kind: 'number', sentence: 'How many bytes came.', example: '?? received bytes == 6' },
  { name: 'received lines', kind: 'number', sentence: 'How many lines came.', example: '?? received lines == 3' },
  {
    name: 'received chunks',
    kind: 'number',
    sentence: 'How many datagrams came; of a stream, how many frames if it has a framing, else how many chunks.',
    example: '?? received chunks >= 1',
  },
  { name: 'sent bytes', kind: 'number', sentence: 'How many bytes went out.', example: '?? sent bytes == 6' },
  {
    name: 'closed',
    kind: 'text',
    sentence: 'How it ended: `no`, `half-closed`, `closed` or `reset`.',
    example: '?? closed == no',
  },
];
const duration: SubjectSpec = {
  name: 'duration',
  kind: 'number',
  sentence: 'How long it took, in milliseconds.',
  example: '?? duration < 500',
};
const received: readonly ResultSpec[] = [
  { name: 'received', sentence: 'What came, as text.' },
  { name: 'received.text', sentence: 'What came, as text.' },
  { name: 'received.hex', sentence: 'What came, as hexadecimal digits.' },
  { name: 'received.bytes', sentence: 'How many bytes came.' },
  { name: 'closed', sentence: 'How it ended: no, half-closed, closed or reset.' },
];

/** Checks of HTTP requests. */
export const httpSubjects: readonly SubjectSpec[] = [
  { name: 'status', kind: 'number', sentence: 'The status code.', example: '?? status == 200' },
  { name: 'reason', kind: 'text', sentence: 'The reason phrase.', example: '?? reason == OK' },
  { name: 'version', kind: 'text', sentence: 'The version of HTTP that answered.', example: '?? version == 1.1' },
  {
    name: 'header',
    kind: 'text',
    path: 'required',
    pathKind: 'header',
    sentence: 'The value of a header; several of one name are joined by a comma.',
    example: '?? header content-type startsWith application/json',
  },
  {
    name: 'body',
    kind: 'json',
    path: 'optional',
    pathKind: 'json',
    sentence: 'The body as text, or what a path finds in its JSON; of several finds, the list of all.',
    example: '?? body $.json.text == hello',
  },
  {
    name: 'xpath',
    kind: 'text',
    path: 'required',
    pathKind: 'xpath',
    sentence: 'The text of what an XPath finds in the body as XML or HTML; of several finds, the list of all.',
    example: '?? xpath //book[1]/title == Emma',
  },
  { name: 'body bytes', kind: 'number', sentence: 'How many bytes the body has.', example: '?? body bytes == 1024' },
  { name: 'url', kind: 'text', sentence: 'The URL that answered, after redirects.', example: '?? url endsWith /get' },
  { name: 'redirects', kind: 'number', sentence: 'How many redirects were followed.', example: '?? redirects == 0' },
  {
    name: 'cookie',
    kind: 'text',
    path: 'required',
    pathKind: 'header',
    sentence: 'The value of a cookie that the answer sets.',
    example: '?? cookie session exists',
  },
  {
    name: 'duration',
    kind: 'number',
    path: 'optional',
    pathKind: 'timing',
    sentence: 'How long it took, in milliseconds; or a step of it: lookup, connect, tls, firstByte, download.',
    example: '?? duration < 500',
  },
];

export const httpResults: readonly ResultSpec[] = [
  { name: 'response.body.*', sentence: 'The whole body as text.' },
  { name: 'response.body.$.path', sentence: 'What a JSONPath finds first in the body; a plain path works too.' },
  { name: 'response.body.//path', sentence: 'What an XPath finds first in a body of XML or HTML.' },
  { name: 'response.headers.NAME', sentence: 'The value of a header of the response.' },
  { name: 'response.status', sentence: 'The status code.' },
  { name: 'request.body.$.path', sentence: 'What a JSONPath finds in the body that was sent.' },
  { name: 'request.headers.NAME', sentence: 'The value of a header that was sent.' },
  { name: 'request.url', sentence: 'The URL that was asked for.' },
];

const address: readonly ResultSpec[] = [
  { name: 'host', sentence: 'The address it listens on.' },
  { name: 'port', sentence: 'The port it listens on; the one it was given where 0 was asked for.' },
  { name: 'address', sentence: 'Both: host:port.' },
  { name: 'url', sentence: 'The whole URL.' },
];

const data = (what: string, example: string): SubjectSpec => ({
  name: what,
  kind: 'json',
  sentence: 'What a path finds in the result.',
  example,
});

const RELAY_LINE: OptionSpec[] = [
  { name: 'delay', kind: 'duration', sentence: 'How long each message is held back.', example: '100ms', default: '0' },
  { name: 'jitter', kind: 'duration', sentence: 'How much the delay varies.', example: '20ms', default: '0' },
  {
    name: 'loss',
    kind: 'percent',
    sentence: 'The share of datagrams that get lost.',
    example: '20%',
    default: '0%',
    schemes: ['udp'],
  },
  {
    name: 'duplicate',
    kind: 'percent',
    sentence: 'The share of datagrams that arrive twice.',
    example: '5%',
    default: '0%',
    schemes: ['udp'],
  },
  {
    name: 'reorder',
    kind: 'percent',
    sentence: 'The share of datagrams that let the next one pass.',
    example: '5%',
    default: '0%',
    schemes: ['udp'],
  },
  {
    name: 'corrupt',
    kind: 'percent',
    sentence: 'The share of messages in which a bit is flipped.',
    example: '1%',
    default: '0%',
  },
  {
    name: 'chunk',
    kind: 'size',
    sentence: 'Bytes at most in a chunk: what comes is forwarded in pieces.',
    example: '1',
    schemes: ['tcp', 'tls'],
  },
  { name: 'rate', kind: 'rate', sentence: 'Bytes that pass in a second, in each direction.', example: '10KiB/s' },
  {
    name: 'reset',
    kind: 'size',
    sentence: 'Bytes after which the connection is reset.',
    example: '1024',
    schemes: ['tcp', 'tls'],
  },
  {
    name: 'direction',
    kind: 'choice',
    sentence: 'Which direction all this concerns.',
    example: 'both',
    default: 'both',
    choices: ['both', 'forward', 'back'],
  },
  { name: 'seed', kind: 'integer', sentence: 'The same seed makes the same losses.', example: '7' },
];

export const words: readonly WordSpec[] = [
  {
    word: 'SERVE',
    kind: 'serve',
    sentence: 'Starts a server. It runs until the run of the file ends.',
    usage: 'SERVE tcp|udp|tls|http|https|dns://host:port',
    example: 'SERVE tcp://127.0.0.1:0',
    schemes: ['tcp', 'udp', 'tls', 'http', 'https', 'dns'],
    options: serveOptions,
    results: address,
    subjects: [
      { name: 'port', kind: 'number', sentence: 'The port it listens on.', example: '?? port > 0' },
      { name: 'host', kind: 'text', sentence: 'The address it listens on.', example: '?? host == 127.0.0.1' },
    ],
    body: 'What the behaviour takes as one: the routes of `mock`, the rules of `rules`, the text of `fixed`.',
  },
  {
    word: 'TCP',
    kind: 'tcp',
    sentence: 'Connects, sends the messages of the body, and reads what comes.',
    usage: 'TCP host:port',
    example: 'TCP 127.0.0.1:9000',
    schemes: ['tcp'],
    options: [...sessionOptions, halfClose],
    results: received,
    subjects: [...sessionSubjects, duration],
    body: 'Messages, with `=== wait` between two of them to wait for the other side.',
  },
  {
    word: 'UDP',
    kind: 'udp',
    sentence: 'Sends each message of the body as a datagram, and reads what comes.',
    usage: 'UDP host:port',
    example: 'UDP 127.0.0.1:9000',
    schemes: ['udp'],
    options: [...sessionOptions.filter((option) => option.name !== 'framing'), broadcast],
    results: received,
    subjects: [...sessionSubjects, duration],
    body: 'Messages, one datagram each, with `===` or `=== wait` between them. Nothing between two of these is an empty datagram.',
  },
  {
    word: 'TLS',
    kind: 'tls',
    sentence: 'Connects over TLS, sends the messages of the body, and reads what comes.',
    usage: 'TLS host:port',
    example: 'TLS 127.0.0.1:9443',
    schemes: ['tls'],
    options: [...sessionOptions, halfClose, ...tlsClientOptions],
    results: received,
    subjects: [...sessionSubjects, duration],
    body: 'Messages, with `=== wait` between two of them to wait for the other side.',
  },
  {
    word: 'DNS',
    kind: 'dns',
    sentence: 'Asks a name server.',
    usage: 'DNS name [TYPE [CLASS]]',
    example: 'DNS wirebench.test MX',
    options: [
      {
        name: 'server',
        kind: 'text',
        sentence: 'Whom to ask: `host`, `host:port`, or a URL for DNS over HTTPS.',
        example: '127.0.0.1:5353',
        default: 'the one of the system',
      },
      {
        name: 'transport',
        kind: 'choice',
        sentence: 'How to ask.',
        example: 'tcp',
        default: 'udp, then tcp where the answer was cut',
        choices: ['udp', 'tcp', 'tls', 'https'],
      },
      {
        name: 'recursion',
        kind: 'boolean',
        sentence: 'Ask the server to ask others.',
        example: 'false',
        default: 'true',
      },
      {
        name: 'dnssec',
        kind: 'boolean',
        sentence: 'Ask for signatures (the DO bit).',
        example: 'true',
        default: 'false',
      },
      {
        name: 'checkingDisabled',
        kind: 'boolean',
        sentence: 'Take what has wrong signatures too (the CD bit).',
        example: 'true',
        default: 'false',
      },
      {
        name: 'authenticData',
        kind: 'boolean',
        sentence: 'Ask whether the server checked the signatures (the AD bit).',
        example: 'true',
        default: 'false',
      },
      {
        name: 'edns',
        kind: 'text',
        sentence: 'Bytes that an answer over UDP may have, or `off`.',
        example: '1232',
        default: '1232',
      },
      {
        name: 'search',
        kind: 'boolean',
        sentence: "Try the machine's search list for a name with few dots.",
        example: 'true',
        default: 'false',
      },
      {
        name: 'caseRandom',
        kind: 'boolean',
        sentence: 'Ask with letters in a case chosen at random, which the answer must repeat (0x20).',
        example: 'false',
        default: 'true',
      },
      {
        name: 'keepTruncated',
        kind: 'boolean',
        sentence: 'Take an answer that was cut as it is, in place of asking again over TCP.',
        example: 'true',
        default: 'false',
      },
      {
        name: 'serial',
        kind: 'integer',
        sentence: 'Of IXFR: the serial of the zone that you have.',
        example: '2026112101',
        default: '0: none',
        minimum: 0,
        maximum: 4_294_967_295,
      },
      timeout('How long to wait for each answer.', '5s'),
      {
        name: 'retries',
        kind: 'integer',
        sentence: 'How often to ask again where no answer comes.',
        example: '2',
        default: '2',
        minimum: 0,
        maximum: 10,
      },
      {
        name: 'verify',
        kind: 'boolean',
        sentence: 'A certificate that cannot be verified is an error (tls, https).',
        example: 'false',
        default: 'true',
      },
      ...tlsClientOptions.filter(({ name }) => name === 'servername' || name === 'ca'),
    ],
    results: [
      { name: 'status', sentence: 'The response code: NOERROR, NXDOMAIN, ...' },
      { name: 'answers[0].…', sentence: 'The fields of a record: address, exchange, ttl, ...' },
    ],
    subjects: [
      {
        name: 'status',
        kind: 'text',
        sentence: 'The response code: NOERROR, NXDOMAIN, SERVFAIL, ...',
        example: '?? status == NOERROR',
      },
      { ...data('answers', '?? answers[0].exchange == mail.wirebench.test') },
      { ...data('authority', '?? authority[0].type == SOA') },
      { ...data('additional', '?? additional isArray') },
      { ...data('question', '?? question.type == MX') },
      { ...data('flags', '?? flags.aa == true') },
      { ...data('edns', '?? edns.udpSize == 1232') },
      { name: 'problem', kind: 'text', sentence: 'What is wrong with the message.', example: '?? problem isFalse' },
      {
        name: 'notes',
        kind: 'json',
        sentence: 'What happened on the way: another attempt, an answer that was not taken.',
        example: '?? notes isArray',
      },
      { name: 'id', kind: 'number', sentence: 'The id of the message.', example: '?? id > 0' },
      { name: 'bytes', kind: 'number', sentence: 'How long the message is.', example: '?? bytes < 512' },
      { name: 'server', kind: 'text', sentence: 'Who answered.', example: '?? server == 127.0.0.1:5353' },
      { name: 'transport', kind: 'text', sentence: 'How the answer came.', example: '?? transport == udp' },
      duration,
    ],
  },
  {
    word: 'LOOKUP',
    kind: 'lookup',
    sentence:
      'Asks the operating system: a host (getaddrinfo), an address (getnameinfo), a service or a port (/etc/services).',
    usage: 'LOOKUP host|address|service|port WHAT',
    example: 'LOOKUP service https/tcp',
    options: [
      {
        name: 'family',
        kind: 'choice',
        sentence: 'Which addresses of a host.',
        example: '4',
        default: 'any',
        choices: ['4', '6', 'any'],
      },
      {
        name: 'dns',
        kind: 'text',
        sentence: "Of host and address: ask DNS beside the system. A server, or `own` for the machine's own.",
        example: '127.0.0.1:5353',
        default: 'only the system is asked',
      },
      timeout('How long to wait.', '5s'),
    ],
    results: [
      { name: 'addresses[0]', sentence: 'Of host: the addresses, in the order of the system.' },
      { name: 'host', sentence: 'Of address: the name.' },
      { name: 'port', sentence: 'Of service: the port.' },
      { name: 'service', sentence: 'Of port: the name.' },
      { name: 'source', sentence: 'Where the system has it from.' },
    ],
    subjects: [
      { ...data('addresses', '?? addresses contains 127.0.0.1') },
      { name: 'address', kind: 'text', sentence: 'The first address.', example: '?? address == 127.0.0.1' },
      { name: 'host', kind: 'text', sentence: 'The name.', example: '?? host == localhost' },
      { name: 'port', kind: 'number', sentence: 'The port.', example: '?? port == 443' },
      { name: 'service', kind: 'text', sentence: 'The service.', example: '?? service == https' },
      { name: 'protocol', kind: 'text', sentence: 'tcp or udp.', example: '?? protocol == tcp' },
      { name: 'aliases', kind: 'json', sentence: 'Other names of the service.', example: '?? aliases isArray' },
      {
        name: 'source',
        kind: 'text',
        sentence: 'Where the system has it from: a file with the line, or its resolver.',
        example: '?? source == /etc/services',
      },
      {
        name: 'hosts',
        kind: 'json',
        sentence: 'The lines of the hosts file that say it: file, line, text.',
        example: '?? hosts[0].line == 1',
      },
      {
        name: 'dns',
        kind: 'json',
        sentence: 'With the option `dns`: the addresses, or the names, that DNS gives.',
        example: '?? dns contains 192.0.2.10',
      },
      {
        name: 'differences',
        kind: 'json',
        sentence: 'With the option `dns`: where the two disagree, and why that may be.',
        example: '?? differences[0] isFalse',
      },
      {
        name: 'problem',
        kind: 'text',
        sentence: 'With the option `dns`: why the system has no answer.',
        example: '?? problem isFalse',
      },
      duration,
    ],
  },
  {
    word: 'RUN',
    kind: 'run',
    effect: 'program',
    sentence:
      'Starts a program, without a shell. It is ended, with all that it started, when the run of the file ends, and also where Wirebench is killed.',
    usage: 'RUN program arguments',
    example: 'RUN python3 server.py',
    options: [
      {
        name: 'ready',
        kind: 'ready',
        sentence: 'What to wait for before the next request: a port that answers, text that it prints, its end.',
        example: 'tcp 127.0.0.1:5550',
        default: 'nothing is waited for',
      },
      {
        name: 'cwd',
        kind: 'path',
        sentence: 'The folder it runs in.',
        example: './server',
        default: 'the folder of the request file',
      },
      {
        name: 'env',
        kind: 'assignment',
        sentence: 'A variable of its environment, besides those of the editor.',
        example: 'PORT=5550',
        repeatable: true,
      },
      timeout('How long to wait for `ready`.', '10s'),
      {
        name: 'stdin',
        kind: 'escapes',
        sentence: 'What it reads from its standard input, which then ends.',
        example: '5 + 6\\n',
      },
    ],
    results: [
      { name: 'pid', sentence: 'Its process id.' },
      { name: 'output', sentence: 'What it has printed.' },
      { name: 'exitCode', sentence: 'Its exit status, if it has ended.' },
    ],
    subjects: [
      { name: 'exitCode', kind: 'number', sentence: 'Its exit status.', example: '?? exitCode == 0' },
      {
        name: 'output',
        kind: 'text',
        sentence: 'What it has printed. The value may have escapes.',
        example: '?? output contains ready',
      },
      { name: 'signal', kind: 'text', sentence: 'The signal that ended it.', example: '?? signal == SIGTERM' },
      duration,
    ],
  },
  {
    word: 'RELAY',
    kind: 'relay',
    sentence: 'Stands between two programs, forwards and shows their traffic, and impairs it if asked.',
    usage: 'RELAY tcp|udp|tls://host:port -> tcp|udp|tls://host:port',
    example: 'RELAY udp://127.0.0.1:9100 -> udp://127.0.0.1:9000',
    schemes: ['tcp', 'udp', 'tls'],
    options: RELAY_LINE,
    results: address,
    subjects: [
      { name: 'port', kind: 'number', sentence: 'The port it listens on.', example: '?? port > 0' },
      { name: 'host', kind: 'text', sentence: 'The address it listens on.', example: '?? host == 127.0.0.1' },
    ],
  },
];

export type LookupKind = 'host' | 'address' | 'service' | 'port';
export const lookupKinds: readonly { readonly name: LookupKind; readonly sentence: string }[] = [
  { name: 'host', sentence: 'The addresses of a name.' },
  { name: 'address', sentence: 'The name of an address.' },
  { name: 'service', sentence: 'The port of a service: `https`, `https/tcp`.' },
  { name: 'port', sentence: 'The service of a port: `443`, `443/tcp`.' },
];

export type PredicateName =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'startsWith'
  | 'endsWith'
  | 'includes'
  | 'matches'
  | 'exists'
  | 'isFalse'
  | 'isNumber'
  | 'isString'
  | 'isBoolean'
  | 'isArray'
  | 'sha256'
  | 'sha512'
  | 'md5';

export interface PredicateSpec {
  readonly name: PredicateName;
  /** Other ways to write it. */
  readonly aliases: readonly string[];
  /** Whether a value follows. */
  readonly value: boolean;
  readonly sentence: string;
  /** Of which subjects it can hold; absent: of all. */
  readonly kinds?: readonly SubjectKind[];
}

/** httpYac's, with its aliases. */
export const predicates: readonly PredicateSpec[] = [
  { name: '==', aliases: ['===', 'equals'], value: true, sentence: 'is the value' },
  { name: '!=', aliases: ['!==', 'not equals'], value: true, sentence: 'is not the value' },
  { name: '<', aliases: [], value: true, sentence: 'is a number below the value' },
  { name: '<=', aliases: [], value: true, sentence: 'is a number up to the value' },
  { name: '>', aliases: [], value: true, sentence: 'is a number above the value' },
  { name: '>=', aliases: [], value: true, sentence: 'is a number from the value on' },
  { name: 'startsWith', aliases: [], value: true, sentence: 'begins with the value' },
  { name: 'endsWith', aliases: [], value: true, sentence: 'ends with the value' },
  { name: 'includes', aliases: ['contains'], value: true, sentence: 'has the value in it' },
  { name: 'matches', aliases: [], value: true, sentence: 'matches the regular expression' },
  {
    name: 'exists',
    aliases: ['isTrue'],
    value: false,
    sentence: 'is there, and is neither false, 0 nor an empty text',
  },
  { name: 'isFalse', aliases: [], value: false, sentence: 'is not there, or is false, 0 or an empty text' },
  { name: 'isNumber', aliases: [], value: false, sentence: 'is a number' },
  { name: 'isString', aliases: [], value: false, sentence: 'is a text' },
  { name: 'isBoolean', aliases: [], value: false, sentence: 'is true or false' },
  { name: 'isArray', aliases: [], value: false, sentence: 'is an array' },
  { name: 'sha256', aliases: [], value: true, sentence: 'has this SHA-256 digest, in hexadecimal digits or base64' },
  { name: 'sha512', aliases: [], value: true, sentence: 'has this SHA-512 digest, in hexadecimal digits or base64' },
  { name: 'md5', aliases: [], value: true, sentence: 'has this MD5 digest, in hexadecimal digits or base64' },
];

/** Subjects of httpYac's that a check cannot be about here, and why. */
export const foreignSubjects: Readonly<Record<string, string>> = {
  js: 'This check is not supported: scripts are not run here.',
};

const byWord = new Map(words.map((word) => [word.word, word]));

export function wordSpec(word: string): WordSpec | undefined {
  return byWord.get(word);
}

export function wordOfKind(kind: ItemKind): WordSpec | undefined {
  return words.find((word) => word.kind === kind);
}

export function subjectsOf(kind: ItemKind): readonly SubjectSpec[] {
  return kind === 'http' ? httpSubjects : (wordOfKind(kind)?.subjects ?? []);
}

export function behaviourSpec(name: string): BehaviourSpec | undefined {
  return serveBehaviours.find((behaviour) => behaviour.name === name);
}

/** The options that a word's request takes: of SERVE with a known scheme and behaviour, theirs. */
export function optionsOf(word: WordSpec, scheme?: string, behaviour?: string): readonly OptionSpec[] {
  const own = word.options.filter((option) => fits(option, scheme));
  const more = word.word === 'SERVE' && behaviour !== undefined ? (behaviourSpec(behaviour)?.options ?? []) : [];
  const taken = new Set(own.map((option) => option.name));
  return [...own, ...more.filter((option) => !taken.has(option.name))];
}

function fits(option: OptionSpec, scheme: string | undefined): boolean {
  return option.schemes === undefined || scheme === undefined || option.schemes.includes(scheme);
}

const byPredicate = new Map(
  predicates.flatMap((predicate) => [predicate.name, ...predicate.aliases].map((name) => [name, predicate])),
);

export function predicateNamed(written: string): PredicateSpec | undefined {
  return byPredicate.get(written);
}
