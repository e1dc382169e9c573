import type { Codec } from './codec.ts';
export const ISO_2022_CODECS: Readonly<Record<string, Codec>> = {};
