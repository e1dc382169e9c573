import { errorData, WirebenchError, type Remedy } from '../base/errors.ts';
import { systemCode } from './systemErrors.ts';

/** A file or a folder that a behaviour answers with cannot be read: `file-unreadable`, with the reason of the system. */
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
