import type { ErrorCode } from './codes.ts';
import type { ErrorData } from './errors.ts';

/**
 * The effects that need a trusted workspace. Rows of tables (options of endpoints, fields of requests, behaviours,
 * words, tags, system variables) name one of these effects; refusals and their sentences follow from the rows.
 */
export const effects = {
  file: { does: 'reads a file', typed: false },
  environment: { does: 'reads the environment', typed: false },
  machine: { does: 'reads the sockets and interfaces of this machine', typed: false },
  socket: { does: 'talks to a Unix socket of this machine', typed: false },
  program: { does: 'runs a program', typed: false },
  script: { does: 'runs a script', typed: false },
  /** Not refused if a person typed the address. */
  network: { does: 'opens a server to other machines', typed: true },
} as const satisfies Readonly<Record<string, { readonly does: string; readonly typed: boolean }>>;

export type Effect = keyof typeof effects;

/** One reason to ask for trust. */
export interface Need {
  readonly effect: Effect;
  /** The part that has the effect, as a sentence begins: `The option ca`, `RUN`. */
  readonly subject: string;
}

/** Who asks for an action. By default nobody is trusted, so code that forgets to pass this is refused. */
export interface Trust {
  /** The workspace is trusted, or there is no workspace that could be untrusted (a terminal). */
  readonly trusted?: boolean | undefined;
  /** A person typed it. Otherwise it comes from a file, a setting or a program. */
  readonly typed?: boolean | undefined;
}

export const untrustedWorkspace = 'untrusted-workspace' satisfies ErrorCode;

/** The error for an action that was refused, with the button that trusts the workspace. */
export function untrusted(message: string): ErrorData {
  return { code: untrustedWorkspace, message, remedies: ['trustWorkspace'] };
}

/** The first need that is not allowed, or undefined if everything is allowed. */
export function forbidden<N extends Need>(
  needs: readonly N[],
  { trusted = false, typed = false }: Trust,
): N | undefined {
  return trusted ? undefined : needs.find(({ effect }) => !(typed && effects[effect].typed));
}

/**
 * The refusal of an action, or undefined if the action is allowed. `undone`: the consequence, as a clause: `nothing was
 * sent`.
 */
export function refusal(needs: readonly Need[], trust: Trust, undone: string): ErrorData | undefined {
  const need = forbidden(needs, trust);
  return need && untrusted(sentenceOf(need, undone));
}

export function sentenceOf({ subject, effect }: Need, undone: string): string {
  return `${subject} ${effects[effect].does}, and this workspace is not trusted: ${undone}. Trust the workspace to allow it.`;
}

/** The explanation of untrusted workspaces. The manifest and the README repeat it. */
export function trustText(): string {
  const does = Object.values(effects).map((effect) => effect.does);
  return `In an untrusted workspace, requests can be sent and servers can listen on this machine. Nothing in the workspace ${does.slice(0, -1).join(', ')} or ${does.at(-1)!}. Its environments and saved servers are not read.`;
}

/** For each field: the effect of its values, or a function that returns their needs. `free`: no value has an effect. */
export type TrustRows<T> = {
  readonly [K in keyof Required<T>]: 'free' | Effect | ((value: NonNullable<T[K]>) => readonly Need[]);
};

/** The needs of a plain object by the rows of its fields. `subject`: the name of a field as a sentence begins. */
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
