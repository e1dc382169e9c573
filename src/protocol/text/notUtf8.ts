import { decode } from './decode.ts';
import { DecodeError } from './errors.ts';

/** The first place where bytes are not UTF-8, and the encodings that they may have. */
interface NotUtf8 {
  readonly byte: number;
  /** The offset of that byte, from 0. */
  readonly offset: number;
  /** Its line, from 1. */
  readonly line: number;
  /** Python's names of encodings that can decode all of it, the most likely first; at most four. */
  readonly fits: readonly string[];
}

const western = ['cp1252', 'iso8859-15', 'cp1250', 'cp1251'];
const eastern = ['shift_jis', 'euc_jp', 'gb18030', 'euc_kr', 'big5'];
/** Bytes that are tested for encodings that fit. */
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
  // An incomplete character at the cut is not an error.
  const part = bytes.subarray(0, looked);
  const text = decode(part, 'latin-1');
  const runs = text.match(/[\x80-\xff]+/g) ?? [];
  // Letters with accents mostly stand alone; the characters of Chinese, Japanese and Korean come in adjacent pairs of
  // bytes.
  const high = runs.reduce((sum, run) => sum + run.length, 0);
  const order = high >= 3 * runs.length ? [...eastern, ...western] : [...western, ...eastern];
  return order.filter((encoding) => isText(part, encoding)).slice(0, 4);
}

function isText(bytes: Uint8Array, encoding: string): boolean {
  try {
    // Without control characters or private-use characters.
    return !/[\x00-\x08\x0e-\x1f\x7f-\x9f]|\p{Co}/u.test(decode(bytes, encoding));
  } catch {
    return false;
  }
}
