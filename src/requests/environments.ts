import { JsonNumber, parseJson, type JsonValue } from '../protocol/json.ts';
import { decode } from '../protocol/text/decode.ts';
import { notUtf8, notUtf8Sentence } from '../protocol/text/notUtf8.ts';
import { sendable } from './jsonValues.ts';
import type { EnvironmentValue, Variables } from './model.ts';

/**
 * Environments: named sets of variables, in `http-client.env.json`, `http-client.private.env.json` (what must not be shared;
 * it wins), and the setting, which is shaped as REST Client's. Pure: texts in, variables out.
 */

/** As the JetBrains client names them: in the order in which they count, the last most. */
export const environmentFileNames = ['http-client.env.json', 'http-client.private.env.json'] as const;

export interface EnvironmentFile {
  /** For messages: its path. */
  readonly name: string;
  /** Or the bytes of it, which have to be UTF-8. */
  readonly text: string | Uint8Array;
}

interface EnvironmentProblem {
  /** The file, or `setting`. */
  readonly source: string;
  readonly code: 'bad-json' | 'bad-environment' | 'not-utf-8';
  readonly message: string;
}

export interface Environments {
  /** In the order in which they are named first; `$shared` is not one of them. */
  readonly names: readonly string[];
  /** The variables that all environments share. */
  readonly shared: Variables;
  /** The variables of one, the shared ones included. An unknown name has the shared ones. */
  of(name: string | undefined): Variables;
  readonly problems: readonly EnvironmentProblem[];
}

/** `$shared` in the setting and in files of httpYac and REST Client's shape: what every environment has. */
const sharedName = '$shared';

interface EnvironmentSources {
  readonly setting?: unknown;
  /** In order; a later one wins: files of parent folders before those of the request file's own, private ones last. */
  readonly files?: readonly EnvironmentFile[];
}

type Sets = Map<string, Variables>;

export function readEnvironments({ setting, files = [] }: EnvironmentSources): Environments {
  const sets: Sets = new Map();
  const problems: EnvironmentProblem[] = [];
  if (setting !== undefined && setting !== null) merge(sets, setting, 'setting', problems);
  for (const file of files) {
    const value = jsonOf(file, problems);
    if (value !== undefined) merge(sets, value, file.name, problems);
  }
  const shared = sets.get(sharedName) ?? {};
  return {
    names: [...sets.keys()].filter((name) => name !== sharedName),
    shared,
    of: (name) => ({ ...shared, ...(name === undefined || name === sharedName ? {} : sets.get(name)) }),
    problems,
  };
}

function jsonOf(file: EnvironmentFile, problems: EnvironmentProblem[]): unknown {
  const wrong = typeof file.text === 'string' ? undefined : notUtf8(file.text);
  if (wrong !== undefined) {
    problems.push({ source: file.name, code: 'not-utf-8', message: notUtf8Sentence(file.name, wrong) });
    return undefined;
  }
  const text = typeof file.text === 'string' ? file.text : decode(file.text);
  try {
    return parseJson(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const message = `${file.name} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
    problems.push({ source: file.name, code: 'bad-json', message });
    return undefined;
  }
}

function merge(sets: Sets, value: unknown, source: string, problems: EnvironmentProblem[]): void {
  const bad = (message: string): void => void problems.push({ source, code: 'bad-environment', message });
  if (!isObject(value)) {
    bad(`${source} has to be an object: environments by name, each with its variables.`);
    return;
  }
  for (const [name, variables] of Object.entries(value)) {
    if (name.startsWith('$schema')) continue;
    if (isObject(variables)) sets.set(name, { ...sets.get(name), ...withoutPrototype(variables) });
    else bad(`The environment ${name} in ${source} has to be an object of variables.`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/** JSON may say `__proto__`; it is a variable like any other, and must not become more. */
function withoutPrototype(variables: Record<string, unknown>): Variables {
  const copy = Object.create(null) as Record<string, EnvironmentValue>;
  for (const [name, value] of Object.entries(variables)) copy[name] = sendable(value as JsonValue);
  return copy;
}

const DOTENV =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*|:[ \t]+)(?:'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|`((?:\\`|[^`])*)`|([^#\r\n]*))?[ \t]*(?:#.*)?$/gm;

/** The variables of a `.env` file, as the npm package dotenv reads one: quotes, `export`, comments, `\n` in double quotes. */
export function parseDotenv(text: string): Readonly<Record<string, string>> {
  const variables: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const match of text.replaceAll(/\r\n?/g, '\n').matchAll(DOTENV)) {
    const [, name, single, double, back, bare] = match;
    variables[name!] = double?.replaceAll('\\n', '\n').replaceAll('\\r', '\r') ?? single ?? back ?? (bare ?? '').trim();
  }
  return variables;
}
