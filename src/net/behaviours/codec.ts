/* eslint-disable @typescript-eslint/no-unused-vars */
// TEMPORARY until src/protocol/text is merged.
export interface StreamDecoder {
  decode(chunk: Uint8Array, final?: boolean): string;
}
export function decode(bytes: Uint8Array, encoding: string, _errors: 'replace'): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}
export function createDecoder(encoding: string, _errors: 'replace'): StreamDecoder {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return { decode: (chunk, final = false) => decoder.decode(chunk, { stream: !final }) };
}
export function encode(text: string, _encoding: string, _errors: 'replace'): Uint8Array {
  return new TextEncoder().encode(text);
}
