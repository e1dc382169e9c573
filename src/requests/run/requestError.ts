import { WirebenchError, type ErrorData } from '../../base/errors.ts';
import type { Range } from '../model.ts';

/** Whose fault it is that a request did not go through: the file's (exit status 2) or the network's (3). */
type Fault = 'file' | 'network';

/** An error in the file. Its place is in the facts `start` and `end`. */
export class FileError extends WirebenchError {
  constructor(data: ErrorData, range: Range, options?: { cause?: unknown }) {
    // An error of another text has places of its own.
    const facts = { ...data.facts, start: range.start, end: range.end };
    super({ ...data, facts }, options);
  }
}

/** A run that ended before the request had its answer. */
export class Cancelled extends WirebenchError {
  /** A sentence: what had not come about. */
  readonly waited: string | undefined;

  constructor(label: string, waited?: string) {
    super({ code: 'cancelled', message: `${label} was cancelled.` });
    this.waited = waited;
  }
}

/** Gives an error of a lower layer its place in the file: what the layer says is kept. */
export function inFile(error: unknown, range: Range): FileError {
  if (error instanceof FileError) return error;
  const data: ErrorData =
    error instanceof WirebenchError
      ? error.toData()
      : { code: 'internal', message: error instanceof Error ? error.message : String(error) };
  return new FileError(data, range, { cause: error });
}

export function faultOf(error: unknown): Fault {
  return error instanceof FileError ? 'file' : 'network';
}
