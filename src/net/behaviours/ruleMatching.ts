import { createContext, Script, type Context } from 'node:vm';

/** Literal text, or a capture by its number or its name. */
export type ReplyPart = string | number | { readonly name: string };

export interface Rule {
  /** The pattern as it was written. */
  readonly source: string;
  readonly line: number;
  /** A line that equals this text. Without a text and a regex: any line. */
  readonly literal: string | undefined;
  readonly regex: RegExp | undefined;
  readonly reply: readonly ReplyPart[];
  /** Took too long once. */
  disabled: boolean;
}

/**
 * Milliseconds that one pattern may take for one line. It runs in the engine, where all traffic waits for it. The clock goes on while
 * other programs have the processor, so a pattern that was too slow has a second, longer try.
 */
const patience = [50, 200] as const;
const longestLine = 65_536;

const match = new Script('regex.exec(line)');
/** Made for the first regular expression: it takes longer to make than the rest of this file. */
let sandbox: Context | undefined;

/**
 * The reply of the first rule that matches a line; undefined if none does. A regular expression that takes too long
 * (catastrophic backtracking) is stopped, reported and not tried again. Captured text is inserted unchanged: it is
 * never read for escapes or captures.
 */
export function replyTo(
  rules: readonly Rule[],
  line: string,
  onSlow: (rule: Rule, why: string) => void,
): string | undefined {
  for (const rule of rules) {
    if (rule.disabled) continue;
    const found = matchOf(rule, line, onSlow);
    if (found !== undefined) return fill(rule.reply, found);
  }
  return undefined;
}

function matchOf(
  rule: Rule,
  line: string,
  onSlow: (rule: Rule, why: string) => void,
): RegExpExecArray | readonly string[] | undefined {
  if (rule.regex === undefined) return rule.literal === undefined || rule.literal === line ? [line] : undefined;
  if (line.length > longestLine) return undefined;
  sandbox ??= createContext();
  Object.assign(sandbox, { regex: rule.regex, line });
  for (const timeout of patience) {
    try {
      return (match.runInContext(sandbox, { timeout }) as RegExpExecArray | null) ?? undefined;
    } catch {
      // Too slow: there is nothing else that it throws.
    }
  }
  rule.disabled = true;
  onSlow(rule, `took longer than ${patience.at(-1)} ms over ${line.length} characters`);
  return undefined;
}

function fill(reply: readonly ReplyPart[], found: RegExpExecArray | readonly string[]): string {
  const groups = 'groups' in found ? found.groups : undefined;
  return reply
    .map(
      (part) => (typeof part === 'string' ? part : typeof part === 'number' ? found[part] : groups?.[part.name]) ?? '',
    )
    .join('');
}
