import { CLASS } from './codes.ts';
import { field, type DataOf } from './field.ts';
import { name, octal } from './kinds/basic.ts';
import { anyHex } from './kinds/binary.ts';
import { NOT_IN_ZONES, TYPES, typeName, type TypeName } from './typeCodes.ts';
import { common } from './types/common.ts';
import { define, type RecordType } from './types/define.ts';
import { historic } from './types/historic.ts';
import { security } from './types/security.ts';
import { services } from './types/services.ts';

/** A row for each type whose fields are given by an RFC or its registration. */
const definitions = { ...common, ...services, ...security, ...historic } satisfies Partial<
  Record<TypeName, Omit<RecordType, 'name'>>
>;

export type RecordTypeName = keyof typeof definitions;

/** The data of a record of a type: an object with its fields. */
export type DataFor<T extends RecordTypeName> = DataOf<(typeof definitions)[T]['fields']>;

/** The types with known fields, by name. */
const RECORD_TYPES: Readonly<Record<RecordTypeName, RecordType>> = Object.fromEntries(
  Object.entries(definitions).map(([name, definition]) => [name, { ...definition, name }]),
) as unknown as Readonly<Record<RecordTypeName, RecordType>>;

const UNKNOWN: RecordType = {
  ...define('A type that Wirebench has no fields for.', [field('data', anyHex)]),
  name: 'unknown',
};

/** The only type whose data is defined by a class other than IN. */
const CHAOS_ADDRESS: RecordType = {
  ...define('A Chaosnet address of the name.', [field('domain', name), field('address', octal)]),
  name: 'A',
};

/** Types below this number, nearly all, are found by index. */
const LOW = 300;

const all = Object.entries(RECORD_TYPES).map(([name, definition]) => [TYPES[name as TypeName], definition] as const);
const low = new Array<RecordType | undefined>(LOW).fill(undefined);
for (const [code, definition] of all) if (code < LOW) low[code] = definition;
const high: ReadonlyMap<number, RecordType> = new Map(all.filter(([code]) => code >= LOW));

function knownType(code: number): RecordType | undefined {
  return code < LOW ? low[code] : high.get(code);
}

/** The fields of a type in a class; a type without fields of its own has one, `data` (RFC 3597). */
export function recordType(code: number, recordClass: number = CLASS.IN): RecordType {
  if (recordClass === CLASS.CH && code === TYPES.A) return CHAOS_ADDRESS;
  const found = knownType(code);
  return found === undefined || (found.internetOnly && !isInternet(recordClass)) ? UNKNOWN : found;
}

/** A record that an update deletes has the class NONE, and the data of its zone's class (RFC 2136, section 2.5.4). */
function isInternet(recordClass: number): boolean {
  return recordClass === CLASS.IN || recordClass === CLASS.NONE;
}

export function isKnownType(code: number): boolean {
  return knownType(code) !== undefined;
}

/** The types for questions, for pickers, common ones before historic ones: name, code and purpose. */
export function knownTypes(): readonly { readonly name: string; readonly code: number; readonly about: string }[] {
  return all
    .filter(([code]) => !NOT_IN_ZONES.has(code))
    .map(([code, { about }]) => ({ name: typeName(code), code, about }));
}
