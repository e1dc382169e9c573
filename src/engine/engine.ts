import { setMaxListeners } from 'node:events';
import type { ErrorData } from '../base/errors.ts';
import { RequestAnswerer } from '../base/requestAnswerer.ts';
import type { Endpoint } from '../net/endpoint.ts';
import { DnsResolver } from '../net/dns/resolver.ts';
import type { DnsEngineRequests } from '../net/dns/requests.ts';
import { HttpClient } from '../net/http/client.ts';
import { Registry } from '../net/registry.ts';
import type { HttpEngineRequests, RunEngineRequests } from '../requests/run/requests.ts';
import { Runner } from '../requests/run/runner.ts';
import { defaultDiskBytes, Journal } from '../traffic/journal.ts';
import { Statistics } from '../traffic/statistics.ts';
import { DnsRequests } from './dns.ts';
import { HttpRequests } from './http.ts';
import { dissectEvent } from './dissecting.ts';
import type {
  EndpointSnapshot,
  EngineHandlers,
  EngineLimits,
  EngineNotice,
  EngineRequestName,
  EngineRequests,
  FromEngine,
  RegistrySnapshot,
  ToEngine,
} from './messages.ts';
import { Runs } from './runs.ts';
import { send } from './sends.ts';
import { Streams } from './streams.ts';
import { refuseUntrusted } from './trust.ts';
import { Views } from './views.ts';

/** Milliseconds between two snapshots of a kind: at most ten a second. */
const noticeInterval = 100;
/** Milliseconds within which a problem of the same kind and endpoint is reported only once. */
const problemInterval = 10_000;
const mostProblemsKept = 1000;
/** Ticks after the last change during which the rates still fall. */
const rateTicks = 1000 / noticeInterval + 1;

type OwnRequestName = Exclude<
  EngineRequestName,
  keyof HttpEngineRequests | keyof RunEngineRequests | keyof DnsEngineRequests
>;

/** Everything that a request waits for may listen: 32 servers in a comparison, more in a trace. */
function newAbort(): AbortController {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  return abort;
}

/** The registry, the journal and the views behind one table of requests. Tests run it without a thread. */
export class Engine {
  /** The handler of each request of the table. */
  readonly handlers: EngineHandlers<EngineRequestName>;
  readonly #notify: (notice: EngineNotice) => void;
  readonly #journal: Journal;
  readonly #registry: Registry;
  readonly #views: Views;
  readonly #rates: Statistics;
  readonly #http: HttpRequests;
  readonly #runs: Runs;
  readonly #dns: DnsRequests;
  readonly #streams: Streams;
  readonly #requests: RequestAnswerer<EngineRequests, AbortSignal>;
  /** The time of the last report, by endpoint and code. */
  readonly #problemsTold = new Map<string, number>();
  /** The place in the journal where each endpoint's last start began. */
  readonly #startedAt = new Map<number, number>();
  #snapshotTimer: NodeJS.Timeout | undefined;
  #quietTicks = 0;
  /** The number of endpoint changes so far, and the last state of endpoints and journal that the shell got. */
  #changes = 0;
  #toldChanges = -1;
  #toldEvents = -1;
  #down = false;

  constructor(limits: EngineLimits, post: (message: FromEngine) => void) {
    this.#notify = (notice) => post({ kind: 'notice', notice });
    this.#journal = new Journal({ diskBytes: defaultDiskBytes, ...limits });
    this.#rates = new Statistics(this.#journal);
    this.#registry = new Registry({ recorder: this.#journal });
    this.#registry.onChange(() => {
      this.#changes++;
      this.#wake();
    });
    this.#registry.onProblem(({ endpoint, error }) => {
      // A run reports the outcome of its own requests, and a start has a caller who waits for its outcome.
      if (this.#runs.owns(endpoint) || this.#registry.get(endpoint).state === 'starting') return;
      this.#tellProblem(endpoint, error);
    });
    this.#views = new Views(this.#journal, this.#notify);
    const http = new HttpClient({ registry: this.#registry });
    this.#http = new HttpRequests(http);
    const dns = new DnsResolver({ registry: this.#registry, http });
    this.#dns = new DnsRequests(dns);
    const runner = new Runner({ registry: this.#registry, http, dns: () => Promise.resolve(dns) });
    this.#runs = new Runs(runner, this.#notify);
    this.#streams = new Streams(this.#journal, this.#notify);
    this.handlers = { ...this.#own, ...this.#http.handlers, ...this.#runs.handlers, ...this.#dns.handlers };
    this.#requests = new RequestAnswerer({
      handlers: this.handlers,
      post,
      createAbort: newAbort,
      check: refuseUntrusted,
      answered: () => this.#wake(),
    });
    this.#sleep();
  }

  receive(message: ToEngine): void {
    this.#requests.receive(message);
  }

  readonly #own: EngineHandlers<OwnRequestName> = {
    'endpoint.start': ({ spec }, { signal }) => this.#started(this.#registry.start(spec, signal)),
    'endpoint.restart': ({ endpoint, spec }, { signal }) =>
      this.#started(this.#registry.restart(endpoint, spec, signal)),
    'endpoint.stop': async ({ endpoint }) => {
      await this.#registry.stop(endpoint);
      return null;
    },
    'endpoint.remove': async ({ endpoint }) => {
      await this.#registry.remove(endpoint);
      this.#startedAt.delete(endpoint);
      return null;
    },
    'endpoint.stopAll': async () => {
      await this.#registry.stopAll();
      return null;
    },
    'endpoint.send': ({ endpoint, to, payload, repeat }, { signal }) =>
      send(this.#registry.get(endpoint), to, payload, repeat, signal),
    'connection.close': ({ connection, how }) => {
      this.#registry.connection(connection).finish(how);
      return null;
    },
    'registry.get': () => this.#snapshot(),

    'journal.clear': () => {
      this.#journal.clear();
      return this.#journal.state();
    },
    'journal.bytes': ({ seq, offset, length }) => this.#journal.readBytes(seq, offset, length),
    'journal.dissect': ({ seq, dissector }) => dissectEvent(this.#journal, seq, dissector),
    'journal.export': (params, { signal }) => this.#views.export(params, signal),

    'view.open': ({ filter }) => this.#views.open(filter ?? ''),
    'view.close': ({ view }) => {
      this.#views.close(view);
      return null;
    },
    'view.filter': ({ view, filter }) => this.#views.filter(view, filter),
    'view.pause': ({ view, paused }) => this.#views.pause(view, paused),
    'view.rows': (params) => this.#views.rows(params),
    'view.indexOf': ({ view, seq }) => this.#views.indexOf(view, seq),

    'stream.open': ({ endpoint, connection, fromStart }) => {
      const { spec } = this.#registry.get(endpoint);
      const from = fromStart === true ? this.#startedAt.get(endpoint) : undefined;
      const stream = this.#streams.open({
        endpoint,
        connection,
        from: from ?? this.#journal.next,
        datagrams: spec.transport === 'udp',
        // A client is its one connection, which may be gone already.
        endsWithAny: spec.role === 'client' && spec.transport !== 'udp',
      });
      return { stream };
    },
    'stream.ack': ({ stream, bytes }) => {
      this.#streams.acknowledge(stream, bytes);
      return null;
    },
    'stream.close': ({ stream }) => {
      this.#streams.close(stream);
      return null;
    },

    'engine.configure': (limits) => {
      this.#journal.configure(limits);
      return null;
    },
    'engine.shutdown': async () => {
      this.#down = true;
      clearInterval(this.#snapshotTimer);
      this.#streams.dispose();
      this.#requests.cancelAll();
      this.#views.dispose();
      await this.#runs.close();
      await this.#registry.stopAll();
      await this.#http.close();
      await this.#journal.close();
      return null;
    },
  };

  async #started(starting: Promise<Endpoint>): Promise<EndpointSnapshot> {
    const { next } = this.#journal.state();
    const endpoint = await starting;
    this.#startedAt.set(endpoint.id, next);
    return endpoint.snapshot();
  }

  /**
   * A repeated problem (a behaviour that throws at every chunk) is recorded each time, but reported only now and then.
   */
  #tellProblem(endpoint: number, error: ErrorData): void {
    const now = performance.now();
    const key = `${endpoint} ${error.code}`;
    if (now - (this.#problemsTold.get(key) ?? -Infinity) < problemInterval) return;
    if (this.#problemsTold.size >= mostProblemsKept) this.#problemsTold.clear();
    this.#problemsTold.set(key, now);
    this.#notify({ kind: 'problem', endpoint, error });
  }

  #snapshot(): RegistrySnapshot {
    const journal = this.#journal.state();
    return { endpoints: this.#registry.snapshot(), journal, ...this.#rates.sample() };
  }

  /** Something may have changed. Snapshots are sent until nothing new has happened for a whole second. */
  #wake(): void {
    if (this.#down) return;
    this.#quietTicks = 0;
    if (this.#snapshotTimer !== undefined) return;
    this.#rates.resume();
    this.#snapshotTimer = setInterval(() => this.#tick(), noticeInterval);
  }

  /** Sleeps until the next event, change or request. Nothing needs a look until then, even if servers run. */
  #sleep(): void {
    clearInterval(this.#snapshotTimer);
    this.#snapshotTimer = undefined;
    this.#journal.beforeNextEvent(this.#woken);
  }

  readonly #woken = (): void => this.#wake();

  #tick(): void {
    const { events } = this.#journal.state();
    const changed = events !== this.#toldEvents || this.#changes !== this.#toldChanges;
    // The rate falls to zero within a second after the last event, and the shell must be informed of that.
    this.#quietTicks = changed ? 0 : this.#quietTicks + 1;
    this.#toldEvents = events;
    this.#toldChanges = this.#changes;
    if (this.#quietTicks <= rateTicks) this.#notify({ kind: 'registry', snapshot: this.#snapshot() });
    this.#views.tick();
    if (this.#quietTicks > rateTicks) this.#sleep();
  }
}
