import type { ErrorCode } from './codes.ts';

/**
 * A remedy for an error, offered as a button if the context allows it. The shell maps each remedy to a command. The
 * sentence of the error does not depend on the button.
 */
export type Remedy =
  | 'useAnotherPort'
  | 'stopThatServer'
  | 'retry'
  | 'start'
  | 'editPayload'
  | 'chooseEncoding'
  | 'showTraffic'
  | 'openFile'
  | 'openSettings'
  /** The same request once more without verifying the server's certificate. */
  | 'sendAnyway'
  /** The same request as raw bytes, whatever the rules of HTTP say. */
  | 'sendRaw'
  /** Trusts the workspace, so that the refused action becomes possible. */
  | 'trustWorkspace';

/** An error as it crosses threads: the action with its address, the reason of the system, and the remedies. */
export interface ErrorData {
  /** Stable, for code to match on: `port-in-use`, `name-not-found`, ... Nothing matches on the message. */
  readonly code: ErrorCode;
  /** A sentence for the user. */
  readonly message: string;
  /** The system's own code: `EADDRINUSE`, `ENOTFOUND`, ... */
  readonly system?: string;
  readonly remedies?: readonly Remedy[];
  /** Facts that the remedies need: the address, the owner of a port, the offset of a bad digit. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** Base of every error that Wirebench raises on purpose. */
export class WirebenchError extends Error {
  readonly code: ErrorCode;
  readonly system: string | undefined;
  readonly remedies: readonly Remedy[];
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(data: ErrorData, options?: { cause?: unknown }) {
    super(data.message, options);
    this.name = new.target.name;
    this.code = data.code;
    this.system = data.system;
    this.remedies = data.remedies ?? [];
    this.facts = data.facts ?? {};
  }

  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.system === undefined ? {} : { system: this.system }),
      ...(this.remedies.length === 0 ? {} : { remedies: this.remedies }),
      ...(Object.keys(this.facts).length === 0 ? {} : { facts: this.facts }),
    };
  }
}

/** Any thrown value as data. Errors of Wirebench keep their code; others become `internal` with their own message. */
export function errorData(error: unknown): ErrorData {
  if (error instanceof WirebenchError) return error.toData();
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
