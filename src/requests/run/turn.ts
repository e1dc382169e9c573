import type { DnsResolver } from '../../net/dns/resolver.ts';
import type { Registry } from '../../net/registry.ts';
import type { HttpExchange, HttpProgress, HttpRequestSpec } from '../../net/http/exchange.ts';
import type { Need } from '../../base/trust.ts';
import type { Located, Range, Region, Template } from '../model.ts';
import type { SystemSources } from '../systemVariables.ts';
import type { ExpandOptions } from '../variables.ts';
import type { Watched } from '../words/watched.ts';
import type { Debuggee } from './debuggee.ts';
import type { Options } from './options.ts';
import type { ItemResult } from './outcome.ts';
import type { RunStart } from './requests.ts';
import type { Started } from './started.ts';

/** The parts of an HTTP client that runs need; HttpClient (net/http/client.ts) is one. */
interface HttpSender {
  send(
    spec: HttpRequestSpec,
    options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: HttpProgress) => void },
  ): Promise<HttpExchange>;
  readonly bodies: {
    read(id: number, part: { readonly offset?: number; readonly length?: number }): Promise<Uint8Array>;
  };
}

/** The means of a run: the same in the engine's thread and in a terminal. */
export interface RunnerHost {
  readonly registry: Registry;
  readonly http: HttpSender;
  /** Loaded when it is first asked for. */
  readonly dns: () => Promise<DnsResolver>;
  /** Clock and chance, if they must be known beforehand. */
  readonly sources?: Partial<SystemSources>;
  /** Waits so many milliseconds for `# @sleep`, or until the signal is aborted. Absent: by the clock of the machine. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** `holds`: there are checks, and all hold. `lost`: those that do not cannot come true any more, whatever comes. */
export type Outlook = 'holds' | 'open' | 'lost';

/** Fills in the placeholders of texts and names files. */
export type Filling = Pick<Turn, 'fill' | 'path'>;

/** One request's turn: what its runner gets. */
export interface Turn {
  readonly host: RunnerHost;
  readonly start: Pick<RunStart, 'insist' | 'verifyTls' | 'python' | 'debug'>;
  readonly region: Region;
  /** As outcomes and messages name it. */
  readonly label: string;
  readonly options: Options;
  readonly started: Started;
  /** Chance, from 0 up to, but without, 1: the seed of the run repeats it. */
  readonly random: () => number;
  /** The run was cancelled, or the time of the step is over. */
  readonly signal: AbortSignal;
  /**
   * The text with its placeholders filled in. Throws FileError if a variable is unknown or does not fit, Cancelled if the
   * person gave up a prompt.
   */
  fill(template: Template, options?: ExpandOptions): Promise<string>;
  /** Throws FileError `untrusted-workspace` for the first need that the trust of the run does not meet. */
  refuse(needs: readonly Need[], place: Range): void;
  /** The whole path of a file or folder that the request names: there is no other way to one. Throws as `refuse` does. */
  path(name: string, place: Range): string;
  /** The thing that the request of that name started. Throws FileError if there is none. */
  watched(name: Located): Promise<Watched>;
  /** How the checks stand with this result as far as it goes. */
  outlook(result: ItemResult): Promise<Outlook>;
  /** As `RunOptions.onDebug`. */
  readonly attach: (to: Debuggee) => Promise<boolean>;
  /** Shows how far it has come. */
  report(state: { readonly result?: ItemResult; readonly progress?: HttpProgress }): void;
}
