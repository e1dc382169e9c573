import fs from 'node:fs/promises';
import path from 'node:path';

/** No real list of endpoints is longer: a larger file has another origin. */
const mostBytes = 1 << 20;

/**
 * A list kept in a file of the extension's own storage. The editor writes a workspace's memory some time later, and
 * never if the window closes before that. This file is written at each change, whole or not at all.
 */
export class RunningFile {
  readonly #file: string;
  #last: Promise<unknown> = Promise.resolve();
  #next: string | undefined;

  constructor(folder: string) {
    this.#file = path.join(folder, 'running.json');
  }

  /** Writes the newest given list; earlier pending ones are skipped. Resolves when no write is under way. */
  write(list: readonly unknown[]): Promise<void> {
    const first = this.#next === undefined;
    this.#next = JSON.stringify(list);
    return first ? this.#inTurn(() => this.#writeNext()) : this.idle();
  }

  /** Reads the list and removes it. Invalid content counts as an empty list: other programs can write the file. */
  take(): Promise<readonly unknown[]> {
    return this.#inTurn(async () => {
      const list = await this.#read();
      await fs.rm(this.#file, { force: true });
      return list;
    });
  }

  /** Resolves when all pending operations are done. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #writeNext(): Promise<void> {
    const text = this.#next!;
    this.#next = undefined;
    await fs.mkdir(path.dirname(this.#file), { recursive: true });
    const whole = `${this.#file}.${process.pid}`;
    // A specification may hold a passphrase.
    await fs.writeFile(whole, text, { mode: 0o600 });
    await fs.rename(whole, this.#file);
  }

  async #read(): Promise<readonly unknown[]> {
    try {
      const { size } = await fs.stat(this.#file);
      if (size > mostBytes) return [];
      const list: unknown = JSON.parse(await fs.readFile(this.#file, 'utf8'));
      return Array.isArray(list) ? (list as unknown[]) : [];
    } catch {
      return [];
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    // A failed operation must not block the next.
    this.#last = done.catch(() => undefined);
    return done;
  }
}
