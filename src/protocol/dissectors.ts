import type { BodyDissectors, DissectedField, StreamPart } from './dissect.ts';
import { decodeMessage } from './dns/decode.ts';
import { dissectDns, dissectDnsStream } from './dns/dissect.ts';
import { dissectHttp, startsHttp } from './http/dissect.ts';
import { dissectHttp2 } from './http2/dissect.ts';
import { findFrames, startsHttp2 } from './http2/frames.ts';

/** Where the bytes were sent. */
export interface DissectPlace {
  readonly transport: 'tcp' | 'tls' | 'udp';
  readonly localPort: number;
  readonly peerPort: number;
  /** The known protocol of the endpoint, by its name in the table. */
  readonly protocol?: string;
}

/** A protocol whose messages can be shown as fields. */
export interface DissectorKind {
  readonly name: string;
  readonly sentence: string;
  /** Whether these bytes, at the beginning of a stream or of a datagram, belong to this protocol. */
  recognise(bytes: Uint8Array, place: DissectPlace): boolean;
  /**
   * For a stream: the bytes of one direction from the start of a message on, as far as they came. `part`: the place of
   * the bytes in the stream; without it, they are its beginning. Never throws.
   */
  dissect(bytes: Uint8Array, place: DissectPlace, part?: StreamPart): DissectedField[];
  /** For protocols that can be read from the middle of a stream, which may begin within a message. */
  readonly within?: {
    /** Whether these bytes belong to this protocol, up to their end. */
    recognise(bytes: Uint8Array): boolean;
    /** The explanation for a person if the beginning is missing: a sentence. */
    readonly sentence: string;
  };
}

/** An event's part of the messages that it belongs to. */
export interface Dissection {
  /** The name in the table; undefined: no dissector recognised the bytes, or none was wanted. */
  readonly dissector: string | undefined;
  /** Offsets are into the event. */
  readonly fields: readonly DissectedField[];
}

/** Protocols that HTTP carries: DNS over HTTPS (RFC 8484, section 6). */
const bodies: BodyDissectors = new Map([['application/dns-message', dissectDns]]);

/** In the order in which they are tried. The first one that recognises the bytes is used. */
export const dissectors: readonly DissectorKind[] = [
  {
    name: 'http2',
    sentence: 'HTTP/2: frames, and in them header fields and bodies.',
    // Tried before HTTP/1, since the preface of an HTTP/2 client looks like HTTP/1.
    recognise: (bytes, { transport }) => transport !== 'udp' && startsHttp2(bytes),
    dissect: (bytes, _place, part) => dissectHttp2(bytes, bodies, part),
    within: {
      recognise: (bytes) => findFrames(bytes) !== undefined,
      sentence:
        'The start of this connection is no longer held or too far back. Frames were found by their shape, and header fields that refer to earlier ones are unknown.',
    },
  },
  {
    name: 'http',
    sentence: 'HTTP/1: request and status lines, header fields, chunks and bodies.',
    recognise: (bytes, { transport }) => transport !== 'udp' && startsHttp(bytes),
    dissect: (bytes) => dissectHttp(bytes, bodies),
  },
  {
    name: 'dns',
    sentence: 'DNS messages: the header, the question and the records with every field of theirs.',
    recognise: (bytes, place) => isDnsPort(place) || isDns(bytes, place),
    dissect: (bytes, { transport }) => (transport === 'udp' ? dissectDns(bytes) : dissectDnsStream(bytes)),
  },
];

/** DNS, multicast DNS, a common port for a server of one's own, and DNS over TLS. */
const dnsPorts: Readonly<Record<DissectPlace['transport'], readonly number[]>> = {
  udp: [53, 5353],
  tcp: [53, 5353],
  tls: [853],
};

function isDnsPort({ transport, localPort, peerPort }: DissectPlace): boolean {
  return dnsPorts[transport].some((port) => port === localPort || port === peerPort);
}

/** On other ports, only a whole message without a fault counts, which other bytes hardly ever are. */
function isDns(bytes: Uint8Array, { transport }: DissectPlace): boolean {
  if (transport === 'udp') return isWholeMessage(bytes);
  const length = bytes.length < 2 ? 0 : (bytes[0]! << 8) | bytes[1]!;
  return length >= shortestDns && bytes.length >= length + 2 && isWholeMessage(bytes.subarray(2, length + 2));
}

const shortestDns = 17;

function isWholeMessage(bytes: Uint8Array): boolean {
  // Opcodes end at 6, and few messages have several questions. This excludes most other bytes without further reading.
  if (bytes.length < shortestDns || ((bytes[2]! >> 3) & 15) > 6 || bytes[4] !== 0 || bytes[5]! > 1) return false;
  const { problem, questions, answers } = decodeMessage(bytes);
  return problem === undefined && questions.length + answers.length > 0;
}

/** The choices of "decode as": `auto` by content, `none`, or a name of the table. */
export const dissectorChoices: readonly { readonly name: string; readonly sentence: string }[] = [
  { name: 'auto', sentence: 'Judged by the shape of the bytes.' },
  { name: 'none', sentence: 'Not at all.' },
  ...dissectors.map(({ name, sentence }) => ({ name, sentence })),
];

export function chooseDissector(choice: string, bytes: Uint8Array, place: DissectPlace): DissectorKind | undefined {
  if (choice === 'none') return undefined;
  if (choice !== 'auto') return dissectors.find(({ name }) => name === choice);
  const known = place.protocol === undefined ? undefined : dissectors.find(({ name }) => name === place.protocol);
  return known ?? dissectors.find((kind) => kind.recognise(bytes, place));
}
