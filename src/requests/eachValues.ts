/** Clients of one request. */
export const mostClients = 1000;

/** `word = apple, kiwi`, as the option `each` has it. */
interface ListedValues {
  readonly name: string;
  readonly values: readonly string[];
  /** The path of the file that has the values, one on each line; there are no others then. */
  readonly file?: string;
}

const FORM = /^([A-Za-z_][\w-]*)\s*=\s*(\S.*)$/s;
const FILE = /^file\s+(\S.*)$/s;
const NUMBERS = /^(-?\d{1,9})\s*\.\.\s*(-?\d{1,9})$/;

/** Undefined: it is not written as such a list. `1..20` are the numbers from 1 to 20. */
export function listedValues(text: string): ListedValues | undefined {
  const [, name, list] = FORM.exec(text.trim()) ?? [];
  if (name === undefined || list === undefined) return undefined;
  const file = FILE.exec(list)?.[1];
  if (file !== undefined) return { name, values: [], file };
  const [, from, to] = NUMBERS.exec(list) ?? [];
  const values = from === undefined ? split(list) : numbers(Number(from), Number(to));
  return { name, values };
}

/** Upwards or downwards. More than there can be clients are as good as one more. */
function numbers(from: number, to: number): string[] {
  const step = from <= to ? 1 : -1;
  const length = Math.min(Math.abs(to - from) + 1, mostClients + 1);
  return Array.from({ length }, (_, index) => String(from + index * step));
}

/** At commas, without the white space around them. A value in quotation marks may have commas and white space in it. */
function split(list: string): string[] {
  return [...list.matchAll(/\s*(?:"([^"]*)"|([^,]*?))\s*(?:,|$)/gs)]
    .slice(0, list.trimEnd().endsWith(',') ? undefined : -1)
    .map(([, quoted, plain]) => quoted ?? plain ?? '');
}
