import { nearest } from '../base/nearest.ts';
import { valueKinds } from './valueKinds.ts';
import type { TextKind } from '../endpoints/value.ts';
import type { OptionSpec } from './words/spec.ts';

interface ValueProblem {
  readonly message: string;
  readonly replacement?: string;
}

/** The problem with an option's value, placeholders filled in. */
export function valueProblem(option: OptionSpec, text: string): ValueProblem | undefined {
  const value = text.trim();
  const kind: TextKind<unknown> = valueKinds[option.kind];
  if (value === '' && option.kind !== 'text' && option.kind !== 'escapes')
    return { message: `${option.name} needs a value: ${kind.say}.` };
  const read = kind.read(value, option);
  if (read.ok) return undefined;
  const near = option.choices && nearest(value.toLowerCase(), option.choices);
  const why = read.message ?? `It must be ${read.expected}.`;
  return {
    message: `"${value}" is not valid for ${option.name}. ${why}${near ? ` Did you mean ${near}?` : ''}`,
    ...(near && { replacement: near }),
  };
}
