import { readFileSync } from 'node:fs';
import { Module } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SocketAddress } from '../../traffic/event.ts';

/** A conversation as a script sees it. media/behaviour.d.ts is the same for its author. */
export interface ScriptConversation {
  readonly id: number;
  readonly transport: string;
  readonly peer: SocketAddress;
  readonly local: SocketAddress;
  state: Record<string, unknown>;
  send(data: unknown): Promise<void>;
  end(): void;
  others(): ScriptConversation[];
  note(text: string): void;
}

export interface Handlers {
  readonly onOpen?: (conversation: ScriptConversation) => unknown;
  readonly onReceived?: (conversation: ScriptConversation, bytes: Uint8Array, text: string) => unknown;
  readonly onEnd?: (conversation: ScriptConversation) => unknown;
  readonly onClosed?: (conversation: ScriptConversation) => unknown;
}

const names = ['onOpen', 'onReceived', 'onEnd', 'onClosed'] as const;
const typeScript = /\.[cm]?ts$/u;

class ScriptLoadError extends Error {
  override readonly name = 'ScriptLoadError';
}

/** Runs a script and finds its handlers: the properties of its default export, or its named exports. */
export async function loadScript(file: string): Promise<Handlers> {
  try {
    return handlersOf(
      (await (typeScript.test(file) ? loadTypeScript(file) : import(pathToFileURL(file).href))) as object,
    );
  } catch (error) {
    throw error instanceof SyntaxError && !typeScript.test(file) ? await located(error, file) : error;
  }
}

function handlersOf(exports: object): Handlers {
  const named = exports as Record<string, unknown>;
  let source = named['default'] ?? named;
  // A CommonJS file with a transpiled default export.
  if (typeof source === 'object' && 'default' in source) source = source.default ?? source;
  const given = typeof source === 'function' ? { onReceived: source } : (source as Record<string, unknown>);
  const found: Record<string, unknown> = {};
  for (const name of names) {
    const handler = given[name] ?? named[name];
    if (handler === undefined) continue;
    if (typeof handler !== 'function') throw new ScriptLoadError(`${name} is not a function`);
    found[name] = handler.bind(source);
  }
  if (Object.keys(found).length === 0)
    throw new ScriptLoadError(
      `it exports none of ${names.join(', ')}; write "export function onReceived(c, bytes, text) { ... }"`,
    );
  return found;
}

/**
 * TypeScript becomes CommonJS, line for line, so that a script may use other TypeScript files. The oldest editor's Node
 * does not have Node's own type stripping.
 */
async function loadTypeScript(file: string): Promise<unknown> {
  const { transform } = await import('sucrase');
  const compile = (module: NodeJS.Module, filename: string): void => {
    const { code } = transform(readFileSync(filename, 'utf8'), {
      transforms: ['typescript', 'imports'],
      filePath: filename,
      disableESTransforms: true,
      preserveDynamicImport: true,
    });
    (module as NodeJS.Module & { _compile(code: string, filename: string): void })._compile(code, filename);
  };
  const extensions = (Module as unknown as { _extensions: Record<string, typeof compile> })._extensions;
  for (const extension of ['.ts', '.mts', '.cts']) extensions[extension] = compile;
  return Module.createRequire(path.join(path.dirname(file), 'script'))(file);
}

/** V8 does not give the line of a syntax error in a module; the error of another parser does. */
async function located(error: SyntaxError, file: string): Promise<SyntaxError> {
  const { transform } = await import('sucrase');
  try {
    transform(readFileSync(file, 'utf8'), { transforms: ['imports'] });
    return error;
  } catch (other) {
    const at = /\(\d+:\d+\)$/u.exec(other instanceof Error ? other.message : '')?.[0];
    return at === undefined ? error : new SyntaxError(`${error.message} ${at}`);
  }
}
