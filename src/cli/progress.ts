import type { HttpProgress } from '../net/http/exchange.ts';
import { visible } from '../protocol/text/visible.ts';
import type { RequestOutcome } from '../requests/run/outcome.ts';

/** The size in bytes from which progress is shown. */
const worthTelling = 100_000;

/** `: sending 42%`, for a transfer long enough to wait for. */
function percentOf(progress: HttpProgress | undefined): string {
  const { phase, sent = 0, sendTotal = 0, received = 0, total = 0 } = progress ?? {};
  const [done, all] = phase === 'sending' ? [sent, sendTotal] : phase === 'receiving' ? [received, total] : [0, 0];
  return all < worthTelling ? '' : `: ${phase} ${Math.floor((done / all) * 100)}%`;
}

/** Progress on standard error: one line that is overwritten on a terminal, otherwise a line for each request. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #shown: string | undefined;
  #region: number | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(outcome: RequestOutcome, progress?: HttpProgress): void {
    if (outcome.state !== 'running') {
      this.clear();
      return;
    }
    const line = `running ${visible(outcome.label)}`;
    if (!this.#stream.isTTY) {
      if (this.#region !== outcome.region) this.#stream.write(`${line}\n`);
      this.#region = outcome.region;
      return;
    }
    this.#region = outcome.region;
    this.#write(line + percentOf(progress));
  }

  #write(line: string): void {
    if (line === this.#shown) return;
    this.#erase();
    this.#shown = line;
    this.#stream.write(line.slice(0, Math.max(10, (this.#stream.columns || 80) - 1)));
  }

  /** The request is over, or other output follows. */
  clear(): void {
    this.#erase();
    this.#region = undefined;
  }

  #erase(): void {
    if (this.#shown !== undefined) this.#stream.write('\r\u001b[K');
    this.#shown = undefined;
  }
}
