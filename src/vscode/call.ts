import { isObject } from '../base/shape.ts';
import { reference, whole } from './actions/fields.ts';
import { input, maybe, taken } from './actions/input.ts';
import { asNode, selection, type Node } from './endpoints/node.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/**
 * The arguments of a command, classified once: rows of the tree, a reference (from a user's key binding or a program)
 * or a program's parameters. A user's call has no arguments, or a row.
 */
export interface Call {
  /** The row that the command is about. */
  readonly node: Node | undefined;
  /** All rows that the command is about. */
  readonly nodes: readonly Node[];
  /** An id or a name. */
  readonly reference: number | string | undefined;
  /** The id of a connection. */
  readonly connection: number | undefined;
  /** The parameters of the action. */
  readonly parameters: Parameters | undefined;
  /** A program made the call, and gets its errors. */
  readonly isProgram: boolean;
  /** The unchanged arguments, for commands about files. */
  readonly target: unknown;
  readonly others: unknown;
}

/** An object with only these fields names the subject, and the user is asked for the rest. */
const about = input({ endpoint: maybe(reference), connection: maybe(whole) });

/**
 * `selected`: the rows selected in the tree, for keys, which get no row. Throws `bad-argument` for a wrong reference.
 */
export function readCall(target: unknown, others: unknown, selected: readonly Node[] = []): Call {
  const node = target === selection ? selected[0] : asNode(target);
  const parameters = parametersOf(node === undefined ? target : undefined, others);
  const names = Object.keys(parameters ?? {});
  const isAbout = names.length > 0 && names.every((name) => name === 'endpoint' || name === 'connection');
  const { endpoint, connection } = isAbout ? taken(about, parameters) : {};
  return {
    node,
    nodes: Array.isArray(others)
      ? others.map(asNode).filter((one) => one !== undefined)
      : target === selection
        ? selected
        : node === undefined
          ? []
          : [node],
    reference: reference.is(target) && target !== selection ? target : endpoint,
    connection,
    parameters: isAbout ? undefined : parameters,
    isProgram: parameters !== undefined,
    target,
    others,
  };
}

function parametersOf(target: unknown, others: unknown): Parameters | undefined {
  const given = isPlain(target) ? target : undefined;
  // Besides a file, the editor passes an object of its own.
  const added = isPlain(others) && (given !== undefined || !isObject(target)) ? others : undefined;
  return given || added ? { ...given, ...added } : undefined;
}

/** True unless it is an object of the editor's, such as a URI. */
function isPlain(value: unknown): value is Parameters {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** For a command that is called from within. */
export const callAbout = (node: Node): Call => readCall(node, undefined);
