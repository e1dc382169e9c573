import type { ServedConnection, ServerEvidence } from '../../requests/run/evidence.ts';
import { lineWith, type Known } from './known.ts';
import type { Facts, Row } from './row.ts';

/** Of a client that is the student's program: the server of the run that it should talk to, if there is one alone. */
function servedBy({ isClient, evidence, region, program, gone, raised }: Known): ServerEvidence | undefined {
  if (!isClient || program === undefined || (gone && raised !== undefined)) return undefined;
  const { item } = region;
  const named = item?.kind === 'watch' ? item.name.value : undefined;
  const { servers } = evidence;
  return (
    (named === undefined ? undefined : servers.find(({ name }) => name === named)) ??
    (servers.length === 1 ? servers[0] : undefined)
  );
}

function placeOf(known: Known, pattern: RegExp): Facts {
  const found = lineWith(known.program, pattern);
  return found === undefined ? {} : { file: found.file, line: found.line, code: found.text };
}

const shownAt = ({ line, code }: Facts): string => (line === undefined ? '' : ` (line ${line}: \`${code}\`)`);

/** A request of HTTP that came to a server of the run. */
function requestHeard(known: Known): string | undefined {
  const server = servedBy(known);
  return server?.connections.map(({ receivedText }) => receivedText).find((text) => /^[A-Z]+ \S+ HTTP\//.test(text));
}

const heard = ({ connections }: ServerEvidence): number => connections.reduce((sum, each) => sum + each.messages, 0);
const answered = ({ connections }: ServerEvidence): number =>
  connections.reduce((sum, each) => sum + each.sentBytes, 0);

export const clientRows: readonly Row[] = [
  {
    id: 'client-wrong-port',
    signs: (known) => {
      const server = servedBy(known);
      if (server === undefined || server.connections.length > 0) return undefined;
      const place = lineWith(
        known.program,
        /\b(?:connect|connect_ex|create_connection|createConnection|sendto|open_connection|send)\(/,
      );
      const called = /,\s*(\d{1,5})\s*\)/.exec(place?.text ?? '')?.[1] ?? constantPort(known);
      return called === undefined || Number(called) === server.port
        ? undefined
        : { called, port: server.port, ...(place && { file: place.file, line: place.line }) };
    },
    sentence: ({ called, port }) =>
      `The client calls port ${called}, and the server is on port ${port}: nothing arrived there.`,
    hint: 'Take the port from the step. A program that gets it on its command line finds it in sys.argv.',
  },
  {
    id: 'client-never-connected',
    signs: (known) => {
      const server = servedBy(known);
      if (server === undefined || server.connections.length > 0) return undefined;
      return { port: server.port, transport: server.transport.toUpperCase() };
    },
    sentence: ({ port, transport }) =>
      transport === 'UDP'
        ? `No datagram of the client arrived at port ${port}.`
        : `The client never connected: nobody came to port ${port} (TCP).`,
    hint: 'A client needs socket(), connect() to the address of the step, and then send(). See that the program reaches those lines, and uses the transport of the step.',
  },
  {
    id: 'client-sent-nothing',
    signs: (known) => {
      const server = servedBy(known);
      if (server === undefined || server.connections.length === 0) return undefined;
      return server.connections.every(({ receivedBytes }) => receivedBytes === 0) &&
        server.transport === 'tcp' &&
        waitsForClient(server)
        ? { ...placeOf(known, /\b(?:connect|create_connection|createConnection|open_connection)\(/) }
        : undefined;
    },
    sentence: (facts) => `The client connected${shownAt(facts)} and sent nothing, so the server had nothing to answer.`,
    hint: 'In this protocol the client speaks first: send() the question before recv().',
  },
  {
    id: 'http-no-blank-line',
    signs: (known) => {
      const text = requestHeard(known);
      return text !== undefined && !/\r?\n\r?\n/.test(text) ? {} : undefined;
    },
    sentence: () =>
      'The request has no blank line behind its head, so the server still waits for more headers, and the client for the answer.',
    hint: 'End the head with "\\r\\n\\r\\n": the end of the last line, and an empty line.',
  },
  {
    id: 'http-lf-only',
    signs: (known) => {
      const text = requestHeard(known);
      return text !== undefined &&
        /[^\r]\n/.test(text.split(/\r?\n\r?\n/)[0]! + '\n') &&
        !/\r\n/.test(text.split('\n\n')[0]!)
        ? {}
        : undefined;
    },
    sentence: () =>
      'The lines of the request end with \\n alone. HTTP ends each line of its head with \\r\\n (RFC 9112, section 2.2).',
    hint: 'Write "\\r\\n" at the end of each line, with backslashes.',
  },
  {
    id: 'http-no-host',
    signs: (known) => {
      const text = requestHeard(known);
      return text !== undefined && /^\S+ \S+ HTTP\/1\.1/.test(text) && !/^host:/im.test(text) ? {} : undefined;
    },
    sentence: () =>
      'The request says HTTP/1.1 and has no Host header, which that version requires (RFC 9112, section 3.2).',
    hint: 'Add "Host: 127.0.0.1\\r\\n" behind the first line; and "Connection: close", if the program reads until the end.',
  },
  {
    id: 'no-timeout',
    signs: (known) => {
      const server = servedBy(known);
      if (server?.transport !== 'udp' || heard(server) === 0 || known.error?.code !== 'program-not-ready')
        return undefined;
      return hasTimeout(known) || answered(server) >= heard(server) * 1e6
        ? undefined
        : { datagrams: heard(server), ...placeOf(known, /\brecv(?:from)?\(|\.on\(\s*['"]message/) };
    },
    sentence: ({ datagrams, ...facts }) =>
      `The client sent ${datagrams} datagram${datagrams === 1 ? '' : 's'} and still waits for an answer that was lost${shownAt(facts)}: without a timeout it waits for ever.`,
    hint: 'settimeout(1) on the socket, and "except TimeoutError" around recvfrom().',
  },
  {
    id: 'datagram-not-resent',
    signs: (known) => {
      const server = servedBy(known);
      if (server?.transport !== 'udp' || heard(server) === 0 || !hasTimeout(known)) return undefined;
      return answered(server) === 0 && known.differences.length > 0
        ? { datagrams: heard(server), ...placeOf(known, /\bsendto\(|\.send\(/) }
        : undefined;
    },
    sentence: ({ datagrams, ...facts }) =>
      `${datagrams} datagram${datagrams === 1 ? '' : 's'} came, no answer went back, and the client gave up: the lost question was not sent once more${shownAt(facts)}.`,
    hint: 'When the timeout comes, send the same datagram again, a few times, before you give up.',
  },
  {
    id: 'one-recv-assumed',
    signs: (known) => {
      const server = servedBy(known);
      if (server?.transport !== 'tcp' || known.differences.length === 0) return undefined;
      const { text = '' } = known.program?.source ?? {};
      const calls = [...text.matchAll(/\brecv\(\s*(\d+)\s*\)|\.once\(\s*['"]data/g)];
      const sent = Math.max(0, ...server.connections.map((each) => each.sentBytes));
      const [call] = calls;
      if (call === undefined || calls.length !== 1 || isInLoop(known) || sent === 0) return undefined;
      const which = call[1] === undefined ? 'took the first chunk' : `called recv(${call[1]}) once`;
      return { sent, which, ...placeOf(known, /\brecv\(|\.once\(/) };
    },
    sentence: ({ sent, which, ...facts }) =>
      `${sent} bytes were sent to the client in one stream. It ${which}${shownAt(facts)}, and got only the part that was there then.`,
    hint: "Call recv() in a loop, and put the parts together, until it gives b'' or the message is complete.",
  },
];

/** The server waits for the client's word before it says anything itself. */
function waitsForClient(server: ServerEvidence): boolean {
  return server.connections.every((each: ServedConnection) => each.sentBytes === 0);
}

function hasTimeout({ program }: Known): boolean {
  return /\bsettimeout\(|\bsetTimeout\(|\bselect\b|SO_RCVTIMEO|wait_for\(|timeout\s*=/.test(
    program?.source?.text ?? '',
  );
}

function constantPort({ program }: Known): string | undefined {
  return /^\s*(?:const\s+|let\s+)?(?:PORT|port)\s*=\s*(\d{2,5})\s*;?\s*$/m.exec(program?.source?.text ?? '')?.[1];
}

/** The call stands deeper than the loop before it. */
function isInLoop({ program }: Known): boolean {
  const lines = program?.source?.text.split(/\r?\n/) ?? [];
  const at = lines.findIndex((line) => /\brecv\(/.test(line));
  const indent = (line: string): number => line.length - line.trimStart().length;
  return lines
    .slice(0, at + 1)
    .some((line, i) => /^\s*(?:while|for)\b/.test(line) && (i === at || indent(line) < indent(lines[at]!)));
}
