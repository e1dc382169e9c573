import { WirebenchError } from '../../base/errors.ts';

/** Stable codes of what can be wrong with a DNS message, a name, or the text of a record. */
export type DnsErrorCode =
  /** The bytes end inside a field. */
  | 'dns-short'
  /** A length byte whose first bits are 01 or 10. */
  | 'dns-label-type'
  /** A compression pointer that does not go back. */
  | 'dns-pointer'
  /** More compression pointers in one name than a name has labels. */
  | 'dns-pointer-chain'
  | 'dns-name-too-long'
  | 'dns-label-too-long'
  | 'dns-empty-label'
  /** A name in text that is no name for another reason: a bad escape, a letter beyond ASCII. */
  | 'dns-bad-name'
  /** The rdata ends inside a field: RDLENGTH is too small. */
  | 'dns-rdata-short'
  /** Bytes are left behind the last field of the rdata: RDLENGTH is too large. */
  | 'dns-rdata-long'
  /** A value that its field must not have. */
  | 'dns-bad-value'
  /** The header claims more questions or records than there are. */
  | 'dns-count'
  /** Bytes behind the last record. */
  | 'dns-trailing'
  /** An OPT record that is the second, in the wrong section, or not the root's. */
  | 'dns-opt'
  /** A TSIG record that is not the last one. */
  | 'dns-tsig'
  /** A zone or a record that an update must not have (RFC 2136). */
  | 'dns-update'
  /** What is to be encoded does not fit into a message. */
  | 'dns-too-large'
  /** What is to be encoded lacks a field or has a value out of range. */
  | 'dns-bad-field'
  /** Text of a record that can't be read. */
  | 'dns-text';

/** The only error of the DNS codec. Its `offset` is into the message or the text that was read. */
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

/** What is wrong in a message, where reading went on as far as it could. */
export interface Problem {
  readonly code: DnsErrorCode;
  readonly message: string;
  /** Of the first byte that is wrong. */
  readonly offset: number;
}

export function problemOf(error: unknown): Problem {
  if (!(error instanceof DnsError)) throw error;
  return { code: error.code as DnsErrorCode, message: error.message, offset: error.offset };
}
