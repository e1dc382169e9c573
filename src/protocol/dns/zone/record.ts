import type { DnsRecord } from '../message.ts';
import type { ZonePlace } from './problem.ts';

/** A record and its place. */
export interface ZoneRecord extends DnsRecord, ZonePlace {}
