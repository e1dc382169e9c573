import { WirebenchError } from '../../base/errors.ts';
import type { ReplyPart, Rule } from './ruleMatching.ts';

const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/**
 * Rules, one a line; empty lines and lines that begin with `#` are not rules.
 *
 *     hello => hi                       the whole line, as it is
 *     /^name (\w+)$/i => hello $1       a regular expression, with its flags; $0 is all it matched
 *     /(?<x>\d+)/ => {x} it is          named captures
 *     * => what?                        any other line
 *
 * Escapes in literals and replies: `\n \r \t \0 \\ \xHH \uHHHH`, `\$ \{ \= \* \/ \#` for the character itself.
 * Throws WirebenchError `bad-rule` with the line in its facts.
 */
export function parseRules(text: string, origin: string): Rule[] {
  const rules: Rule[] = [];
  text.split(/\r?\n/u).forEach((line, index) => {
    const trimmed = line.trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) rules.push(parseRule(trimmed, index + 1, origin));
  });
  if (rules.length === 0) throw badRule(origin, 1, 'the rule is missing; write PATTERN => REPLY');
  return rules;
}

function parseRule(source: string, line: number, origin: string): Rule {
  const fail = (why: string): never => {
    throw badRule(origin, line, why);
  };
  const parts = /^(\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/[a-z]*|(?:\\.|(?!\s*=>).)*?)\s*=>\s?(.*)$/u.exec(source);
  if (parts === null) return fail('a rule is written PATTERN => REPLY');
  const [, pattern, reply] = parts as unknown as [string, string, string];
  const regex = /^\/(.+)\/([a-z]*)$/su.exec(pattern);
  const rule = { source: pattern, line, disabled: false };
  if (regex === null) {
    const any = pattern === '*';
    return {
      ...rule,
      literal: any ? undefined : unescape(pattern, fail),
      regex: undefined,
      reply: parseReply(reply, 0, [], fail),
    };
  }
  if (/[^imsu]/u.test(regex[2]!)) fail(`the flags of a pattern are i, m, s and u, not "${regex[2]!}"`);
  const compiled = compile(regex[1]!, regex[2]!, fail);
  // An empty alternative matches the empty text, and its result has the number of captures.
  const shape = new RegExp(`${regex[1]!}|`, regex[2]).exec('')!;
  return {
    ...rule,
    literal: undefined,
    regex: compiled,
    reply: parseReply(reply, shape.length - 1, Object.keys(shape.groups ?? {}), fail),
  };
}

function compile(source: string, flags: string, fail: (why: string) => never): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'the pattern cannot be read');
  }
}

function parseReply(
  text: string,
  captures: number,
  names: readonly string[],
  fail: (why: string) => never,
): ReplyPart[] {
  const token = /\$(\d)|\{(\w+)\}|((?:\\.|(?!\$\d|\{\w+\})[^\\])+|\\$)/suy;
  const parts: ReplyPart[] = [];
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [, number, name, literal] = match;
    if (number !== undefined) {
      if (Number(number) > captures) fail(`the reply uses $${number}, and the pattern has ${captures} captures`);
      parts.push(Number(number));
    } else if (name !== undefined && names.includes(name)) parts.push({ name });
    else if (name !== undefined && names.length > 0)
      fail(`the reply uses {${name}}, and the pattern has ${names.join(', ')}`);
    else parts.push(literal === undefined ? match[0] : unescape(literal, fail));
  }
  return parts;
}

function unescape(text: string, fail: (why: string) => never): string {
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.?))/gisu,
    (whole, hex, unicode, other: string | undefined) => {
      const digits = (hex ?? unicode) as string | undefined;
      if (digits !== undefined) return String.fromCharCode(parseInt(digits, 16));
      const known = simple[other ?? ''] ?? (/[\\${}=*/#> ]/u.test(other ?? '') ? other : undefined);
      return known ?? fail(`${whole} is not an escape`);
    },
  );
}

function badRule(origin: string, line: number, why: string): WirebenchError {
  return new WirebenchError({
    code: 'bad-rule',
    message: `Line ${line} of ${origin} is not a rule that can be used: ${why}.`,
    remedies: ['openFile'],
    facts: { line },
  });
}
