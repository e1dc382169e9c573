import { DnsResolver } from '../../../../src/net/dns/resolver.ts';
import { HttpClient } from '../../../../src/net/http/client.ts';
import { Registry } from '../../../../src/net/registry.ts';
import type { RequestOutcome, RunSummary } from '../../../../src/requests/run/outcome.ts';
import { requestSource } from '../../../../src/requests/source.ts';
import type { RunOptions } from '../../../../src/requests/run/runOptions.ts';
import { Runner } from '../../../../src/requests/run/runner.ts';
import type { RunStart } from '../../../../src/requests/run/requests.ts';
import { Journal } from '../../../../src/traffic/journal.ts';

/** How a text that is a whole file runs; with `session`, what it starts is kept under that key. */
export type TextRun = Partial<RunStart> & { readonly path?: string; readonly session?: string };

export function startOf(text: string, { path, session, ...more }: TextRun = {}): RunStart {
  const source = requestSource([{ id: session ?? path ?? 'text', text }], { path });
  return { source, trusted: true, keeps: session !== undefined, ...more };
}

export interface Bench {
  readonly runner: Runner;
  readonly registry: Registry;
  readonly journal: Journal;
  readonly http: HttpClient;
  /** Runs a text, trusted, with its folder where `path` says. */
  run(text: string, more?: TextRun, options?: RunOptions): Promise<RunSummary>;
  close(): Promise<void>;
}

/** A runner on the real registry, journal and HTTP client, as the engine and the command line put them together. */
export function bench(): Bench {
  const journal = new Journal({ memoryBytes: 4 * 1024 * 1024, memoryEvents: 65_536 });
  const registry = new Registry({ recorder: journal });
  const http = new HttpClient({ registry });
  const dns = new DnsResolver({ registry, http });
  const runner = new Runner({ registry, http, dns: () => Promise.resolve(dns) });
  return {
    ...{ runner, registry, journal, http },
    run: (text, more = {}, options = {}) => runner.run(startOf(text, more), options),
    async close() {
      await runner.close();
      await registry.stopAll();
      await http.bodies.close();
      await journal.close();
    },
  };
}

export function states(summary: RunSummary): string[] {
  return summary.outcomes.map((outcome) => outcome.state);
}

/** What of an outcome tells whether it is right: its state, its error's code, its failed checks. */
export function brief(outcome: RequestOutcome): string {
  const checks = outcome.checks
    .filter((check) => check.state !== 'passed')
    .map((check) => `${check.state}: ${check.text}`);
  return [outcome.state, outcome.fault, outcome.error?.code, ...checks].filter((part) => part !== undefined).join(' ');
}
