/** The numbers of HTTP/2 and their meanings (RFC 9113 and its extensions). */

interface FlagMeaning {
  readonly bit: number;
  readonly name: string;
  readonly about: string;
}

export interface FrameKind {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly FlagMeaning[];
  /** Where the frame is allowed: on a stream, on the connection (stream 0), or on both. */
  readonly on: 'stream' | 'connection' | 'either';
  /** Whether a payload may have this length, in bytes. */
  readonly fits: (length: number) => boolean;
  /** The allowed lengths: the end of "Its payload ...". */
  readonly rule: string;
}

export const END_STREAM = 0x1;
export const ACK = 0x1;
export const END_HEADERS = 0x4;
export const PADDED = 0x8;
export const PRIORITY_FLAG = 0x20;

const endStream = { bit: END_STREAM, name: 'END_STREAM', about: 'the sender sends no more on this stream' };
const ack = { bit: ACK, name: 'ACK', about: 'this acknowledges one of the other side' };
const endHeaders = { bit: END_HEADERS, name: 'END_HEADERS', about: 'the header fields end in this frame' };
const padded = { bit: PADDED, name: 'PADDED', about: 'bytes without a meaning follow the content' };
const priority = { bit: PRIORITY_FLAG, name: 'PRIORITY', about: 'a dependency and a weight come first' };

const any = () => true;
const exactly = (length: number) => ({
  fits: (given: number) => given === length,
  rule: `has ${length} bytes`,
});
const atLeast = (length: number) => ({
  fits: (given: number) => given >= length,
  rule: `has at least ${length} bytes`,
});
const ofAnyLength = { fits: any, rule: 'may have any length' };

export const FRAME = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
  ALTSVC: 10,
  ORIGIN: 12,
  PRIORITY_UPDATE: 16,
} as const;

/** RFC 9113, section 6; ALTSVC: RFC 7838; ORIGIN: RFC 8336; PRIORITY_UPDATE: RFC 9218. */
export const FRAMES: ReadonlyMap<number, FrameKind> = new Map<number, FrameKind>([
  [0, { name: 'DATA', about: 'content', flags: [endStream, padded], on: 'stream', ...ofAnyLength }],
  [
    1,
    {
      name: 'HEADERS',
      about: 'header fields, which open a stream or end it',
      flags: [endStream, endHeaders, padded, priority],
      on: 'stream',
      ...ofAnyLength,
    },
  ],
  [2, { name: 'PRIORITY', about: 'the old scheme of priorities', flags: [], on: 'stream', ...exactly(5) }],
  [3, { name: 'RST_STREAM', about: 'ends a stream at once', flags: [], on: 'stream', ...exactly(4) }],
  [
    4,
    {
      name: 'SETTINGS',
      about: 'the limits of its sender',
      flags: [ack],
      on: 'connection',
      fits: (length) => length % 6 === 0,
      rule: 'is made of settings of 6 bytes',
    },
  ],
  [
    5,
    {
      name: 'PUSH_PROMISE',
      about: 'a request that the server will answer unasked',
      flags: [endHeaders, padded],
      on: 'stream',
      ...atLeast(4),
    },
  ],
  [6, { name: 'PING', about: 'to be sent back', flags: [ack], on: 'connection', ...exactly(8) }],
  [7, { name: 'GOAWAY', about: 'the connection is about to end', flags: [], on: 'connection', ...atLeast(8) }],
  [8, { name: 'WINDOW_UPDATE', about: 'more bytes may be sent', flags: [], on: 'either', ...exactly(4) }],
  [9, { name: 'CONTINUATION', about: 'more header fields', flags: [endHeaders], on: 'stream', ...ofAnyLength }],
  [10, { name: 'ALTSVC', about: 'another address of the service', flags: [], on: 'either', ...atLeast(2) }],
  [12, { name: 'ORIGIN', about: 'the uses that the connection allows', flags: [], on: 'connection', ...ofAnyLength }],
  [16, { name: 'PRIORITY_UPDATE', about: 'the priority of a request', flags: [], on: 'connection', ...atLeast(4) }],
]);

export function frameName(type: number): string {
  return FRAMES.get(type)?.name ?? `frame of type 0x${type.toString(16).padStart(2, '0')}`;
}

/** RFC 9113, section 7. */
const ERRORS: readonly (readonly [name: string, about: string])[] = [
  ['NO_ERROR', 'nothing is wrong'],
  ['PROTOCOL_ERROR', 'a rule of the protocol was broken'],
  ['INTERNAL_ERROR', 'the sender failed'],
  ['FLOW_CONTROL_ERROR', 'more was sent than the window allowed'],
  ['SETTINGS_TIMEOUT', 'settings were not acknowledged in time'],
  ['STREAM_CLOSED', 'a frame came for a stream that had ended'],
  ['FRAME_SIZE_ERROR', 'a frame had a wrong length'],
  ['REFUSED_STREAM', 'the request was not looked at and may be sent again'],
  ['CANCEL', 'the stream is no longer wanted'],
  ['COMPRESSION_ERROR', 'header fields could not be decoded'],
  ['CONNECT_ERROR', 'the connection that CONNECT made was reset'],
  ['ENHANCE_YOUR_CALM', 'the other side causes too much load'],
  ['INADEQUATE_SECURITY', 'TLS does not meet the requirements'],
  ['HTTP_1_1_REQUIRED', 'the request has to be sent by HTTP/1.1'],
];

export function errorName(code: number): string {
  return ERRORS[code]?.[0] ?? `error 0x${code.toString(16)}`;
}

/** `CANCEL (8): the stream is no longer wanted`. */
export function errorText(code: number): string {
  const error = ERRORS[code];
  return error === undefined ? `0x${code.toString(16)}, which has no name` : `${error[0]} (${code}): ${error[1]}`;
}

interface SettingKind {
  readonly name: string;
  readonly about: string;
  /** A sentence if the setting cannot have the value. */
  readonly problem?: (value: number) => string | undefined;
}

const zeroOrOne = (value: number) => (value > 1 ? 'Its value is 0 or 1.' : undefined);

/** RFC 9113, section 6.5.2; 8: RFC 8441; 9: RFC 9218. */
export const SETTINGS: ReadonlyMap<number, SettingKind> = new Map<number, SettingKind>([
  [1, { name: 'HEADER_TABLE_SIZE', about: 'bytes of the table that header fields sent to it may fill' }],
  [2, { name: 'ENABLE_PUSH', about: 'whether the server may push', problem: zeroOrOne }],
  [3, { name: 'MAX_CONCURRENT_STREAMS', about: 'streams at once that the other side may open' }],
  [
    4,
    {
      name: 'INITIAL_WINDOW_SIZE',
      about: 'bytes of content that may be sent to it on a new stream',
      problem: (value) => (value > 0x7fffffff ? 'A window has at most 2,147,483,647 bytes.' : undefined),
    },
  ],
  [
    5,
    {
      name: 'MAX_FRAME_SIZE',
      about: 'bytes of a payload that it takes',
      problem: (value) =>
        value < 16_384 || value > 16_777_215 ? 'A largest frame has 16,384 to 16,777,215 bytes.' : undefined,
    },
  ],
  [6, { name: 'MAX_HEADER_LIST_SIZE', about: 'bytes of header fields that it takes' }],
  [8, { name: 'ENABLE_CONNECT_PROTOCOL', about: 'whether CONNECT may ask for another protocol', problem: zeroOrOne }],
  [9, { name: 'NO_RFC7540_PRIORITIES', about: 'the old priorities are not used', problem: zeroOrOne }],
]);

/** `1,024`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1,024 bytes`, `1 byte`. */
export function bytesText(count: number): string {
  return `${grouped(count)} byte${count === 1 ? '' : 's'}`;
}
