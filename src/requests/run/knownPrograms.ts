import { optionLines, type Item, type Region, type RequestFile, type Template } from '../model.ts';
import { kindOf, subjectsOf } from '../words/table.ts';
import { needsOf } from './needs.ts';
import type { Program } from './program.ts';
import { tracebackHeader } from './traceback.ts';

/** What tells whether a request is about a program. */
export interface Known {
  readonly label: string;
  readonly name: string | undefined;
  /** The ports in its `ready` line. */
  readonly ports: readonly number[];
}

/** A program that went on when its RUN was over. */
export interface Watched extends Known {
  readonly program: Program;
  /** The request in whose outcome its end was told. */
  told?: string;
  /** The exception that was told although it went on. */
  toldException?: string;
}

/** A request under way, or just over. */
export interface Under {
  readonly region: Region;
  readonly file: RequestFile;
  readonly label: string;
  readonly signal: AbortSignal;
  readonly fill: (template: Template) => Promise<string>;
}

/** The programs that a request that failed was about: by name, by port, else those whose port is not known. `isServer`: of the file. */
export async function concernOf<Each extends Known>(
  all: readonly Each[],
  { region, file, fill }: Under,
  isServer: (port: number) => boolean,
): Promise<readonly Each[]> {
  const { item } = region;
  if (item === undefined || all.length === 0) return [];
  const kind = kindOf(item.kind);
  const about = kind.about?.(item).map(({ value }) => value);
  const named = about ?? needsOf(region, file).map(({ name }) => name!.value);
  const byName = all.filter(({ name }) => name !== undefined && named.includes(name));
  // A request that starts something fails by itself, unless it calls somebody for it or names a program.
  const fails = kind.spec.starts !== undefined && kind.spec.starts !== 'connection';
  if (about !== undefined || fails) return byName;
  const targets = kind.targets?.(item);
  const ports = await portsOf(targets ?? [], fill);
  // A server of the file is no program.
  if (ports.some(isServer)) return [];
  const byPort = all.filter((each) => each.ports.some((port) => ports.includes(port)));
  if (byPort.length > 0) return byPort;
  // One that calls nobody has nothing to do with the others.
  if (byName.length > 0 || targets?.length === 0) return byName;
  return all.filter((each) => each.ports.length === 0);
}

/** The ports in the addresses that a request calls. */
export async function portsOf(targets: readonly Template[], fill: Under['fill']): Promise<number[]> {
  const texts = await Promise.all(targets.map((target) => fill(target).catch(() => target.text)));
  return texts.flatMap((text) => {
    const port = /(?:^|:)(\d{1,5})(?=[/?#\s]|$)/.exec(text.replace(/^\w+:\/\//, ''))?.[1];
    return port === undefined ? [] : [Number(port)];
  });
}

export async function knownOf({ region: { item, name }, label, fill }: Under): Promise<Known> {
  const lines = item === undefined ? [] : optionLines(item).filter((line) => line.name.value.toLowerCase() === 'ready');
  const texts = await Promise.all(lines.map(({ value }) => fill(value).catch(() => value.text)));
  const ports = texts.flatMap((text) => {
    const port = /^(?:tcp|udp)\b.*?(\d{1,5})\s*$/i.exec(text)?.[1];
    return port === undefined ? [] : [Number(port)];
  });
  return { label, name: name?.value, ports };
}

export function isCrash({ over, wasStopped, state: { exitCode, signal } }: Program): boolean {
  return over && !wasStopped && (signal !== undefined || exitCode !== 0);
}

/** It has reported an exception since the last request began, which was not told yet, and went on. */
export function hasRaised({ program, toldException }: Watched): boolean {
  const { since, exception } = program.state;
  return exception !== undefined && since.includes(tracebackHeader) && JSON.stringify(exception) !== toldException;
}

export function isProgram(item: Item): boolean {
  return kindOf(item.kind).spec.starts === 'program';
}

/** Some check of the file is about how the program ends. */
export function isExpected({ name }: Pick<Watched, 'name'>, file: RequestFile, own?: Region): boolean {
  return file.seen.some(({ item, checks, ...region }) => {
    if (item === undefined) return false;
    const isOwn = own === undefined ? isProgram(item) && region.name?.value === name : item === own.item;
    const isAbout =
      kindOf(item.kind)
        .about?.(item)
        .some(({ value }) => value === name) === true;
    if (!isOwn && !isAbout) return false;
    const ends = subjectsOf(item.kind).filter(({ ofEnd }) => ofEnd === true);
    // `?? exception isFalse` expects that there is none.
    return checks.some(
      ({ subject, predicate }) => predicate.value !== 'isFalse' && ends.some((each) => each.name === subject.value),
    );
  });
}
