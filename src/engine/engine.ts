import { errorData, WirebenchError, type ErrorData } from '../base/errors.ts';
import { createBehaviour } from '../net/behaviours/table.ts';
import type { Endpoint } from '../net/endpoint.ts';
import { Registry } from '../net/registry.ts';
import { Journal } from '../traffic/journal.ts';
import { RateMeter } from '../traffic/statistics.ts';
import { LiveStream } from './liveStream.ts';
import type {
  EngineNotice,
  EngineParams,
  EngineRequestName,
  EngineResult,
  RegistrySnapshot,
  ToEngine,
} from './messages.ts';
import { send } from './sends.ts';
import { Views } from './views.ts';

/** Milliseconds between two snapshots of a kind: ten a second at most. */
const noticeInterval = 100;
/** Milliseconds between two looks for new bytes while a terminal is attached: below what a person at keys can feel. */
const streamInterval = 15;

export interface EngineLimits {
  readonly memoryBytes?: number;
  readonly diskBytes?: number;
}

type Handlers = {
  readonly [N in EngineRequestName]: (params: EngineParams<N>) => EngineResult<N> | Promise<EngineResult<N>>;
};

/** The registry, the journal and the views, behind one table of requests. It needs no thread of its own to be tested. */
export class Engine {
  readonly #notify: (notice: EngineNotice) => void;
  readonly #journal: Journal;
  readonly #registry: Registry;
  readonly #views: Views;
  readonly #rates = new RateMeter();
  readonly #streams = new Map<number, LiveStream>();
  /** Sends and exports under way that the caller gave an id, to cancel them by. */
  readonly #cancels = new Map<number, AbortController>();
  #nextStream = 1;
  #snapshotTimer: NodeJS.Timeout | undefined;
  #streamTimer: NodeJS.Timeout | undefined;
  #lastSent = '';
  #dirty = true;

  constructor(limits: EngineLimits, notify: (notice: EngineNotice) => void) {
    this.#notify = notify;
    this.#journal = new Journal(limits);
    this.#registry = new Registry({ recorder: this.#journal });
    this.#registry.onChange(() => this.#wake());
    this.#registry.onProblem(({ endpoint, error }) => this.#notify({ kind: 'problem', endpoint, error }));
    this.#views = new Views(this.#journal, this.#notify);
  }

  async handle(message: ToEngine): Promise<unknown> {
    const handler = this.#handlers[message.name] as ((params: unknown) => unknown) | undefined;
    if (!handler) throw new WirebenchError({ code: 'unknown-request', message: `No such request: ${message.name}.` });
    const result = await handler(message.params);
    this.#wake();
    return result;
  }
}
