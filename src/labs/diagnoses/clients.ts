import { count } from '../../base/quantities.ts';
import type { ServedConnection, ServerEvidence } from '../../requests/run/evidence.ts';
import { calledPort, calls, isNothing, onlyLine, shownAt, type Known } from './known.ts';
import type { Row } from './row.ts';

/** The server that the program should talk to; not if the program ended with an exception, which says more. */
function servedBy({ server, gone, raised }: Known): ServerEvidence | undefined {
  return gone && raised !== undefined ? undefined : server;
}

/** A request of HTTP that came to a server of the run. */
function requestHeard(known: Known): string | undefined {
  const found = servedBy(known)?.connections.find(({ receivedText }) => /^[A-Z]+ \S+ HTTP\//.test(receivedText));
  // Of a longer one the rest is not known.
  return found === undefined || found.receivedBytes > mostRead ? undefined : found.receivedText;
}

/** Bytes of what a connection received that are known. */
const mostRead = 4096;

/** Something about the request is wrong: a check on it failed, or it was refused. */
const isBadRequest = (known: Known): boolean => isAboutRequest(known) || isRefused(known);

/** The program still waited, or the checks are about its request: a fault of the request explains it. */
function isAboutRequest({ error, region, outcome }: Known): boolean {
  return (
    error?.code === 'program-not-ready' ||
    region.checks.some(
      ({ subject }, i) =>
        /^(?:any |every )?(?:request|received)/.test(subject.value) && outcome.checks[i]?.state === 'failed',
    )
  );
}

/** An answer that says that the request is not one of HTTP, in what the program printed. */
const isRefused = ({ program }: Known): boolean => /\b400\b/.test(program?.output ?? '');

export const clientRows: readonly Row[] = [
  {
    id: 'client-wrong-port',
    signs: (known) => {
      const server = servedBy(known);
      if (server === undefined || server.connections.length > 0) return undefined;
      const place = onlyLine(known.program, callLines);
      const called = calledPort(known, String(place['code'] ?? ''));
      return called === undefined || Number(called) === server.port
        ? undefined
        : { called, port: server.port, who: known.who, ...place };
    },
    sentence: ({ called, port, who, ...place }) =>
      `${who} calls port ${called}${shownAt(place)}, and the server is on port ${port}: nothing arrived there.`,
    hint: 'Take the port from the step. A program that gets it on its command line finds it in sys.argv.',
  },
  {
    id: 'client-never-connected',
    signs: (known) => {
      const server = servedBy(known);
      if (server === undefined || server.connections.length > 0) return undefined;
      return { port: server.port, transport: server.transport, who: known.who };
    },
    sentence: ({ port, transport, who }) =>
      transport === 'udp'
        ? `${who} sent no datagram to port ${port}.`
        : `${who} never connected to port ${port} (TCP).`,
    hint: ({ transport }) =>
      transport === 'udp'
        ? 'sendto(data, address) sends a datagram. See that the program reaches it, and with the address of the step.'
        : 'A client needs socket(), connect() to the address of the step, and then send(). See that the program reaches those lines, and that its socket is one of TCP.',
  },
  {
    id: 'client-sent-nothing',
    signs: (known) => {
      const server = servedBy(known);
      if (server?.transport !== 'tcp' || server.connections.length === 0) return undefined;
      const silent = server.connections.every(({ receivedBytes, sentBytes }) => receivedBytes === 0 && sentBytes === 0);
      // A client that only connects may be all that the step asks for.
      const waits = isAboutRequest(known) || known.differences.some(({ want, came }) => want !== '' && isNothing(came));
      return silent && waits ? { who: known.who, ...onlyLine(known.program, callLines) } : undefined;
    },
    sentence: ({ who, ...place }) =>
      `${who} connected${shownAt(place)} and sent nothing, so the server had nothing to answer.`,
    hint: 'In this protocol the client speaks first: send() the question before recv().',
  },
  {
    id: 'http-no-blank-line',
    signs: (known) => {
      const text = requestHeard(known);
      return text !== undefined && !/\r?\n\r?\n/.test(text)
        ? { who: known.who, ...onlyLine(known.program, /HTTP\/1/) }
        : undefined;
    },
    sentence: ({ who }) =>
      `The request of ${who} has no blank line behind its head: the server waits for more headers, and the client for the answer.`,
    hint: 'End the head with "\\r\\n\\r\\n": the end of the last line, and an empty line.',
  },
  {
    id: 'http-lf-only',
    signs: (known) => {
      const text = requestHeard(known);
      return text !== undefined && isBadRequest(known) && /^[^\r\n]*\n/.test(text)
        ? { who: known.who, ...onlyLine(known.program, /HTTP\/1/) }
        : undefined;
    },
    sentence: ({ who }) =>
      `The lines of the request of ${who} end with \\n alone. HTTP ends each line of its head with \\r\\n (RFC 9112, section 2.2).`,
    hint: 'Write "\\r\\n" at the end of each line, with backslashes.',
  },
  {
    id: 'http-no-host',
    signs: (known) => {
      const text = requestHeard(known);
      return text !== undefined && isBadRequest(known) && /^\S+ \S+ HTTP\/1\.1/.test(text) && !/^host:/im.test(text)
        ? { who: known.who, ...onlyLine(known.program, /HTTP\/1\.1/) }
        : undefined;
    },
    sentence: ({ who }) =>
      `The request of ${who} says HTTP/1.1 and has no Host header, which that version requires (RFC 9112, section 3.2).`,
    hint: 'Add "Host: 127.0.0.1\\r\\n" behind the first line; and "Connection: close", if the program reads until the end.',
  },
  {
    id: 'no-timeout',
    signs: (known) => {
      const server = servedBy(known);
      if (server?.transport !== 'udp' || known.error?.code !== 'program-not-ready' || hasTimeout(known))
        return undefined;
      return server.connections.some(({ unanswered }) => unanswered)
        ? {
            datagrams: heard(server),
            who: known.who,
            ...onlyLine(known.program, /\brecv(?:from)?\(|\.on\(\s*['"]message/),
          }
        : undefined;
    },
    sentence: ({ datagrams, who, ...place }) =>
      `${who} sent ${count(Number(datagrams), 'datagram')}, the last one got no answer, and ${who} still waits for it${shownAt(place)}: without a timeout it waits for ever.`,
    hint: 'settimeout(1) on the socket, and "except TimeoutError" around recvfrom().',
  },
  {
    id: 'datagram-not-resent',
    signs: (known) => {
      const server = servedBy(known);
      if (server?.transport !== 'udp' || known.error?.code === 'program-not-ready') return undefined;
      const isLost = heard(server) > answered(server);
      const isRepeated = server.connections.some(({ repeats }) => repeats > 0);
      const isWanted = known.differences.some(
        ({ subject, want, came }) => /\b(?:chunks|messages|datagrams)$/.test(subject) && Number(want) > Number(came),
      );
      return isLost && !isRepeated && isWanted
        ? {
            datagrams: heard(server),
            lost: heard(server) - answered(server),
            who: known.who,
            ...onlyLine(known.program, /\bsendto\(|\.send\(/),
          }
        : undefined;
    },
    sentence: ({ datagrams, lost, who, ...place }) =>
      `${who} sent ${count(Number(datagrams), 'datagram')}${shownAt(place)} and ${lost === datagrams ? 'got no answer' : `got no answer to ${lost} of them`}, but sent none of them once more.`,
    hint: 'When the timeout comes, send the same datagram again, a few times, before you give up.',
  },
  {
    id: 'end-not-noticed',
    signs: (known) => {
      const server = servedBy(known);
      const isOver =
        server !== undefined && server.connections.length > 0 && server.connections.every(({ hasEnded }) => hasEnded);
      return isOver &&
        server.transport === 'tcp' &&
        known.error?.code === 'program-not-ready' &&
        known.program?.asks !== true
        ? { who: known.who, ...onlyLine(known.program, /\brecv\(/) }
        : undefined;
    },
    sentence: ({ who, ...place }) =>
      `The server had said all and ended its side, and ${who} went on: recv() gives b'' from then on${shownAt(place)}.`,
    hint: "Leave the loop when recv() gives b'': it means that nothing more will come.",
  },
  {
    id: 'one-recv-assumed',
    signs: (known) => {
      const server = servedBy(known);
      if (server?.transport !== 'tcp' || known.differences.length === 0) return undefined;
      const { text = '' } = known.program?.source ?? {};
      const receiving = [...text.matchAll(/\brecv\(\s*(\d+)\s*\)|\.once\(\s*['"]data/g)];
      const [call] = receiving;
      if (call === undefined || receiving.length !== 1 || isInLoop(known)) return undefined;
      const size = Number(call[1] ?? 65536);
      // What one call may have left: more than it takes, or a part that came later.
      const cut =
        server.connections.find(
          ({ sentBytes, sentMessages, unread }) => sentBytes > size || sentMessages > 1 || unread !== undefined,
        ) ?? (hadMoreToSay(known, server) ? server.connections[0] : undefined);
      if (cut === undefined) return undefined;
      const which = call[1] === undefined ? 'took the first chunk' : `called recv(${call[1]}) once`;
      return { sent: cut.sentBytes, which, who: known.who, ...onlyLine(known.program, /\brecv\(|\.once\(/) };
    },
    sentence: ({ sent, which, who, ...place }) =>
      `${count(Number(sent), 'byte')} were sent to ${who} in one stream. It ${which}${shownAt(place)}, and one call gives only the part that is there then.`,
    hint: "Call recv() in a loop, and put the parts together, until it gives b'' or the message is complete.",
  },
];

/** Also those of a socket of UDP in JavaScript, by the port in them. */
const callLines = new RegExp(`${calls.source}|${/\.send\(.*,\s*\d+/.source}`);

const sum = (server: ServerEvidence, of: (each: ServedConnection) => number): number =>
  server.connections.reduce((all, each) => all + of(each), 0);
const heard = (server: ServerEvidence): number => sum(server, ({ messages }) => messages);
const answered = (server: ServerEvidence): number => sum(server, ({ sentMessages }) => sentMessages);

/** What the checks miss is in the words of the server, which the client did not wait for. */
function hadMoreToSay({ differences }: Known, { says = '', connections }: ServerEvidence): boolean {
  return (
    connections.some(({ hasEnded, sentBytes }) => !hasEnded && sentBytes > 0) &&
    differences.some(
      ({ subject, want, came }) => subject === 'output' && says.includes(want.trim()) && !came.includes(want),
    )
  );
}

function hasTimeout({ program }: Known): boolean {
  return /\bsettimeout\(|setTimeout\(|\bselect\b|SO_RCVTIMEO|wait_for\(|timeout\s*=|setSoTimeout\(|setdefaulttimeout\(/.test(
    program?.source?.text ?? '',
  );
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
