import type { Names } from './dns/names.ts';
import type { Courses } from './labs/viewCourses.ts';
import type { LabNotebooks } from './labs/notebooks.ts';
import type { Requests } from './requests/requests.ts';
import type { Shell } from './shell.ts';

/** The parts that send requests and show answers. */
interface Answers {
  readonly requests: () => Promise<Requests>;
  readonly names: () => Promise<Names>;
  /** The labs of the workspace. */
  readonly courses: () => Promise<Courses>;
  /** Labs that are open as notebooks. */
  readonly labs: () => Promise<LabNotebooks>;
}

/** The shell with its lazy parts: for commands and everything else that a user starts. */
export type WholeShell = Shell & Answers;

/** Adds the parts that are loaded and created on first need: one of each for the window. */
export function withLazyParts(core: Omit<Shell, 'traffic'>): WholeShell {
  const kept = <T extends { dispose(): unknown }>(part: T): T => {
    core.context.subscriptions.push(part);
    return part;
  };
  const traffic = once(async () => {
    const { openTraffic } = await import('./traffic/openTraffic.ts');
    return kept(openTraffic(shell));
  });
  const shell: Shell = { ...core, traffic };
  const names = once(async () => {
    const { Names } = await import('./dns/names.ts');
    return kept(new Names(shell));
  });
  const requests = once(async () => {
    const [{ Requests }, about] = await Promise.all([import('./requests/requests.ts'), names()]);
    return kept(new Requests(shell, about));
  });
  const courses = once(async () => {
    const [{ Courses }, { runs }] = await Promise.all([import('./labs/viewCourses.ts'), requests()]);
    return kept(new Courses(shell, runs));
  });
  const labs = once(async () => {
    const [{ LabNotebooks }, sending] = await Promise.all([import('./labs/notebooks.ts'), requests()]);
    return kept(new LabNotebooks(shell, sending, courses));
  });
  return { ...shell, names, requests, labs, courses };
}

export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
