import { errorData, WirebenchError, type Remedy } from '../base/errors.ts';
import { systemCode } from './systemErrors.ts';

/** The error for a file or folder that a behaviour cannot read: `file-unreadable`, with the system's reason. */
export function unreadable(
  kind: 'file' | 'folder',
  path: string,
  error: unknown,
  remedies: readonly Remedy[] = [],
): WirebenchError {
  if (error instanceof WirebenchError) return error;
  const system = systemCode(error);
  const why = error === undefined ? `it is not a ${kind}` : (system ?? errorData(error).message);
  return new WirebenchError(
    {
      code: 'file-unreadable',
      message: `The ${kind} ${path} cannot be read: ${why}. Give the path of a ${kind} that you may read.`,
      ...(system === undefined ? {} : { system }),
      remedies,
      facts: { path },
    },
    { cause: error },
  );
}
