import type { dnsMessageCodes } from '../../base/codes.ts';
import { WirebenchError } from '../../base/errors.ts';

type DnsErrorCode = keyof typeof dnsMessageCodes;

/** The only error of the DNS codec. Its `offset` is into the message or the text. */
export class DnsError extends WirebenchError {
  constructor(code: DnsErrorCode, message: string, offset?: number, length?: number) {
    super({
      code,
      message,
      facts: { ...(offset === undefined ? {} : { offset }), ...(length === undefined ? {} : { length }) },
    });
  }

  get offset(): number {
    return Number(this.facts['offset'] ?? 0);
  }
}

/** A problem in a message. Reading went on as far as possible. */
export interface Problem {
  readonly code: DnsErrorCode;
  readonly message: string;
  /** The offset of the first wrong byte. */
  readonly offset: number;
}

export function problemOf(error: unknown): Problem {
  if (!(error instanceof DnsError)) throw error;
  return { code: error.code as DnsErrorCode, message: error.message, offset: error.offset };
}
