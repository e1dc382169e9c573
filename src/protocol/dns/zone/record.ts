import type { DnsRecord } from '../message.ts';
import type { ZonePlace } from './problem.ts';

/** A record, and where it stands. */
export interface ZoneRecord extends DnsRecord, ZonePlace {}
