import type { SpillFile } from '../../../src/traffic/spillFile.ts';

/** A file in memory whose writes end when the test says so: at once, in an order of its choice, never, or with an error. */
export class FakeFile implements SpillFile {
  bytes = Buffer.alloc(0);
  readonly #waiting: { pieces: readonly Uint8Array[]; position: number; settle: (error?: Error) => void }[] = [];
  /** Writes end at once. */
  prompt = true;
  closed = false;
  writes = 0;

  get waiting(): number {
    return this.#waiting.length;
  }

  write(pieces: readonly Uint8Array[], position: number): Promise<void> {
    this.writes++;
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => (error ? reject(error) : resolve());
      if (!this.prompt) {
        this.#waiting.push({ pieces, position, settle });
        return;
      }
      this.#store(pieces, position);
      settle();
    });
  }

  /** Ends the write at an index of those that wait. What is written is what memory holds now, as with a real disk. */
  finish(index = 0, error?: Error): void {
    const [write] = this.#waiting.splice(index, 1);
    if (!write) return;
    if (!error) this.#store(write.pieces, write.position);
    write.settle(error);
  }

  read(into: Uint8Array, position: number): Promise<void> {
    if (position + into.length > this.bytes.length) return Promise.reject(new Error('short read'));
    into.set(this.bytes.subarray(position, position + into.length));
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  #store(pieces: readonly Uint8Array[], position: number): void {
    const data = Buffer.concat(pieces);
    const end = position + data.length;
    if (end > this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(end - this.bytes.length)]);
    this.bytes.set(data, position);
  }
}

/** Lets everything that waits only for promises go on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
