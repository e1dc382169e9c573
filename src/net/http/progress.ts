import type { Answer } from './answer.ts';
import type { HttpProgress } from './exchange.ts';

/** Milliseconds between two reports. */
const interval = 100;

/** Reports the progress of an exchange: the first at once, then at most ten a second, and always the last state. */
export class ProgressReport {
  readonly #tell: (progress: HttpProgress) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirty = false;
  #ended = false;
  #answer: Answer | undefined;
  #hop = 0;

  constructor(tell: (progress: HttpProgress) => void) {
    this.#tell = tell;
  }

  begin(answer: Answer, hop: number): void {
    this.#answer = answer;
    this.#hop = hop;
    this.changed();
  }

  readonly changed = (): void => {
    this.#dirty = true;
    if (this.#timer !== undefined || this.#ended) return;
    this.#report();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#dirty) this.changed();
    }, interval);
  };

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#dirty) this.#report();
  }

  #report(): void {
    this.#dirty = false;
    const answer = this.#answer;
    if (answer === undefined) return;
    const { head, sent, sendTotal, sentAt, connected, received, total } = answer;
    const phase = head !== undefined ? 'receiving' : sentAt > 0 ? 'waiting' : connected ? 'sending' : 'connecting';
    this.#tell({
      phase,
      sent,
      ...(sendTotal > 0 ? { sendTotal } : {}),
      received,
      ...(total === undefined ? {} : { total }),
      hop: this.#hop,
    });
  }
}
