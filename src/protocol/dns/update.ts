import { CLASS, className } from './codes.ts';
import type { Section } from './message.ts';
import { QUESTION_ONLY, TYPES, typeName } from './typeCodes.ts';

/** The header of a record of an update. */
interface UpdateRecord {
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  /** RDLENGTH. */
  readonly length: number;
}

/** RFC 2136, section 2.2: in an update the sections of a message have other names. */
const SECTION_OF: Readonly<Record<Section, string>> = {
  questions: 'zone',
  answers: 'prerequisite',
  authorities: 'update',
  additionals: 'additional',
};

/**
 * Whether a record without data stands for its kind as a whole: "all of this kind", or "none of it" (RFC 2136, section
 * 2).
 */
export function isWithoutData(section: Section, recordClass: number): boolean {
  return recordClass === CLASS.ANY || (recordClass === CLASS.NONE && section === 'answers');
}

/**
 * The problem in the zone section of an update (RFC 2136, section 2.3), as the end of "The update …"; undefined if
 * there is none. A response may leave all sections out (section 3.8).
 */
export function zoneProblem(
  zones: readonly { readonly type: number; readonly class: number }[],
  mayBeBare: boolean,
): string | undefined {
  const [zone] = zones;
  if (zone === undefined) return mayBeBare ? undefined : 'does not name its zone';
  if (zones.length > 1) return `names ${zones.length} zones; an update has one`;
  if (zone.type !== TYPES.SOA) return `names its zone with the type ${typeName(zone.type)}, and that is SOA`;
  if (zone.class === CLASS.ANY || zone.class === CLASS.NONE)
    return `names a zone of the class ${className(zone.class)}, which no zone has`;
  return undefined;
}

/**
 * The problem in a record of an update (RFC 2136, sections 3.2 and 3.4.1), as the end of "The record …"; undefined if
 * there is none.
 */
export function updateProblem(section: Section, record: UpdateRecord, zoneClass: number): string | undefined {
  if (record.type === TYPES.OPT || record.type === TYPES.TSIG) return undefined;
  const where = `in the ${SECTION_OF[section]} section`;
  const kind = `of the class ${className(record.class)} ${where}`;
  if (isWithoutData(section, record.class) && record.length > 0)
    return `${kind} has ${record.length} bytes of data, and it may have none`;
  if (section === 'additionals') return undefined;
  const deletes = record.class === CLASS.ANY || record.class === CLASS.NONE;
  if (!deletes && record.class !== zoneClass) return `is ${kind}, and the zone has the class ${className(zoneClass)}`;
  if ((deletes || section === 'answers') && record.ttl !== 0)
    return `${kind} has the TTL ${record.ttl}, and it must be 0`;
  const every = record.type === TYPES.ANY && record.class === CLASS.ANY;
  if (section === 'authorities' && QUESTION_ONLY.has(record.type) && !every)
    return `${where} has the type ${typeName(record.type)}, which only questions have`;
  return undefined;
}
