import type { DnsResolver } from '../net/dns/resolver.ts';
import { HttpClient } from '../net/http/client.ts';
import { Registry } from '../net/registry.ts';
import { Runner } from '../requests/run/runner.ts';
import { Journal } from '../traffic/journal.ts';

/** The journal of a run in a terminal. Only the verbose output reads it. */
const memoryBytes = 8 * 1024 * 1024;
const memoryEvents = 65_536;

/** The exit status by signal, as shells have it: 128 plus the signal's number. */
const interruptions = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;
type Interruption = keyof typeof interruptions;
const signals = Object.keys(interruptions) as Interruption[];

/** What a command runs requests with. */
export interface Means {
  readonly runner: Runner;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
}

/** Resolves with the exit status of the work, or of the signal that ended it; nothing is left running. */
export async function withRunner(process: NodeJS.Process, work: (means: Means) => Promise<number>): Promise<number> {
  const recorder = new Journal({ memoryBytes, memoryEvents });
  const registry = new Registry({ recorder });
  const http = new HttpClient({ registry });
  const dns = async (): Promise<DnsResolver> => {
    const { DnsResolver } = await import('../net/dns/resolver.ts');
    return new DnsResolver({ registry, http });
  };
  const runner = new Runner({ registry, http, dns });
  const abort = new AbortController();
  let interrupted: Interruption | undefined;
  const interrupt = (signal: Interruption): void => {
    if (interrupted !== undefined) {
      runner.kill();
      process.exit(interruptions[signal]);
    }
    interrupted = signal;
    process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}stopping; once more ends at once\n`);
    abort.abort();
  };
  // However this process ends, the programs that it started must end too.
  const kill = (): void => runner.kill();
  for (const signal of signals) process.on(signal, interrupt);
  process.on('exit', kill);
  try {
    const status = await work({ runner, http, signal: abort.signal });
    return interrupted === undefined ? status : interruptions[interrupted];
  } finally {
    await runner.close();
    await registry.stopAll();
    await http.bodies.close();
    await recorder.close();
    for (const signal of signals) process.off(signal, interrupt);
    process.off('exit', kill);
  }
}
