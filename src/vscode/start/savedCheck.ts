import { errorData } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { completeOptions } from '../../net/behaviours/options.ts';
import { kindOfSpec } from '../../endpoints/table.ts';
import { resolveSpec } from '../../endpoints/resolve.ts';
import type { ServerSpec } from '../../endpoints/spec.ts';
import { behavioursFor } from './behaviours.ts';

/** An entry of `wirebench.servers` that cannot be started. */
interface SavedProblem {
  /** Its place in the list, from 1. */
  readonly place: number;
  readonly name: string | undefined;
  readonly message: string;
}

/** The errors in `wirebench.servers`, in its order: found when the setting is read, before a server is started. */
export async function checkSaved(value: unknown): Promise<SavedProblem[]> {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [{ place: 0, name: undefined, message: 'It must be a list of servers.' }];
  const problems: SavedProblem[] = [];
  const names = new Set<string>();
  for (const [index, entry] of (value as unknown[]).entries()) {
    const name = nameOf(entry);
    const message =
      (await problemOf(entry, name)) ?? (names.has(name!) ? 'An earlier server has the same name.' : undefined);
    if (message !== undefined) problems.push({ place: index + 1, name, message });
    if (name !== undefined) names.add(name);
  }
  return problems;
}

function nameOf(entry: unknown): string | undefined {
  const name = typeof entry === 'object' && entry !== null ? (entry as { name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

async function problemOf(entry: unknown, name: string | undefined): Promise<string | undefined> {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return 'It must be an object.';
  if (name === undefined) return 'Its name is missing. Give it a text as its name.';
  try {
    const spec = resolveSpec({ ...entry, role: 'server' }) as ServerSpec;
    const { name: wanted, options } = spec.behaviour ?? { name: 'none', options: undefined };
    const endpointKind = kindOfSpec(spec);
    const offered = await behavioursFor(endpointKind);
    const kind = offered.find((one) => one.name === wanted);
    if (kind !== undefined) completeOptions(kind, options);
    else if (wanted !== 'none')
      return noBehaviour(
        wanted,
        endpointKind.label,
        offered.map((one) => one.name),
      );
  } catch (error) {
    return errorData(error).message;
  }
  return undefined;
}

function noBehaviour(wanted: string, kind: string, offered: readonly string[]): string {
  const guess = nearest(wanted, offered);
  const hint = guess === undefined ? `The behaviours are ${offered.join(', ')}.` : `Did you mean ${guess}?`;
  return `A ${kind} server has no behaviour "${wanted}". ${hint}`;
}

/** `The saved server 2 ("echo") of wirebench.servers cannot be started: Port cannot be 99999: ...` */
export function problemText({ place, name, message }: SavedProblem): string {
  if (place === 0) return `The setting wirebench.servers cannot be read. ${message}`;
  const which = `number ${place}${name === undefined ? '' : ` ("${name}")`}`;
  return `The saved server ${which} in wirebench.servers cannot be started. ${message}`;
}
