import { decode } from './decode.ts';
import { DecodeError } from './errors.ts';

/** Where bytes stop being UTF-8, and what they may be in its place. */
interface NotUtf8 {
  readonly byte: number;
  /** Of that byte, from 0. */
  readonly offset: number;
  /** Its line, from 1. */
  readonly line: number;
  /** Python's names of encodings in which all of it is text, the likeliest first; at most four. */
  readonly fits: readonly string[];
}

const western = ['cp1252', 'iso8859-15', 'cp1250', 'cp1251'];
const eastern = ['shift_jis', 'euc_jp', 'gb18030', 'euc_kr', 'big5'];
/** Bytes that are looked at for encodings that fit. */
const looked = 64 * 1024;

/** Undefined: they are UTF-8. */
export function notUtf8(bytes: Uint8Array): NotUtf8 | undefined {
  try {
    decode(bytes, 'utf-8');
    return undefined;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { start } = error;
    const before = decode(bytes.subarray(0, start), 'latin-1');
    return {
      byte: bytes[start]!,
      offset: start,
      line: (before.match(/\r\n|\r|\n/g)?.length ?? 0) + 1,
      fits: fitting(bytes),
    };
  }
}

/** `name is not UTF-8: its byte e9 at offset 12 (line 3) begins no character. It would be text in cp1252 or iso8859-15.` */
export function notUtf8Sentence(name: string, { byte, offset, line, fits }: NotUtf8): string {
  const where = `its byte ${byte.toString(16).padStart(2, '0')} at offset ${offset} (line ${line}) is part of no character`;
  const [last = '', ...others] = [...fits].reverse();
  const listed = others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`;
  return `${name} is not UTF-8: ${where}.${fits.length === 0 ? '' : ` It would be text in ${listed}.`}`;
}

function fitting(bytes: Uint8Array): string[] {
  // A character that was cut is none of theirs.
  const part = bytes.subarray(0, looked);
  const text = decode(part, 'latin-1');
  const runs = text.match(/[\x80-\xff]+/g) ?? [];
  // Letters with accents stand nearly alone; the characters of Chinese, Japanese and Korean are pairs, one after the other.
  const high = runs.reduce((sum, run) => sum + run.length, 0);
  const order = high >= 3 * runs.length ? [...eastern, ...western] : [...western, ...eastern];
  return order.filter((encoding) => isText(part, encoding)).slice(0, 4);
}

function isText(bytes: Uint8Array, encoding: string): boolean {
  try {
    // Neither controls nor characters of nobody's.
    return !/[\x00-\x08\x0e-\x1f\x7f-\x9f]|\p{Co}/u.test(decode(bytes, encoding));
  } catch {
    return false;
  }
}
