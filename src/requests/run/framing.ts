import { checkFraming, type Framing } from '../../protocol/framing.ts';
import { badValue, type Option } from './options.ts';
import { inFile } from './requestError.ts';

/** `none`, `line`, `fixed 16`, `prefix 2 big`, `delimiter \r\n`. Throws FileError. */
export function framingOf(option: Option | undefined): Framing | undefined {
  if (option === undefined) return undefined;
  const [, kind = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(option.text) ?? [];
  const framing = kinds[kind.toLowerCase()]?.(rest);
  if (framing === undefined) throw badValue(option, 'write none, line, fixed 16, prefix 2 big, or delimiter \\r\\n');
  try {
    checkFraming(framing);
  } catch (error) {
    throw inFile(error, option.field.value);
  }
  return framing;
}

const kinds: Readonly<Record<string, (rest: string) => Framing | undefined>> = {
  none: () => ({ kind: 'none' }),
  line: () => ({ kind: 'line' }),
  fixed: (rest) => (/^\d+$/.test(rest) ? { kind: 'fixed', length: Number(rest) } : undefined),
  prefix: (rest) => {
    const match = /^([124])(?:\s+(big|little))?(\s+including)?$/i.exec(rest);
    if (match === null) return undefined;
    return {
      kind: 'length-prefix',
      bytes: Number(match[1]) as 1 | 2 | 4,
      endian: (match[2]?.toLowerCase() ?? 'big') as 'big' | 'little',
      ...(match[3] === undefined ? {} : { includesPrefix: true }),
    };
  },
  delimiter: (rest) => (rest === '' ? undefined : { kind: 'delimiter', delimiter: rest }),
};
