import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Whether a program waits for its standard input. Undefined: the system does not tell. */
export type Asking = () => boolean | undefined;

/**
 * The calls of a kernel by number: those that read a file, those that wait for several, of which no one is told, and those that wait for
 * a client.
 */
interface Calls {
  readonly read: readonly number[];
  readonly several: readonly number[];
  readonly client: readonly number[];
}

/** Numbers of the architectures that Node names so (the kernel's tables of system calls). */
const calls: Readonly<Partial<Record<NodeJS.Architecture, Calls>>> = {
  // read, readv, recvfrom, recvmsg; poll, select, pselect6, ppoll, epoll_wait, epoll_pwait, epoll_pwait2, io_uring_enter
  // accept, accept4, recvfrom, recvmsg
  x64: { read: [0, 19, 45, 47], several: [7, 23, 270, 271, 232, 281, 441, 426], client: [43, 288, 45, 47] },
  arm64: { read: [63, 65, 207, 212], several: [72, 73, 22, 441, 426], client: [202, 242, 207, 212] },
};
/** Processes looked at of one program. */
const mostProcesses = 64;

const unknown: Asking = () => undefined;

/**
 * proc(5): `syscall` tells the call in which a thread is blocked, and its arguments: a read of the file that was the program's
 * standard input when it started is what is looked for, in the program and in what it started.
 */
export function askingOf(pid: number, platform: NodeJS.Platform = process.platform): Asking {
  const known = calls[process.arch];
  if (platform !== 'linux' || known === undefined) return unknown;
  let input: string;
  try {
    input = readlinkSync(`/proc/${pid}/fd/0`);
  } catch {
    return unknown;
  }
  return () => {
    let told = true;
    for (const { process, thread } of threadsOf(pid)) {
      const now = blockedIn(process, thread);
      if (now === undefined) told = false;
      else if (known.several.includes(now.call)) told = false;
      else if (known.read.includes(now.call) && isFile(process, now.first, input)) return true;
    }
    return told ? false : undefined;
  };
}

/**
 * Whether all that a program does is to wait for a client: each of its threads is blocked in accept() or recvfrom(), without a limit of
 * time, because with one Python waits in poll(). False if the system does not tell.
 */
export function waitsForClient(pid: number, platform: NodeJS.Platform = process.platform): boolean {
  const known = calls[process.arch];
  if (platform !== 'linux' || known === undefined) return false;
  const threads = [...threadsOf(pid)];
  return (
    threads.length > 0 &&
    threads.every(({ process, thread }) => known.client.includes(blockedIn(process, thread)?.call ?? -1))
  );
}

function* threadsOf(pid: number): Generator<{ readonly process: number; readonly thread: number }> {
  const processes = [pid];
  for (let i = 0; i < processes.length && i < mostProcesses; i++) {
    const process = processes[i]!;
    for (const thread of numbersIn(() => readdirSync(`/proc/${process}/task`))) {
      yield { process, thread };
      const children = (): string[] => readFileSync(`/proc/${process}/task/${thread}/children`, 'latin1').split(' ');
      processes.push(...numbersIn(children));
    }
  }
}

function numbersIn(read: () => readonly string[]): number[] {
  try {
    return read().flatMap((text) => (/^\d+$/.test(text) ? [Number(text)] : []));
  } catch {
    // It has ended, or this kernel has no such file.
    return [];
  }
}

/** `call` -1: it runs, or is blocked outside a call. */
function blockedIn(process: number, thread: number): { readonly call: number; readonly first: number } | undefined {
  try {
    const text = readFileSync(`/proc/${process}/task/${thread}/syscall`, 'latin1');
    const [call, first] = text.split(' ');
    return text.startsWith('running') ? { call: -1, first: -1 } : { call: Number(call), first: Number(first) };
  } catch {
    return undefined;
  }
}

function isFile(process: number, descriptor: number, name: string): boolean {
  try {
    return readlinkSync(`/proc/${process}/fd/${descriptor}`) === name;
  } catch {
    return false;
  }
}
