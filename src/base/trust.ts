import type { ErrorCode } from './codes.ts';
import type { ErrorData } from './errors.ts';

/**
 * What may be done only for a trusted workspace. Rows of tables name one of these effects (options of endpoints, fields of
 * requests, behaviours, words, tags, system variables); everything else follows: what is refused, and what is said of it.
 */
export const effects = {
  file: { does: 'reads a file', typed: false },
  environment: { does: 'reads the environment', typed: false },
  socket: { does: 'talks to a Unix socket of this machine', typed: false },
  program: { does: 'runs a program', typed: false },
  script: { does: 'runs a script', typed: false },
  /** A person who types an address means it. */
  network: { does: 'opens a server to other machines', typed: true },
} as const satisfies Readonly<Record<string, { readonly does: string; readonly typed: boolean }>>;

export type Effect = keyof typeof effects;

/** One reason to ask for trust. */
export interface Need {
  readonly effect: Effect;
  /** What has the effect, as a sentence begins: `The option ca`, `RUN`. */
  readonly subject: string;
}

/** On whose word something is done. Who does not say it is not trusted: what forgets to ask is refused. */
export interface Trust {
  /** The workspace is trusted, or there is none that could not be (a terminal). */
  readonly trusted?: boolean | undefined;
  /** A person typed it; else it is of a file, of a setting or of a program. */
  readonly typed?: boolean | undefined;
}

export const untrustedWorkspace = 'untrusted-workspace' satisfies ErrorCode;

/** What is said of something that was not done, with the button that trusts the workspace. */
export function untrusted(message: string): ErrorData {
  return { code: untrustedWorkspace, message, remedies: ['trustWorkspace'] };
}

/** Whether something may be done: the first need that keeps it from that, undefined where there is none. */
export function forbidden<N extends Need>(
  needs: readonly N[],
  { trusted = false, typed = false }: Trust,
): N | undefined {
  return trusted ? undefined : needs.find(({ effect }) => !(typed && effects[effect].typed));
}

/**
 * The refusal of what the workspace's trust forbids, undefined where it may be done. `undone`: what was left undone, as a
 * sentence: `nothing was sent`.
 */
export function refusal(needs: readonly Need[], trust: Trust, undone: string): ErrorData | undefined {
  const need = forbidden(needs, trust);
  return need && untrusted(sentenceOf(need, undone));
}

export function sentenceOf({ subject, effect }: Need, undone: string): string {
  return `${subject} ${effects[effect].does}, and this workspace is not trusted: ${undone}. Trust the workspace to allow it.`;
}

/** What a person is told of a workspace that is not trusted; the manifest and the README say it, too. */
export function trustText(): string {
  const does = Object.values(effects).map((effect) => effect.does);
  return `In an untrusted workspace, requests can be sent and servers can listen on this machine. Nothing in the workspace ${does.slice(0, -1).join(', ')} or ${does.at(-1)!}. Its environments and saved servers are not read.`;
}

/** By field: the effect of a value, or what says its needs. `free`: none, whatever the value is. */
export type TrustRows<T> = {
  readonly [K in keyof Required<T>]: 'free' | Effect | ((value: NonNullable<T[K]>) => readonly Need[]);
};

/** The needs of a plain object by the rows of its fields. `subject`: what a field is called, as a sentence begins. */
export function needsOfFields<T extends object>(
  rows: TrustRows<T>,
  value: T,
  subject = (name: string): string => `The option ${name}`,
): Need[] {
  return Object.entries(rows as TrustRows<Record<string, unknown>>).flatMap(([name, row]) => {
    const given = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (given === undefined || given === null || row === 'free') return [];
    return typeof row === 'function' ? row(given) : [{ effect: row, subject: subject(name) }];
  });
}
