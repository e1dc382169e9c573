import type { CheckOutcome } from '../../requests/run/outcome.ts';
import type { SocketRow } from '../../net/sockets/row.ts';
import { count } from '../../base/quantities.ts';
import { decode } from '../../protocol/text/decode.ts';
import {
  lineWith,
  onlyLine,
  sentText,
  holds,
  isNothing,
  shownAt,
  textDifferences,
  type Known,
  type Facts,
} from './known.ts';
import { told, type Row } from './row.ts';

/** Nothing came, and nothing broke; or a part of the clients heard nothing. */
function unanswered({ conversation, error, program, isUdp }: Known, transport: 'tcp' | 'udp'): boolean {
  if ((transport === 'udp') !== isUdp || program?.running !== true) return false;
  if (conversation === undefined) return error?.code === 'no-answer';
  const all = conversation.clients ?? [conversation];
  return all.some(({ received, closed }) => received.length === 0 && (closed === 'no' || closed === 'half-closed'));
}

/** Connections that the system made and that the program has not accepted: they have no program. */
function waiting({ evidence }: Known): readonly SocketRow[] {
  return serverRows(evidence.sockets).filter(({ pid }) => pid === undefined);
}

function serverRows(rows: readonly SocketRow[]): readonly SocketRow[] {
  return rows.filter(
    ({ transport, peer, state }) =>
      transport === 'tcp' && peer !== undefined && (state === 'ESTABLISHED' || state === 'CLOSE_WAIT'),
  );
}

/** Connections that the program has accepted and not closed. */
function accepted({ evidence }: Known): readonly SocketRow[] {
  return serverRows(evidence.sockets).filter(({ pid }) => pid !== undefined);
}

/** The size that a receiving call of the source asks for. */
function bufferSizes({ program }: Known): readonly number[] {
  const calls = program?.source?.text.matchAll(/\b(?:recv|recvfrom|read|recv_into)\(\s*(?:\w+,\s*)?(\d+)\s*\)/g) ?? [];
  // As socketserver has it for datagrams.
  const packets = program?.source?.text.matchAll(/\bmax_packet_size\s*=\s*(\d+)/g) ?? [];
  return [...calls, ...packets].map(([, size]) => Number(size));
}

/** The beginning of what was expected came, and nothing more. */
function partOfExpected(known: Known): { readonly came: number; readonly want: number } | undefined {
  const texts = textDifferences(known);
  const found = texts.find(
    ({ want, came, whole }) =>
      whole &&
      came !== '' &&
      want.length > came.length &&
      want.startsWith(came) &&
      /[^\r\n]/.test(want.slice(came.length)),
  );
  if (found !== undefined) return { came: bytesOf(found.came), want: bytesOf(found.want) };
  // A long text is not shown in full: the answer is the beginning of the question.
  const [first] = known.sent;
  const isCut = texts.some(({ whole }) => !whole) && isBeginOfSent(known);
  return isCut ? { came: known.received.length, want: first!.length } : undefined;
}

/** A part of the one message that was sent came back. */
function isBeginOfSent({ received, sent }: Known): boolean {
  const [first] = sent;
  return (
    sent.length === 1 &&
    received.length > 0 &&
    first!.subarray(received.length).some((byte) => byte !== 10 && byte !== 13) &&
    received.every((byte, i) => byte === first![i])
  );
}

const utf8 = new TextEncoder();
const bytesOf = (text: string): number => utf8.encode(text).length;

/** Sizes of a buffer that programs commonly give. */
const isRound = (bytes: number): boolean => bytes >= 4 && (bytes & (bytes - 1)) === 0;

/** What came ends, or goes on elsewhere, where a buffer of the program is full. */
function truncated(known: Known): Facts | undefined {
  const part = partOfExpected(known) ?? partCounted(known);
  const { source } = known.program ?? {};
  if (source === undefined)
    return part !== undefined && part.came >= 16 && isRound(part.came)
      ? { ...part, rest: part.want - part.came }
      : undefined;
  for (const size of bufferSizes(known)) {
    const cut = part?.came === size ? part : partWithin(known, size);
    if (cut === undefined) continue;
    return {
      ...cut,
      rest: cut.want - cut.came,
      ...onlyLine(known.program, new RegExp(`\\b(?:recv|recvfrom|read)\\([^)]*\\b${size}\\b`)),
    };
  }
  return undefined;
}

interface Cut {
  readonly came: number;
  readonly want: number;
}

/** The lengths, where a check counts the bytes, and what came is the beginning of what was sent. */
function partCounted({ differences, received, sent }: Known): Cut | undefined {
  const counted = differences.find(({ subject }) => /received (?:bytes|length)$/.test(subject));
  const [came, want] = [Number(counted?.came), Number(counted?.want)];
  const [first] = sent;
  const isBegin = first !== undefined && received.every((byte, i) => byte === first[i]);
  return isBegin && came > 0 && came < want ? { came, want } : undefined;
}

/** The answer repeats a message as far as a buffer of this size holds it: `Hello, Wolfesch!`. */
function partWithin(known: Known, size: number): Cut | undefined {
  const message = known.sent.find((bytes) => bytes.length > size);
  if (message === undefined || size < 8) return undefined;
  const [begin, more] = [size, size + 1].map((length) =>
    decode(message.subarray(0, length), 'utf-8', 'backslashreplace'),
  );
  const isCut = textDifferences(known).some(
    ({ came, want }) => came.includes(begin!) && !came.includes(more!) && want.includes(more!),
  );
  return isCut ? { came: size, want: message.length } : undefined;
}

const receivesWith = /\b(\w+)\.recvfrom\(/;
const sendsWith = /\b(\w+)\.sendto\(/;

export const silentRows: readonly Row[] = [
  {
    id: 'reply-from-other-port',
    signs: (known) => {
      if (known.error?.code === 'other-socket') return { told: known.error.message };
      if (!unanswered(known, 'udp') || notRead(known)) return undefined;
      const [from, to] = [receivesWith, sendsWith].map((pattern) => onlyLine(known.program, pattern));
      const [received, sent] = [receivesWith.exec(String(from!['code'])), sendsWith.exec(String(to!['code']))];
      return received === null || sent === null || received[1] === sent[1]
        ? undefined
        : {
            told: `${known.who} read the datagram with ${received[1]!}, and answers with ${sent[1]!}${shownAt(to!)}: another socket has another port, and the client takes answers from the port that it called alone.`,
            ...to,
          };
    },
    sentence: told,
    tellsError: true,
    hint: 'A server needs one UDP socket: it receives with it, and it answers with it.',
  },
  {
    id: 'reply-to-wrong-peer',
    signs: (known) => {
      if (!unanswered(known, 'udp') || notRead(known)) return undefined;
      const place = fixedPeer(known);
      return place && { who: known.who, ...place };
    },
    sentence: ({ who, ...place }) =>
      `${who} read the datagram, and nothing came back. It sends to a fixed address${shownAt(place)}, and the question came from another one.`,
    hint: 'recvfrom() returns the data and the address of the client: answer to that address, sendto(answer, address).',
  },
  {
    id: 'datagram-truncated',
    signs: (known) => (known.isUdp ? truncated(known) : undefined),
    sentence: ({ came, want, rest, ...place }) =>
      `The first ${came} of ${want} bytes of the datagram were used: that is the room that recvfrom() was given${shownAt(place)}. The other ${rest} are lost.`,
    hint: 'A datagram is read whole or cut. Give recvfrom() room for the largest one, up to 65535.',
  },
  {
    id: 'blocked-on-first-client',
    signs: (known) => {
      const { program, who } = known;
      if (!unanswered(known, 'tcp') || waiting(known).length === 0 || program?.asks === true) return undefined;
      const others = accepted(known).length;
      if (others === 0 && !someAnswered(known)) return undefined;
      return {
        who,
        others,
        ...onlyLine(program, /\.accept\(/),
        ...onlyLine(program, /\b(?:recv|readline)\(|\bread\(/),
      };
    },
    sentence: ({ who, others, ...place }) =>
      `The client was connected and not accepted: ${who} is busy with another client${Number(others) > 0 ? ' that is still connected' : ''}${shownAt(place)}, and comes back to accept() only afterwards.`,
    hint: 'Serve each client in a thread of its own, or wait for all sockets at once with select.',
  },
  {
    id: 'never-accepted',
    signs: (known) =>
      unanswered(known, 'tcp') &&
      waiting(known).length > 0 &&
      accepted(known).length === 0 &&
      !someAnswered(known) &&
      known.program?.asks !== true
        ? { who: known.who, ...onlyLine(known.program, /\.listen\(/) }
        : undefined,
    sentence: ({ who, ...place }) =>
      `${who} listens${shownAt(place)}, and the system has connected the client, but ${who} has not accepted it: it does not reach accept().`,
    hint: 'listen() only opens the queue. accept() takes a client out of it and returns the socket to talk with.',
  },
  {
    id: 'truncated-at-buffer',
    signs: (known) => (known.isUdp || known.isClient ? undefined : truncated(known)),
    sentence: ({ came, want, rest, ...place }) =>
      `${came} of ${want} bytes were used, which is the size of the buffer of one recv()${shownAt(place)}. The other ${rest} were left out.`,
    hint: 'One recv() returns at most as many bytes as it is given, and often fewer. Call it in a loop until the message is complete.',
  },
  {
    id: 'accepted-not-read',
    signs: (known) => {
      const { conversation, error } = known;
      if (known.isUdp || partOfExpected(known) !== undefined) return undefined;
      const held = accepted(known).find(
        ({ receiveQueue = 0, state }) => receiveQueue > (state === 'CLOSE_WAIT' ? 1 : 0),
      );
      const cut = conversation?.closed === 'reset' || error?.code === 'reset';
      const unread = conversation?.unread?.bytes ?? 0;
      const { who, program } = known;
      if (held !== undefined && unanswered(known, 'tcp') && program?.asks !== true)
        return { who, state: 'waits', ...onlyLine(program, /\.accept\(/) };
      return cut && unread > 0 && unread === conversation?.sentBytes
        ? { who, state: 'reset', bytes: unread }
        : undefined;
    },
    sentence: ({ who, state, bytes }) =>
      state === 'reset'
        ? `${who} never read the ${count(Number(bytes), 'byte')} that ${bytes === 1 ? 'was' : 'were'} sent, and closed the connection. The system resets a connection that is closed with unread bytes, and an answer can be lost that way.`
        : `${who} accepted the client and has not read what was sent: the bytes still wait in its socket.`,
    hint: 'Call recv() on the socket that accept() returned, not on the one that listens.',
  },
  {
    id: 'reset-by-program',
    signs: ({ conversation, error, isUdp, gone, who }) =>
      !isUdp && !gone && (conversation?.closed === 'reset' || error?.code === 'reset')
        ? { who, bytes: conversation?.received.length ?? 0, unread: conversation?.unread?.text ?? '' }
        : undefined,
    sentence: ({ who, bytes, unread }) =>
      `${who} reset the connection in place of closing it, ${bytes === 0 ? 'before any of its answer had come' : `after ${count(Number(bytes), 'byte')} of its answer`}${unread === '' ? '.' : `: ${unread}`}`,
    hint: 'A socket that is closed with unread bytes, or with SO_LINGER 0, is reset. Read all that comes before close().',
  },
  {
    id: 'closed-early',
    signs: (known) => {
      const { conversation, error, isUdp, gone, who, program } = known;
      if (isUdp || gone) return undefined;
      const place = onlyLine(program, /\.close\(|\.end\(|\.destroy\(/);
      if (error?.code === 'ended-early') return { who, bytes: known.received.length, ...place };
      // The step asks for a connection that stays.
      if (known.differences.some(({ subject, want }) => /\bclosed$/.test(subject) && want === 'no'))
        return { who, bytes: 0, stay: 1, ...place };
      if (conversation === undefined || conversation.clients !== undefined) return undefined;
      const isClosed = conversation.closed === 'closed' || conversation.closed === 'half-closed';
      const isShort = conversation.received.length === 0 || isBeginOfSent(known);
      const isWanted = known.differences.some(({ subject }) => subject.startsWith('received'));
      return isClosed && isShort && isWanted ? { who, bytes: conversation.received.length, ...place } : undefined;
    },
    sentence: ({ who, bytes, stay, ...place }) =>
      `${who} closed the connection ${stay === 1 ? 'that was to stay open' : bytes === 0 ? 'before it had answered' : `after the first ${count(Number(bytes), 'byte')}`}${shownAt(place)}.`,
    hint: 'close() comes after the last answer. At the end of a "with" block, or of a function, a socket may be closed sooner than it seems.',
  },
  {
    id: 'http-no-length',
    signs: (known) => {
      const { conversation, outcome, region, who, program } = known;
      const found = { who, ...onlyLine(program, /HTTP\/1/) };
      const isAsked = region.checks.some(
        ({ path }, i) =>
          /^content-length$/i.test(path?.text ?? '') &&
          outcome.checks[i]?.state === 'failed' &&
          isNothing(outcome.checks[i].actual),
      );
      if (isAsked) return found;
      const head = /^HTTP\/1\.[01] \d{3}[\s\S]*?\r?\n\r?\n/.exec(beginOf(known))?.[0];
      if (head === undefined || conversation?.closed !== 'no' || !closedAsked(known)) return undefined;
      return /^(?:content-length|transfer-encoding):/im.test(head) || /^HTTP\/1\.[01] (?:1\d\d|204|304)/.test(head)
        ? undefined
        : { ...found, open: 1 };
    },
    sentence: ({ who, open }) =>
      `The answer of ${who} has no Content-Length${open === 1 ? ', and the connection stays open: no client can know where its body ends, so it waits' : ': a client can know where its body ends only by the end of the connection'} (RFC 9112, section 6.3).`,
    hint: 'Send "Content-Length: " with the number of bytes of the body, or close the connection behind it.',
  },
  {
    id: 'http-lf-only',
    signs: (known) => {
      const text = beginOf(known);
      const mended = text.replace(/\r?\n/g, '\r\n');
      return /^HTTP\/1\.[01] \d{3}[^\r\n]*\n/.test(text) && explains(known, mended)
        ? { who: known.who, ...onlyLine(known.program, /HTTP\/1/) }
        : undefined;
    },
    sentence: ({ who }) =>
      `The lines of the answer of ${who} end with \\n alone. HTTP ends each line of its head with \\r\\n (RFC 9112, section 2.2).`,
    hint: 'Write "\\r\\n" at the end of each line of the head, with backslashes, and once more behind the last one.',
  },
  {
    id: 'http-no-blank-line',
    signs: (known) => {
      const text = beginOf(known);
      const isWanted = known.error !== undefined || known.differences.some(({ want }) => want.includes('\r\n\r\n'));
      return /^HTTP\/1\.[01] \d{3}[^\r\n]*\r\n/.test(text) && !text.includes('\r\n\r\n') && isWanted
        ? { who: known.who, ...onlyLine(known.program, /HTTP\/1/) }
        : undefined;
    },
    sentence: ({ who }) =>
      `The head of the answer of ${who} has no blank line behind it, so its body is taken for a header.`,
    hint: 'Send "\\r\\n\\r\\n" between the last header and the body.',
  },
  {
    id: 'waits-for-input',
    signs: (known) =>
      known.program?.asks === true && (unanswered(known, 'tcp') || unanswered(known, 'udp'))
        ? { who: known.who, ...onlyLine(known.program, /\binput\(|\breadline\b/) }
        : undefined,
    sentence: ({ who, ...place }) =>
      `${who} waits for somebody to type: it stands in input()${shownAt(place)}, and answers nobody meanwhile.`,
    hint: 'A server takes what it needs from its clients. Take input() out of the way from the question to the answer.',
  },
  {
    id: 'no-reply',
    signs: (known) => {
      if (known.error !== undefined && known.error.code !== 'no-answer') return undefined;
      if (unanswered(known, 'udp'))
        return fixedPeer(known) !== undefined && !notRead(known) ? undefined : { who: known.who, what: 'datagram' };
      if (!unanswered(known, 'tcp') || waiting(known).length > 0) return undefined;
      const held = accepted(known).some(
        ({ receiveQueue = 0, state }) => receiveQueue > (state === 'CLOSE_WAIT' ? 1 : 0),
      );
      return held || known.program?.asks === true
        ? undefined
        : {
            who: known.who,
            what: known.sent.length === 0 ? 'client' : 'message',
            text: known.sent.length === 0 || sentText(known).endsWith('\n') ? '' : 'line',
          };
    },
    sentence: ({ who, what, text }) =>
      what === 'client'
        ? `${who} accepted the client and said nothing to it.`
        : `${who} took the ${what} and sent nothing back within the time.${text === 'line' ? ' The message has no line end: a program that reads a line still waits for it.' : ''}`,
    hint: 'See that each way through the program reaches send() or sendto(), and that no recv() before it waits for more than the client sends.',
  },
];

/** `late`: where the texts differ, too, that is told first. */
export const stayedOpen = (late: boolean): Row => ({
  id: 'did-not-close',
  signs: (known) => {
    const { isUdp, who, program, server, isClient } = known;
    if (isUdp || closedAsked(known)?.actual !== 'no') return undefined;
    if (textDifferences(known).length > 0 !== late) return undefined;
    if (isClient && (server?.connections.length ?? 0) === 0) return undefined;
    return {
      who,
      is: isClient ? 'client' : 'server',
      ...onlyLine(program, /\.accept\(|\.connect\(|\bcreate_connection\(/),
    };
  },
  sentence: ({ who, is }) =>
    is === 'client'
      ? `${who} left the connection open: the server still waits for what it may send.`
      : `${who} left the connection open. A client that reads until the end still waits.`,
  hint: ({ is }) =>
    `Call close() on the socket ${is === 'client' ? 'when the last answer is there' : 'of the client when the last byte is sent'}, or use it in a "with" block.`,
});

/** The check on the end of the connection that did not hold. */
function closedAsked({ outcome, region }: Known): CheckOutcome | undefined {
  return outcome.checks.find((each, i) => {
    const { subject, path } = region.checks[i] ?? {};
    return each.state === 'failed' && /\bclosed$/.test([subject?.value, path?.text].join(' ').trim());
  });
}

/** The beginning of what came, as HTTP reads it. */
function beginOf({ received }: Known): string {
  return new TextDecoder('latin1').decode(received.subarray(0, 16384));
}

/** With this in the place of what came, a check would hold that does not; or there is an error in place of a check. */
function explains(known: Known, mended: string): boolean {
  return (
    known.error !== undefined ||
    textDifferences(known).some((each) => each.subject.startsWith('received') && holds(each, mended, each.want))
  );
}

function someAnswered({ conversation }: Known): boolean {
  return conversation?.clients?.some(({ received }) => received.length > 0) === true;
}

/** The datagrams still wait in the socket of the program. */
function notRead({ evidence }: Known): boolean {
  return evidence.sockets.some(
    ({ transport, state, receiveQueue = 0 }) => transport === 'udp' && state === 'BOUND' && receiveQueue > 0,
  );
}

const fixedAddress = String.raw`\(\s*(?:['"][^'"]*['"]|[A-Z_]\w*)\s*,\s*(?:\d+|[A-Z_]+)\s*\)`;

/** The line that answers to an address which is a constant of the program: `sendto(answer, ("127.0.0.1", 5409))`, or by a name. */
function fixedPeer(known: Known): Facts | undefined {
  const { program } = known;
  const direct = lineWith(
    program,
    new RegExp(String.raw`\.sendto\(.*,\s*${fixedAddress}\s*\)|\.send\(.*,\s*\d{2,5}\s*[,)]`),
  );
  const name = direct ?? lineWith(program, /\.sendto\(.*,\s*[A-Za-z_]\w*\s*\)/);
  if (name === undefined) return undefined;
  const word = direct === undefined ? /,\s*([A-Za-z_]\w*)\s*\)\s*$/.exec(name.text)?.[1] : undefined;
  if (
    direct === undefined &&
    (word === undefined || lineWith(program, new RegExp(String.raw`^\s*${word}\s*=\s*${fixedAddress}`)) === undefined)
  )
    return undefined;
  return { file: name.file, line: name.line, code: name.text };
}
