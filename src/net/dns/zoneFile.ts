import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { WirebenchError, type ErrorData } from '../../base/errors.ts';
import { indexZone, type ZoneIndex } from '../../protocol/dns/authority/zoneIndex.ts';
import { displayName, parseName } from '../../protocol/dns/name.ts';
import { zoneText } from '../../protocol/dns/zone/bytes.ts';
import { originOfFile, parseZone } from '../../protocol/dns/zone/parse.ts';
import type { ZoneProblem } from '../../protocol/dns/zone/problem.ts';
import { zoneIncludes } from './zoneIncludes.ts';

const largestFile = 64 * 2 ** 20;

export interface LoadedZone {
  readonly zone: ZoneIndex;
  /** The files that were read: the zone's own and those it includes. */
  readonly files: readonly string[];
  readonly warnings: readonly ZoneProblem[];
}

/** The error for a zone that cannot be served: `bad-zone`. */
export class BadZone extends WirebenchError {
  /** The files that were read. */
  readonly files: readonly string[];

  constructor(data: ErrorData, files: readonly string[]) {
    super(data);
    this.files = files;
  }
}

/**
 * Reads a zone file. Relative names are completed by `origin`, or else by the file's name (`example.test.zone`).
 * $INCLUDE reads only files in the same folder and below, and in the folder `includes`. Throws BadZone with the first
 * error's place, WirebenchError `no-such-file`.
 */
export function loadZone(file: string, origin?: string, includes?: string): LoadedZone {
  const files: string[] = [file];
  const include = zoneIncludes(file, includes);
  const zone = parseZone(readText(file), {
    origin: origin === undefined ? originOfFile(path.basename(file)) : parseName(origin),
    include: (name, from) => {
      const included = include(name, from);
      if (included !== undefined && !files.includes(included.file)) files.push(included.file);
      return included;
    },
  });
  const first = zone.problems.find(({ severity }) => severity === 'error');
  if (first !== undefined) throw badZone(files, zone.problems);
  const index = indexZone(zone.origin, zone.records);
  if (index === undefined) throw badZone(files, zone.problems);
  return { zone: index, files, warnings: zone.problems };
}

function badZone(files: readonly string[], problems: readonly ZoneProblem[]): BadZone {
  const file = files[0]!;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const place = first === undefined ? file : `${first.file ?? file}:${first.line}:${first.column}`;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new BadZone(
    {
      code: 'bad-zone',
      message: `The zone cannot be served: ${place}: ${first?.message ?? 'it has no SOA record.'}${more}`,
      remedies: ['openFile'],
      facts: { file: first?.file ?? file, line: first?.line ?? 1, column: first?.column ?? 1 },
    },
    files,
  );
}

function readText(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > largestFile) throw new Error(`it has ${size} bytes, and a zone file may have at most ${largestFile}`);
    return zoneText(readFileSync(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WirebenchError(
      { code: 'no-such-file', message: `The zone file ${file} could not be read: ${reason}.`, facts: { file } },
      { cause },
    );
  }
}

export function describeZone({ zone }: LoadedZone): string {
  const count = zone.records.length;
  return `${displayName(zone.origin)}: serial ${zone.soa.data.serial}, ${count} record${count === 1 ? '' : 's'}`;
}
