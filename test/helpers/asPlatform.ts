import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded before anything else (`--import`): this process takes itself for one on the platform that WIREBENCH_PLATFORM names, and
 * the tools of that platform, which Wirebench calls by their places there, are this machine's own or print its facts in their form.
 */
const platform = process.env['WIREBENCH_PLATFORM'] as 'darwin' | 'win32';
const { execFile, execFileSync, spawnSync } = childProcess;

function lines(program: string, ...args: string[]): string[] {
  return execFileSync(program, args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

/** `netstat -ano` of Windows, from `ss`. */
function netstat(): string {
  const states: Readonly<Record<string, string>> = { LISTEN: 'LISTENING', ESTAB: 'ESTABLISHED' };
  const rows = lines('/usr/bin/ss', '-tuanpH').map((line) => {
    const [protocol = '', state = '', , , local = '', peer = ''] = line.split(/\s+/);
    const pid = /pid=(\d+)/.exec(line)?.[1] ?? '0';
    const plain = (address: string): string => address.replace(/%\w+/, '').replace(/^\*:/, '[::]:');
    const to = plain(peer).replace(/:\*$/, ':0');
    if (protocol === 'udp') return `  UDP    ${plain(local)}    *:*    ${pid}`;
    return `  TCP    ${plain(local)}    ${to}    ${states[state] ?? state.replaceAll('-', '_')}    ${pid}`;
  });
  return ['', 'Active Connections', '', '  Proto  Local Address  Foreign Address  State  PID', ...rows, ''].join(
    '\r\n',
  );
}

/** `tasklist /FO CSV /NH`. */
const tasklist = (): string =>
  lines('/usr/bin/ps', '-A', '-o', 'pid=,comm=')
    .map((line) => /^\s*(\d+) (.*)$/.exec(line)!)
    .map(([, pid, name]) => `"${name!}.exe","${pid!}","Console","1","10,000 K"\r\n`)
    .join('');

/** `taskkill /PID n /T /F`: the program and what it started. */
function taskkill(args: readonly string[]): void {
  const root = Number(args[args.indexOf('/PID') + 1]);
  const parents = lines('/usr/bin/ps', '-A', '-o', 'pid=,ppid=').map((line) => line.trim().split(/\s+/).map(Number));
  const tree = [root];
  for (const one of tree) tree.push(...parents.filter(([, parent]) => parent === one).map(([pid]) => pid!));
  for (const pid of tree) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

type Callback = (error: Error | null, stdout: string, stderr: string) => void;

const printed: Readonly<Record<string, () => string>> = { 'netstat.exe': netstat, 'tasklist.exe': tasklist };

const tool = (program: string): string => program.split('\\').at(-1)!;

childProcess.execFile = ((program: string, ...rest: unknown[]) => {
  const print = printed[tool(program)];
  if (print !== undefined) {
    setImmediate(() => (rest.at(-1) as Callback)(null, print(), ''));
    return undefined;
  }
  return (execFile as (...all: unknown[]) => unknown)(
    program === '/usr/sbin/lsof' ? '/usr/bin/lsof' : program,
    ...rest,
  );
}) as never;
childProcess.spawnSync = ((program: string, args: readonly string[], ...rest: unknown[]) => {
  if (tool(program) !== 'taskkill.exe') return (spawnSync as (...all: unknown[]) => unknown)(program, args, ...rest);
  taskkill(args);
  return { status: 0 };
}) as never;
syncBuiltinESMExports();
Object.defineProperty(process, 'platform', { value: platform });
