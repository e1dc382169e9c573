/** Milliseconds between two looks. */
const look = 50;
/** Milliseconds that this process may be kept from running at a stretch. A step waits for seconds, so less than this decides nothing. */
const most = 500;

/** In milliseconds: the time, and the time of the processor that this process has used. */
interface Times {
  readonly at: number;
  readonly used: number;
}

/**
 * Whether this process was kept from running by other work on the machine, so that what it saw came late. The time in which it was busy
 * itself does not count: a program that sends without end could bring that about.
 */
export class HeldUp {
  readonly #clock: () => Times;
  #timer: NodeJS.Timeout | undefined;
  #last: Times = { at: 0, used: 0 };
  #lost = 0;

  constructor(clock = timesNow) {
    this.#clock = clock;
  }

  start(): void {
    this.#lost = 0;
    this.#last = this.#clock();
    this.#timer ??= setInterval(() => this.#look(), look);
    this.#timer.unref();
  }

  /** Since `start`. */
  get wasHeldUp(): boolean {
    this.#look();
    return this.#lost > most;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const now = this.#clock();
    this.#lost = Math.max(this.#lost, now.at - this.#last.at - look - (now.used - this.#last.used));
    this.#last = now;
  }
}

function timesNow(): Times {
  const { user, system } = process.cpuUsage();
  return { at: performance.now(), used: (user + system) / 1000 };
}
