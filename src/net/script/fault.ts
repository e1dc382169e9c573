import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ScriptFault } from './messages.ts';

/** `... (/a/b.mjs:3:9)`, `at file:///a/b.mjs:3:9`, `/a/b.mjs:3`. */
const place = /((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()\n]*?):(\d+)(?::\d+)?\)?$/u;

/** The error of a script, with the line of the script, or of a file it uses, that caused it. Never throws. */
export function faultOf(error: unknown, script: string, loading = false): ScriptFault {
  const [name, message, stack] = partsOf(error);
  const syntax = loading && name === 'SyntaxError';
  const found = placeOf(stack, script) ?? (syntax ? inMessage(message, script) : undefined);
  return {
    code: syntax ? 'script-syntax' : name === 'ScriptLoadError' ? 'script-not-loaded' : 'script-threw',
    message: name === 'ScriptLoadError' ? message : `${name}: ${message}`.slice(0, 2000),
    file: found?.file ?? script,
    ...(found === undefined ? {} : { line: found.line }),
  };
}

function partsOf(error: unknown): [name: string, message: string, stack: string] {
  try {
    if (error instanceof Error) return [error.name, error.message, error.stack ?? ''];
    return ['Thrown', typeof error === 'string' ? error : (error as string), ''];
  } catch {
    return ['Thrown', 'a value that cannot be shown', ''];
  }
}

function placeOf(stack: string, script: string): { file: string; line: number } | undefined {
  const places = stack.split('\n').flatMap((line) => {
    const match = place.exec(line.trim().replace(/^at (?:async )?/u, ''));
    if (match === null || line.includes('node:')) return [];
    const file = match[1]!.startsWith('file:') ? fileURLToPath(match[1]!) : match[1]!;
    return [{ file, line: Number(match[2]) }];
  });
  return places.find(({ file }) => file === script) ?? places.find(({ file }) => !isOurs(file));
}

function isOurs(file: string): boolean {
  return file === process.argv[1] || /[\\/](?:node_modules|net[\\/]script)[\\/]/u.test(file);
}

/** Sucrase puts the place at the end of the message: `Unexpected token (3:5)`. */
function inMessage(message: string, script: string): { file: string; line: number } | undefined {
  const match = /\((\d+):\d+\)$/u.exec(message);
  if (match === null) return undefined;
  const line = Number(match[1]);
  return line <= readFileSync(script, 'utf8').split('\n').length ? { file: script, line } : undefined;
}
