import { visible } from '../protocol/text/visible.ts';
import type { RequestOutcome } from '../requests/run/outcome.ts';

/** What is being done, on standard error: one line that is written over on a terminal, a line for each request elsewhere. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #shown: string | undefined;
  #region: number | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(outcome: RequestOutcome): void {
    if (outcome.state !== 'running') {
      this.clear();
      return;
    }
    if (this.#region === outcome.region) return;
    this.#region = outcome.region;
    const line = `running ${visible(outcome.label)}`;
    if (!this.#stream.isTTY) {
      this.#stream.write(`${line}\n`);
      return;
    }
    this.#erase();
    this.#shown = line.slice(0, Math.max(10, (this.#stream.columns || 80) - 1));
    this.#stream.write(this.#shown);
  }

  /** The request is over, or something else is about to be written. */
  clear(): void {
    this.#erase();
    this.#region = undefined;
  }

  #erase(): void {
    if (this.#shown !== undefined) this.#stream.write('\r\u001b[K');
    this.#shown = undefined;
  }
}
