import type { SocketRow } from '../../net/sockets/row.ts';
import { lineWith, sentText, textDifferences, type Known } from './known.ts';
import { told, type Facts, type Row } from './row.ts';

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

function placeOf(known: Known, pattern: RegExp): Facts {
  const found = lineWith(known.program, pattern);
  return found === undefined ? {} : { file: found.file, line: found.line, code: found.text };
}

const shownAt = ({ line, code }: Facts): string => (line === undefined ? '' : ` (line ${line}: \`${code}\`)`);

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
  const { received, sent } = known;
  const [first] = sent;
  const isBegin =
    texts.some(({ whole }) => !whole) &&
    sent.length === 1 &&
    received.length > 0 &&
    received.length < first!.length &&
    received.every((byte, i) => byte === first![i]);
  return isBegin ? { came: received.length, want: first!.length } : undefined;
}

const utf8 = new TextEncoder();
const bytesOf = (text: string): number => utf8.encode(text).length;

/** Sizes of a buffer that programs commonly give. */
const isRound = (bytes: number): boolean => bytes >= 4 && (bytes & (bytes - 1)) === 0;

function truncated(known: Known): Facts | undefined {
  const part = cutLength(known);
  if (part === undefined) return undefined;
  const { came, want } = part;
  const size =
    bufferSizes(known).find((each) => each === came) ??
    (known.program?.source === undefined && isRound(came) ? came : undefined);
  if (size === undefined) return undefined;
  return {
    came,
    want,
    rest: want - came,
    ...placeOf(known, new RegExp(`\\b(?:recv|recvfrom|read)\\([^)]*\\b${size}\\b`)),
  };
}

/** The lengths, where a check on the text or on the number of bytes shows them. */
function cutLength(known: Known): { readonly came: number; readonly want: number } | undefined {
  const part = partOfExpected(known);
  if (part !== undefined) return part;
  const counted = known.differences.find(({ subject }) => /received (?:bytes|length)$/.test(subject));
  const [came, want] = [Number(counted?.came), Number(counted?.want)];
  return came > 0 && came < want ? { came, want } : undefined;
}

export const silentRows: readonly Row[] = [
  {
    id: 'reply-from-other-port',
    signs: ({ error }) => (error?.code === 'other-socket' ? { told: error.message } : undefined),
    sentence: told,
    hint: 'A server needs one UDP socket: it receives with it, and it answers with it.',
  },
  {
    id: 'reply-to-wrong-peer',
    signs: (known) => {
      if (!unanswered(known, 'udp') || notRead(known)) return undefined;
      const place = fixedPeer(known);
      return place && { ...place };
    },
    sentence: (facts) =>
      `The datagram was read, and the answer went to a fixed address${shownAt(facts)}. The question came from another port.`,
    hint: 'recvfrom() returns the data and the address of the client: answer to that address, sendto(answer, address).',
  },
  {
    id: 'datagram-truncated',
    signs: (known) => (known.isUdp ? truncated(known) : undefined),
    sentence: ({ came, want, ...facts }) =>
      `The first ${came} of ${want} bytes came back: recvfrom() was given room for ${came}${shownAt(facts)}, and the rest of the datagram is lost.`,
    hint: 'A datagram is read whole or cut. Give recvfrom() room for the largest one, up to 65535.',
  },
  {
    id: 'blocked-on-first-client',
    signs: (known) => {
      if (!unanswered(known, 'tcp') || waiting(known).length === 0) return undefined;
      const others = accepted(known).length;
      return others === 0 && !someAnswered(known)
        ? undefined
        : { waiting: waiting(known).length, others, ...placeOf(known, /\.accept\(/) };
    },
    sentence: ({ others, ...facts }) =>
      `The client was connected and not accepted: the program is busy with another client${Number(others) > 0 ? ' that is still connected' : ''}, and reaches accept() only afterwards${shownAt(facts)}.`,
    hint: 'Serve each client in a thread of its own, or wait for all sockets at once with select.',
  },
  {
    id: 'never-accepted',
    signs: (known) =>
      unanswered(known, 'tcp') && waiting(known).length > 0 && accepted(known).length === 0 && !someAnswered(known)
        ? { ...placeOf(known, /\.listen\(/) }
        : undefined,
    sentence: (facts) =>
      `The program listens${shownAt(facts)}, and the client was connected by the system, but the program never accepted it: accept() was not called.`,
    hint: 'listen() only opens the queue. accept() takes a client out of it and returns the socket to talk with.',
  },
  {
    id: 'truncated-at-buffer',
    signs: (known) => (known.isUdp || known.isClient ? undefined : truncated(known)),
    sentence: ({ came, want, rest, ...facts }) =>
      `${came} of ${want} bytes were used, which is the size of the buffer of one recv()${shownAt(facts)}. The other ${rest} were not read.`,
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
      if (held !== undefined && unanswered(known, 'tcp')) return { state: 'waits', ...placeOf(known, /\.accept\(/) };
      return cut && unread > 0 && unread === conversation?.sentBytes ? { state: 'reset', bytes: unread } : undefined;
    },
    sentence: ({ state, bytes }) =>
      state === 'reset'
        ? `The ${bytes} bytes that were sent were never read. The program closed the connection with them, so the system reset it, and an answer can be lost that way.`
        : 'The program accepted the client and never read what was sent to it: the bytes still wait in its socket.',
    hint: 'Call recv() on the socket that accept() returned, not on the one that listens.',
  },
  {
    id: 'reset-by-program',
    signs: ({ conversation, error, isUdp, gone }) =>
      !isUdp && !gone && (conversation?.closed === 'reset' || error?.code === 'reset')
        ? { bytes: conversation?.received.length ?? 0, unread: conversation?.unread?.text ?? '' }
        : undefined,
    sentence: ({ bytes, unread }) =>
      `The program reset the connection in place of closing it, after ${bytes} bytes of its answer${unread === '' ? '' : `: ${unread}`}.`,
    hint: 'A socket that is closed with unread bytes, or with SO_LINGER 0, is reset. Read all that comes before close().',
  },
  {
    id: 'closed-early',
    signs: (known) => {
      const { conversation, error, isUdp, gone } = known;
      if (isUdp || gone) return undefined;
      if (error?.code === 'ended-early')
        return { bytes: known.received.length, ...placeOf(known, /\.close\(|\.end\(|\.destroy\(/) };
      if (conversation === undefined || conversation.clients !== undefined || conversation.closed === 'reset')
        return undefined;
      const isClosed = conversation.closed === 'closed' || conversation.closed === 'half-closed';
      const isShort = conversation.received.length === 0 || partOfExpected(known) !== undefined;
      const isWanted = known.differences.some(({ subject }) => subject.startsWith('received'));
      return isClosed && isShort && isWanted
        ? { bytes: conversation.received.length, ...placeOf(known, /\.close\(|\.end\(|\.destroy\(/) }
        : undefined;
    },
    sentence: ({ bytes, ...facts }) =>
      `The program closed the connection ${bytes === 0 ? 'before it had answered' : `after the first ${bytes} bytes`}${shownAt(facts)}.`,
    hint: 'close() comes after the last answer. At the end of a "with" block, or of a function, a socket may be closed sooner than it seems.',
  },
  {
    id: 'http-no-length',
    signs: (known) => {
      const { conversation } = known;
      const text =
        conversation === undefined ? '' : new TextDecoder('latin1').decode(conversation.received.subarray(0, 16384));
      const head = /^HTTP\/1\.[01] \d{3}[\s\S]*?\r?\n\r?\n/.exec(text)?.[0];
      if (head === undefined || conversation?.closed !== 'no') return undefined;
      return /^(?:content-length|transfer-encoding):/im.test(head) || /^HTTP\/1\.[01] (?:1\d\d|204|304)/.test(head)
        ? undefined
        : {};
    },
    sentence: () =>
      'The answer has no Content-Length, and the connection stays open: no client can know where its body ends, so it waits (RFC 9112, section 6.3).',
    hint: 'Send "Content-Length: " with the number of bytes of the body, or close the connection behind it.',
  },
  {
    id: 'http-lf-only',
    signs: ({ received }) => {
      const text = new TextDecoder('latin1').decode(received.subarray(0, 16384));
      return /^HTTP\/1\.[01] \d{3}[^\r\n]*\n/.test(text) ? { who: 'answer' } : undefined;
    },
    sentence: () =>
      'The lines of the answer end with \\n alone. HTTP ends each line of its head with \\r\\n (RFC 9112, section 2.2).',
    hint: 'Write "\\r\\n" at the end of each line of the head, with backslashes, and once more behind the last one.',
  },
  {
    id: 'http-no-blank-line',
    signs: ({ received }) => {
      const text = new TextDecoder('latin1').decode(received.subarray(0, 16384));
      return /^HTTP\/1\.[01] \d{3}[^\r\n]*\r\n/.test(text) && !text.includes('\r\n\r\n')
        ? { who: 'answer' }
        : undefined;
    },
    sentence: () => 'The head of the answer has no blank line behind it, so its body is taken for a header.',
    hint: 'Send "\\r\\n\\r\\n" between the last header and the body.',
  },
  {
    id: 'waits-for-input',
    signs: (known) =>
      known.program?.asks === true && (unanswered(known, 'tcp') || unanswered(known, 'udp'))
        ? { label: known.program.label }
        : undefined,
    sentence: ({ label }) => `${label} waits for somebody to type: it stands in input(), and answers nobody meanwhile.`,
    hint: 'A server takes what it needs from its clients. Take input() out of the way from the question to the answer.',
  },
  {
    id: 'no-reply',
    signs: (known) => {
      if (known.error !== undefined && known.error.code !== 'no-answer') return undefined;
      if (unanswered(known, 'udp'))
        return fixedPeer(known) !== undefined && !notRead(known) ? undefined : { what: 'datagram' };
      if (!unanswered(known, 'tcp') || waiting(known).length > 0) return undefined;
      const held = accepted(known).some(
        ({ receiveQueue = 0, state }) => receiveQueue > (state === 'CLOSE_WAIT' ? 1 : 0),
      );
      return held || known.program?.asks === true
        ? undefined
        : { what: known.sent.length === 0 ? 'client' : 'message', text: sentText(known).endsWith('\n') ? '' : 'line' };
    },
    sentence: ({ what, text }) =>
      what === 'client'
        ? 'The program accepted the client and said nothing to it.'
        : `The program took the ${what} and sent nothing back within the time.${text === 'line' ? ' The message has no line end: a program that reads a line still waits for it.' : ''}`,
    hint: 'See that each way through the program reaches send() or sendto(), and that no recv() before it waits for more than the client sends.',
  },
  {
    id: 'did-not-close',
    signs: ({ outcome, region, isUdp, program }) => {
      const index = region.checks.findIndex((check) =>
        /\bclosed$/.test([check.subject.value, check.path?.text].join(' ').trim()),
      );
      const check = outcome.checks[index];
      return !isUdp && check?.state === 'failed' && check.actual === 'no'
        ? { label: program?.label ?? 'The program' }
        : undefined;
    },
    sentence: ({ label }) =>
      `${label} has answered, and left the connection open. A client that reads until the end still waits.`,
    hint: 'Call close() on the socket of the client when the last byte is sent, or use it in a "with" block.',
  },
];

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
