import { isObject } from '../base/shape.ts';
import { reference, whole } from './actions/fields.ts';
import { input, maybe, taken } from './actions/input.ts';
import { asNode, selection, type Node } from './endpoints/node.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/**
 * What a command was called with, told apart once: rows of the tree, a reference (from a person's key or a program) or a
 * program's parameters. A person who calls it gives nothing, or a row.
 */
export interface Call {
  /** The row that it is about. */
  readonly node: Node | undefined;
  /** All rows that it is about. */
  readonly nodes: readonly Node[];
  /** An id or a name. */
  readonly reference: number | string | undefined;
  /** The id of a connection. */
  readonly connection: number | undefined;
  /** What an action is to be done with. */
  readonly parameters: Parameters | undefined;
  /** A program called it, which is to be told of an error. */
  readonly isProgram: boolean;
  /** As they came, for commands about files. */
  readonly target: unknown;
  readonly others: unknown;
}

/** An object with these alone says what it is about, and the person is asked for the rest. */
const about = input({ endpoint: maybe(reference), connection: maybe(whole) });

/** `selected`: the rows that are selected in the tree, for keys, which get no row. Throws `bad-argument` for a wrong reference. */
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
  // Beside a file, the editor gives an object of its own.
  const added = isPlain(others) && (given !== undefined || !isObject(target)) ? others : undefined;
  return given || added ? { ...given, ...added } : undefined;
}

/** Not an object of the editor's, such as a URI. */
function isPlain(value: unknown): value is Parameters {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Of a command that is called from within. */
export const callAbout = (node: Node): Call => readCall(node, undefined);
