import { encodeRdata } from './encode.ts';
import { DnsError } from './error.ts';
import type { RecordData } from './message.ts';
import { recordType } from './recordTypes.ts';
import type { RecordType } from './types/define.ts';

/** Throws DnsError unless the fields fill the rdata and are valid. */
export function measureRdata(bytes: Uint8Array, start: number, end: number, type: RecordType): void {
  const { fields } = type;
  let at = start;
  for (let i = 0; i < fields.length; i++) at = fields[i]!.kind.measure(bytes, at, end, start);
  if (at < end)
    throw new DnsError('dns-rdata-long', `${end - at} bytes are left after its last field, at offset ${at}.`, at);
  type.check?.(bytes, start, end);
}

/**
 * The data of a record from its bytes alone, as RFC 3597 writes them (`\# 4 c0000201`). Its names are not compressed.
 * Throws DnsError.
 */
export function decodeRdata(type: number, recordClass: number, rdata: Uint8Array): RecordData {
  const definition = recordType(type, recordClass);
  measureRdata(rdata, 0, rdata.length, definition);
  const data: Record<string, unknown> = {};
  let at = 0;
  for (const { name, kind } of definition.fields) {
    const end = kind.measure(rdata, at, rdata.length, 0);
    data[name] = kind.read(rdata, at, end, undefined, 0);
    at = end;
  }
  // No name is as long as a pointer: two bytes.
  if (encodeRdata({ type, class: recordClass, data }).length !== rdata.length) {
    throw new DnsError('dns-pointer', 'A name in data that stands alone can’t be compressed.', 0);
  }
  return data;
}
