import { parseEscapes } from '../../protocol/text/escapes.ts';
import { decode } from '../../protocol/text/decode.ts';
import type { Check } from '../model.ts';

/** PROVISIONAL */
export function evaluate(check: Check, actual: unknown, value: string | undefined): { holds: boolean; message: string } {
  const text = typeof actual === 'string' ? actual : actual === undefined ? '' : JSON.stringify(actual);
  const wanted = check.subject.value.startsWith('received') ? decode(parseEscapes(value ?? '')) : (value ?? '');
  const tests: Record<string, () => boolean> = {
    '==': () => text === wanted,
    '!=': () => text !== wanted,
    '<': () => Number(text) < Number(wanted),
    '>': () => Number(text) > Number(wanted),
    contains: () => text.includes(wanted),
    startsWith: () => text.startsWith(wanted),
    exists: () => actual !== undefined,
  };
  const holds = tests[check.predicate.value]!() !== (check.negated === true);
  return { holds, message: `It does not hold.` };
}
