import type { SubjectSpec } from './words/spec.ts';

/** `connection 2 received text`, `every received text`: which of several parts a check is about, and what of each. */
interface PartPath {
  /** `every`, `any`, or a number from 1. */
  readonly which: string;
  /** The subject within the part, and its path. */
  readonly spec: SubjectSpec;
  readonly path: string | undefined;
}

const PICK = /^(every|any|[1-9]\d{0,8})(?=\s|$)/;

/** Undefined if the text does not say which part, or names no subject. `spec`: the row of the first word. */
export function partPath(spec: SubjectSpec, text: string, subjects: readonly SubjectSpec[]): PartPath | undefined {
  const whole = PICK.test(spec.name) ? `${spec.name} ${text}` : text;
  const which = PICK.exec(whole)?.[1];
  if (which === undefined) return undefined;
  const rest = whole.slice(which.length).trim().replaceAll(/\s+/g, ' ');
  const inner = subjects
    .filter(({ name, pathKind }) => pathKind !== 'part' && `${rest} `.startsWith(`${name} `))
    .reduce<SubjectSpec | undefined>(
      (longest, each) => (each.name.length > (longest?.name.length ?? 0) ? each : longest),
      undefined,
    );
  if (inner === undefined) return undefined;
  const path = rest.slice(inner.name.length).trim();
  return { which, spec: inner, path: path === '' ? undefined : path };
}
