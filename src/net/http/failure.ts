import { WirebenchError } from '../../base/errors.ts';
import { systemCode, systemError } from '../systemErrors.ts';
import type { Answer } from './answer.ts';
import type { Target } from './target.ts';

const where = (target: Target): string => target.authority;

export function cancelled(): WirebenchError {
  return new WirebenchError({
    code: 'cancelled',
    message: 'The request was cancelled. What had come until then is kept.',
    remedies: ['retry'],
  });
}

/** The time for the whole exchange was up: says what it waited for. */
export function noAnswerInTime(
  target: Target | undefined,
  answer: Answer | undefined,
  milliseconds: number,
): WirebenchError {
  const name = target === undefined ? 'The server' : where(target);
  const seconds = milliseconds / 1000;
  const [phase, message] =
    answer?.head !== undefined
      ? [
          'receiving',
          `${name} began its answer but did not finish it within ${seconds} s: ${answer.received} bytes of the body came.`,
        ]
      : answer !== undefined && answer.sentAt > 0
        ? ['waiting', `${name} took the request but did not answer within ${seconds} s.`]
        : ['sending', `${name} did not take the whole request within ${seconds} s.`];
  return new WirebenchError({
    code: 'timeout',
    message: `${message} Give it more time (timeout), or look at what it is doing.`,
    system: 'ETIMEDOUT',
    remedies: ['retry', 'showTraffic'],
    facts: { phase: phase!, milliseconds },
  });
}

export function endlessRedirects(chain: readonly string[]): WirebenchError {
  const turn = chain.indexOf(chain.at(-1)!);
  const circle =
    turn < chain.length - 1
      ? ` It goes in a circle: ${chain.slice(turn, chain.indexOf(chain.at(-1)!, turn + 1) + 1).join(' → ')}.`
      : '';
  return new WirebenchError({
    code: 'endless-redirects',
    message: `The server redirected ${chain.length} times, and again; the limit is ${chain.length - 1}.${circle} The last was ${chain.at(-1)!}.`,
    remedies: ['showTraffic'],
    facts: { redirects: chain.length, chain: chain.slice(-10).join(' → ') },
  });
}

/** Whatever went wrong between the first byte sent and the last received, as people read it. */
export function failure(error: unknown, target: Target, answer: Answer): WirebenchError {
  if (error instanceof WirebenchError) return error;
  const system = systemCode(error);
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
        message: `${where(target)} closed the connection without an answer. Look at its own output for the reason.`,
        system,
        remedies: ['retry', 'showTraffic'],
      },
      { cause: error },
    );
  }
  return systemError(error, { action: 'receive', transport: 'tcp', host: target.host, port: target.port });
}
