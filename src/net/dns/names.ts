import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { WirebenchError } from '../../base/errors.ts';
import { MAX_NAME, nameLength, parseName, ROOT, type Name } from '../../protocol/dns/name.ts';
import { CLASS, classCode } from '../../protocol/dns/codes.ts';
import { typeCode, TYPES } from '../../protocol/dns/typeCodes.ts';
import type { SystemResolver } from './systemResolver.ts';

/** Letters beyond ASCII become Punycode labels (RFC 5890). The rest stays as written, including escapes. */
export function toAscii(text: string): string {
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  return text
    .split(/[.\u3002\uff0e\uff61]/)
    .map((label) => {
      if (/^[\u0000-\u007f]*$/.test(label)) return label;
      const ascii = asciiLabel(label);
      if (ascii !== '') return ascii;
      throw new WirebenchError({
        code: 'dns-bad-name',
        message: `"${label}" in ${text} is not a valid name in any script: it has a character that internationalised names must not have.`,
      });
    })
    .join('.');
}

/**
 * One label, or undefined if the text is not one. `domainToASCII` reads the host of a URL: it takes a number for an
 * address, decodes percent signs and stops at a slash, and some letters become a dot.
 */
function asciiLabel(label: string): string {
  if (/[%\\/?#:@[\]]/.test(label)) return '';
  const ascii = domainToASCII(`${label}.a`).replace(/\.a$/, '');
  return ascii.includes('.') ? '' : ascii;
}

/** An absolute name from typed text. Throws the errors of `parseName`, and `dns-bad-name`. */
export function typedName(text: string): Name {
  const trimmed = text.trim();
  if (trimmed === '') {
    throw new WirebenchError({ code: 'dns-bad-name', message: 'Write a name to ask for, such as wirebench.test.' });
  }
  return parseName(toAscii(trimmed), ROOT);
}

export function isAddress(text: string): boolean {
  return isIP(text.trim()) !== 0;
}

/** The names to try one after the other, as the system would (resolv.conf(5), ndots). */
export function candidates(text: string, system: Pick<SystemResolver, 'search' | 'ndots'>): Name[] {
  const name = typedName(text);
  if (text.trim().endsWith('.') || system.search.length === 0) return [name];
  const suffixed = system.search
    .flatMap((suffix) => underSuffix(name, suffix) ?? [])
    // `search .`, which systemd-resolved writes, adds nothing.
    .filter((one) => one.length > name.length);
  return name.length - 1 >= system.ndots ? [name, ...suffixed] : [...suffixed, name];
}

/** Undefined if the result is not a name: the system skips it. */
function underSuffix(name: Name, suffix: string): [Name] | undefined {
  try {
    const whole = [...name, ...typedName(suffix)];
    return nameLength(whole) > MAX_NAME ? undefined : [whole];
  } catch (error) {
    if (error instanceof WirebenchError) return undefined;
    throw error;
  }
}

export function typedType(text: string | undefined): number {
  if (text === undefined) return TYPES.A;
  const code = typeCode(text.trim().toUpperCase());
  if (code !== undefined) return code;
  throw new WirebenchError({
    code: 'dns-bad-type',
    message: `There is no record type "${text.slice(0, 40)}". Write a name such as A or MX, or a number as TYPE65280.`,
  });
}

export function typedClass(text: string | undefined): number {
  if (text === undefined) return CLASS.IN;
  const code = classCode(text.trim().toUpperCase());
  if (code !== undefined) return code;
  throw new WirebenchError({
    code: 'dns-bad-class',
    message: `There is no class "${text.slice(0, 40)}". The classes are IN, CH and HS, or a number as CLASS254.`,
  });
}
