import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Most processes and threads of one student's programs and of the check around them. The superuser is not bound by it. */
const mostTasks = 512;
/** Bytes that one process may write into one file, and that it may have as its data. */
const mostFile = 1_000_000_000;
const mostData = 4_000_000_000;

/** Set by prlimit(1) for a process and all that it starts; the limits of Linux (getrlimit(2)). */
const limits = [`--nproc=${mostTasks}`, `--fsize=${mostFile}`, `--data=${mostData}`, '--core=0'];

/** The loopback device of a new network is down. */
const linkUp = 'ip link set lo up && exec "$@"';

/**
 * The commands that start a process apart from the rest of the system, the best first (unshare(1); user namespaces make them possible
 * for anybody where the system allows them). Each gives it a network of its own, so that each student has the lab's ports. The first
 * gives it processes of its own, too: when it ends, the system ends all that it started, whatever that did to hide, and nothing else is
 * in sight. Within them a limit on processes counts those of the student alone.
 */
const ways: readonly (readonly string[])[] = [
  [
    'unshare',
    '-rnp',
    '--fork',
    '--mount-proc',
    '--kill-child=KILL',
    '--',
    'sh',
    '-c',
    linkUp,
    'sh',
    'prlimit',
    ...limits,
  ],
  ['unshare', '-rn', '--', 'sh', '-c', linkUp, 'sh'],
];

let found: Promise<readonly string[] | undefined> | undefined;

/** The words before a command that start it apart. Undefined: this system cannot, and students are checked one after the other. */
export function isolation(platform: NodeJS.Platform): Promise<readonly string[] | undefined> {
  if (platform !== 'linux') return Promise.resolve(undefined);
  found ??= firstThatWorks();
  return found;
}

async function firstThatWorks(): Promise<readonly string[] | undefined> {
  for (const way of ways) {
    const [program = '', ...args] = [...way, 'true'];
    const works = await promisify(execFile)(program, args, { timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (works) return way;
  }
  return undefined;
}
