import type { ErrorCode } from '../../base/codes.ts';
import { WirebenchError } from '../../base/errors.ts';
import type { MessageFault } from '../../protocol/http/message.ts';
import { systemCode, systemError } from '../systemErrors.ts';
import { tlsError } from '../stream/tls.ts';
import type { Answer } from './answer.ts';
import type { Target } from './target.ts';

const where = (target: Target): string => target.authority;

export function cancelled(): WirebenchError {
  return new WirebenchError({
    code: 'cancelled',
    message: 'The request was cancelled. The part of the answer that had arrived is kept.',
    remedies: ['retry'],
  });
}

/** The progress of a hop. */
interface UnderWay {
  readonly step: { readonly target: Target };
  readonly answer: Answer;
  readonly connection?: { readonly firstByteAt: number } | undefined;
}

/** The time for the whole exchange ran out: names the unfinished step. */
export function noAnswerInTime(hop: UnderWay | undefined, milliseconds: number): WirebenchError {
  const { answer, connection } = hop ?? {};
  const name = hop === undefined ? 'The server' : where(hop.step.target);
  const seconds = milliseconds / 1000;
  const [phase, message] =
    answer?.head !== undefined
      ? [
          'receiving',
          `${name} began its answer but did not finish it within ${seconds} s: ${answer.received} bytes of the body came.`,
        ]
      : (connection?.firstByteAt ?? 0) > 0
        ? ['receiving', `${name} sent something within ${seconds} s, but no whole head of an answer.`]
        : answer !== undefined && answer.sentAt > 0
          ? ['waiting', `${name} took the request but did not answer within ${seconds} s.`]
          : ['sending', `${name} did not take the whole request within ${seconds} s.`];
  return new WirebenchError({
    code: 'timeout',
    message: `${message} Allow more time (timeout), or check the server.`,
    system: 'ETIMEDOUT',
    remedies: ['retry', 'showTraffic'],
    facts: { phase: phase, milliseconds },
  });
}

/** Interim answers (1xx) go on and on. */
export function interimFlood({ interim }: Answer): WirebenchError {
  return headFlood(`${interim.length} interim answers (${interim.at(-1)?.status}) came, but no final answer`);
}

/** That many bytes came without the head of an answer. */
export function noHeadIn(bytes: number): WirebenchError {
  return headFlood(`${bytes} bytes came, but no head of an answer`);
}

function headFlood(what: string): WirebenchError {
  return new WirebenchError({
    code: 'header-flood',
    message: `${what}; the rest was not read.`,
    remedies: ['showTraffic'],
  });
}

/** An answer that could be read, but breaks the rules of HTTP. */
export function refusedAnswer(target: Target, fault: MessageFault): WirebenchError {
  return new WirebenchError({
    code: fault.code,
    message: `The answer of ${where(target)} breaks the rules of HTTP. ${fault.message}`,
    remedies: ['sendRaw', 'showTraffic'],
  });
}

/** `chain`: every URL in order; the last one was not requested. */
export function endlessRedirects(chain: readonly string[], limit: number): WirebenchError {
  const last = chain.at(-1)!;
  const before = chain.lastIndexOf(last, chain.length - 2);
  const circle = before < 0 ? '' : ` They go in a circle: ${chain.slice(before).join(' → ')}.`;
  return new WirebenchError({
    code: 'endless-redirects',
    message: `The redirects do not end: after ${limit} of them, the server redirects to ${last}.${circle} Correct the server, or raise the limit.`,
    remedies: ['showTraffic'],
    facts: { redirects: limit, chain: chain.slice(-10).join(' → ') },
  });
}

type ParserRow = readonly [code: ErrorCode, sentence: (where: string, answer: Answer) => string];

const chunkBroken: ParserRow = [
  'chunk-broken',
  (name, answer) =>
    `The chunked coding of the answer of ${name} is broken after ${answer.received} bytes of the body. Each chunk is its size in hexadecimal, CR LF, the bytes, CR LF.`,
];

/** Errors of Node's parser, if ours could not read the answer in its place. */
const parserRows: Readonly<Record<string, ParserRow>> = {
  HPE_INVALID_CHUNK_SIZE: chunkBroken,
  HPE_STRICT: chunkBroken,
  HPE_HEADER_OVERFLOW: [
    'header-flood',
    (name) => `The headers of the answer of ${name} are longer than any server needs; the rest was not read.`,
  ],
};

/** The explanation of any error between the first byte sent and the last received. */
export function failure(error: unknown, target: Target, answer: Answer): WirebenchError {
  if (error instanceof WirebenchError) return error;
  const system = systemCode(error);
  if (system !== undefined && Object.hasOwn(parserRows, system)) {
    const [code, sentence] = parserRows[system]!;
    return new WirebenchError(
      { code, message: sentence(where(target), answer), system, remedies: ['showTraffic'] },
      { cause: error },
    );
  }
  // With TLS 1.3, a client may finish its handshake before the server has checked the client's certificate.
  if (system?.startsWith('ERR_SSL_') === true) return tlsError(error, 'client', target);
  if (system?.startsWith('HPE_') === true) {
    const said = error instanceof Error ? error.message.replace(/^Parse Error: /, '') : '';
    return new WirebenchError(
      {
        code: 'malformed-answer',
        message: `The answer of ${where(target)} breaks the rules of HTTP: ${said}. ${answer.received} bytes of the body came before the error.`,
        system,
        remedies: ['showTraffic'],
      },
      { cause: error },
    );
  }
  if (system === 'ECONNRESET' || system === 'EPIPE' || system === 'ERR_STREAM_PREMATURE_CLOSE') {
    if (answer.head !== undefined) {
      return new WirebenchError(
        {
          code: 'body-cut-short',
          message: `${where(target)} closed the connection in the middle of the body: ${answer.received}${answer.total === undefined ? '' : ` of ${answer.total}`} bytes came.`,
          system,
          remedies: ['retry', 'showTraffic'],
        },
        { cause: error },
      );
    }
    return new WirebenchError(
      {
        code: 'reset',
        message: `${where(target)} closed the connection without an answer. The output of the server may show the reason.`,
        system,
        remedies: ['retry', 'showTraffic'],
      },
      { cause: error },
    );
  }
  return systemError(error, { action: 'receive', transport: 'tcp', host: target.host, port: target.port });
}
