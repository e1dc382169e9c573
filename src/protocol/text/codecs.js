import { findEncoding } from './encodings.ts';
import { hz } from './hz.ts';
import { ISO_2022_CODECS } from './iso2022.ts';
import { MULTI_BYTE_CODECS } from './multiByte.ts';
import { SINGLE_BYTE_CODECS } from './singleByte.ts';
import { UTF_16_AND_32 } from './utf16And32.ts';
import { utf7 } from './utf7.ts';
import { utf8, utf8Sig } from './utf8.ts';
/** By the names of Python's modules. */
const CODECS = {
  utf_8: utf8,
  utf_8_sig: utf8Sig,
  utf_7: utf7,
  ...UTF_16_AND_32,
  ...SINGLE_BYTE_CODECS,
  ...MULTI_BYTE_CODECS,
  ...ISO_2022_CODECS,
  hz,
};
const found = new Map();
/** The codec of an encoding by any of its names; throws code `unknown-encoding`. */
export function codecOf(encoding) {
  const known = found.get(encoding);
  if (known) return known;
  const codec = CODECS[findEncoding(encoding).module];
  if (found.size < 1000) found.set(encoding, codec);
  return codec;
}
