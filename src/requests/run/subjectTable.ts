import { WirebenchError } from '../../base/errors.ts';
import type { Arrived } from '../checks.ts';
import { comparedFind, find } from '../jsonPath.ts';
import type { Bodies } from './bodyText.ts';

/** The value that a check looks at. */
export interface Found {
  /** Undefined: it is not there. */
  readonly value: unknown;
  /** The bytes of a body or of received data, for digests. */
  readonly bytes?: Uint8Array;
  /** When it arrived. */
  readonly arrived?: Arrived;
}

/** The subjects of a result. */
export interface Subject {
  /** Throws WirebenchError `unknown-subject` if there is no such subject. */
  read(name: string, path: string | undefined): Promise<Found>;
  /** The parts of a result that has several of a kind (connections, clients), in the order of their numbers from 1. */
  readonly parts?: readonly Part[];
}

/** One of several that a result has: a check may be about `every` or `any` of them, or about one by its number. */
export interface Part {
  /** As a person reads it: `connection 2`. */
  readonly label: string;
  readonly subject: Subject;
  /** The values of variables that only this part has. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface SubjectContext {
  readonly bodies: Bodies;
  /** Milliseconds that the request took. */
  readonly duration: number;
  /** The encoding of the bytes of a conversation. */
  readonly encoding: string;
  /** The namespaces of prefixes in XPaths. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** How the value of each subject is read; a promise is waited for. */
export type SubjectTable = Readonly<Record<string, (path: string | undefined) => unknown>>;

/** The subjects of a table, and how long it took. */
export function fromTable(
  table: SubjectTable,
  context: SubjectContext,
  { bytes, parts, arrived }: Pick<Found, 'bytes' | 'arrived'> & { readonly parts?: readonly Part[] } = {},
): Subject {
  return {
    async read(name, path) {
      if (name === 'duration') return { value: context.duration };
      const read = Object.hasOwn(table, name) ? table[name] : undefined;
      if (read === undefined) throw unknownSubject(name, Object.keys(table));
      const value = await read(path);
      return { value, ...(bytes !== undefined && { bytes }), ...(arrived !== undefined && { arrived }) };
    },
    ...(parts !== undefined && { parts }),
  };
}

export function unknownSubject(name: string, known: readonly string[]): WirebenchError {
  const message = `A result of this kind has no "${name}"; it has ${[...known, 'duration'].join(', ')}.`;
  return new WirebenchError({ code: 'unknown-subject', message });
}

/** The subjects of a result that is JSON: paths into it. */
export function fromData(data: unknown, context: SubjectContext): Subject {
  return {
    async read(name, path) {
      if (name === 'duration') return { value: context.duration };
      return { value: await atPath(data, path === undefined ? name : `${name}.${path}`) };
    },
  };
}

/** The value that a path finds; rejects if the path is not valid. */
export async function atPath(value: unknown, path: string): Promise<unknown> {
  const found = await find(value, path);
  if (found.found) return comparedFind(found.values);
  if (found.problem !== undefined) throw new WirebenchError({ code: 'bad-path', message: found.problem });
  return undefined;
}
