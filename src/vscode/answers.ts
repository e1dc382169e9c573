import type { Names } from './dns/names.ts';
import type { Requests } from './requests/requests.ts';
import type { Shell } from './shell.ts';

/** The two that send and show answers: loaded and made when they are first needed, one of each for the window. */
export interface Answers {
  readonly requests: () => Promise<Requests>;
  readonly names: () => Promise<Names>;
}

/** The shell with what stands on it: for commands, and whatever else begins at a person. */
export type WholeShell = Shell & Answers;

export function withAnswers(shell: Shell): WholeShell {
  const names = once(async () => {
    const { Names } = await import('./dns/names.ts');
    return kept(shell, new Names(shell));
  });
  const requests = once(async () => {
    const [{ Requests }, about] = await Promise.all([import('./requests/requests.ts'), names()]);
    return kept(shell, new Requests(shell, about));
  });
  return { ...shell, names, requests };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function kept<T extends { dispose(): unknown }>({ context }: Shell, one: T): T {
  context.subscriptions.push(one);
  return one;
}
