import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { WirebenchError } from '../../base/errors.ts';
import { openTemporaryFile, type OpenSpillFile, type SpillFile } from '../../traffic/spillFile.ts';
import type { BodyInfo } from './exchange.ts';

export interface BodyLimits {
  /** Bytes of one body held in memory. Default 4 MiB. */
  readonly memoryEach?: number;
  /** Bytes of all bodies held in memory. Default 64 MiB. */
  readonly memoryInAll?: number;
  /** The most bodies that are kept; the oldest are forgotten. Default 10,000. */
  readonly count?: number;
  readonly openFile?: OpenSpillFile;
}

const defaults = { memoryEach: 4 * 1024 * 1024, memoryInAll: 64 * 1024 * 1024, count: 10_000 };

/** Bytes that go to the disk in one write. */
const batchBytes = 1024 * 1024;

interface Budget {
  used: number;
  readonly each: number;
  readonly inAll: number;
  readonly openFile: OpenSpillFile;
}

/** Bytes that are appended, then read in parts: in memory up to a limit, then in a file that is removed with them. */
export class ByteStore {
  readonly #budget: Budget;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #inMemory = 0;
  /** The place in the file for the chunks in memory. */
  #onDisk = 0;
  #file: SpillFile | undefined;
  #opening: Promise<void> | undefined;
  #writing: Promise<void> | undefined;
  #disposed = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Keeps the chunk (it must not be changed afterwards). If it returns a promise, wait for it before the next chunk. It
   * rejects if the disk fails.
   */
  append(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#disposed || chunk.length === 0) return undefined;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#inMemory += chunk.length;
    this.#budget.used += chunk.length;
    const spills =
      this.#file !== undefined || this.#inMemory > this.#budget.each || this.#budget.used > this.#budget.inAll;
    if (!spills || (this.#onDisk > 0 && this.#inMemory < batchBytes)) return undefined;
    return this.#flush();
  }

  #flush(): Promise<void> {
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
    return this.#writing;
  }

  async #write(): Promise<void> {
    this.#opening ??= this.#budget.openFile().then((file) => void (this.#file = file));
    await this.#opening;
    while (this.#chunks.length > 0 && !this.#disposed) {
      const chunks = this.#chunks;
      const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      this.#chunks = [];
      await this.#file!.write(chunks, this.#onDisk);
      this.#onDisk += bytes;
      this.#inMemory -= bytes;
      this.#budget.used -= bytes;
    }
  }

  /** The available bytes of that part; fewer at the end. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    await this.#writing;
    const start = Math.min(Math.max(0, offset), this.#size);
    const end = Math.min(this.#size, start + Math.max(0, length));
    const into = new Uint8Array(end - start);
    const fromDisk = Math.min(end, this.#onDisk) - start;
    if (fromDisk > 0) await this.#file!.read(into.subarray(0, fromDisk), start);
    let at = this.#onDisk;
    for (const chunk of this.#chunks) {
      const from = Math.max(start, at);
      const to = Math.min(end, at + chunk.length);
      if (to > from) into.set(chunk.subarray(from - at, to - at), from - start);
      at += chunk.length;
    }
    return into;
  }

  /** All bytes in parts, for copying. A part is read when the one before was taken. */
  async *parts(): AsyncGenerator<Uint8Array> {
    for (let offset = 0; offset < this.#size; offset += batchBytes) yield await this.read(offset, batchBytes);
  }

  /** A promise if it must wait for a file. */
  dispose(): Promise<void> | undefined {
    if (this.#disposed) return undefined;
    this.#disposed = true;
    if (this.#opening !== undefined) return this.#disposeFile();
    this.#forget();
    return undefined;
  }

  async #disposeFile(): Promise<void> {
    await this.#writing?.catch(() => undefined);
    await this.#opening?.catch(() => undefined);
    this.#forget();
    await this.#file?.close();
  }

  #forget(): void {
    this.#budget.used -= this.#inMemory;
    this.#inMemory = 0;
    this.#chunks = [];
    this.#size = 0;
  }
}

interface Body {
  readonly encoded: ByteStore;
  readonly decoded: ByteStore;
}

/** The bodies of answers, until they are forgotten. */
export class BodyStore {
  readonly #budget: Budget;
  readonly #count: number;
  readonly #bodies = new Map<number, Body>();
  #next = 1;
  #closed = false;

  constructor(limits: BodyLimits = {}) {
    const { memoryEach, memoryInAll, count } = { ...defaults, ...limits };
    this.#budget = { used: 0, each: memoryEach, inAll: memoryInAll, openFile: limits.openFile ?? openTemporaryFile };
    this.#count = count;
  }

  /** Bytes in memory now. */
  get memoryBytes(): number {
    return this.#budget.used;
  }

  get size(): number {
    return this.#bodies.size;
  }

  /** The target of a body that is still arriving. */
  open(): ByteStore {
    return new ByteStore(this.#budget);
  }

  /** Enters a body that is as complete as it will be. `decoded` may be the same store. */
  enter(encoded: ByteStore, decoded: ByteStore, codings: readonly string[], problem?: string): BodyInfo {
    const id = this.#next++;
    if (this.#closed) void Promise.all([encoded.dispose(), decoded.dispose()]);
    else this.#bodies.set(id, { encoded, decoded });
    const info: BodyInfo = {
      id,
      encodedBytes: encoded.size,
      bytes: decoded.size,
      codings,
      ...(problem === undefined ? {} : { problem }),
    };
    for (const oldest of this.#bodies.keys()) {
      if (this.#bodies.size <= this.#count) break;
      void this.forget([oldest]);
    }
    return info;
  }

  /** A part of a body, as many bytes as there are; empty for a forgotten body. */
  async read(id: number, options: { offset?: number; length?: number; encoded?: boolean } = {}): Promise<Uint8Array> {
    const body = this.#bodies.get(id);
    if (body === undefined) return new Uint8Array(0);
    return (options.encoded === true ? body.encoded : body.decoded).read(
      options.offset ?? 0,
      options.length ?? Infinity,
    );
  }

  /** Writes the decoded body to a file. Rejects with the system's error. If cancelled, it leaves no partial file. */
  async save(id: number, path: string, signal?: AbortSignal): Promise<{ bytes: number }> {
    const file = createWriteStream(path);
    try {
      await once(file, 'open');
      let bytes = 0;
      for await (const part of this.#bodies.get(id)?.decoded.parts() ?? []) {
        signal?.throwIfAborted();
        bytes += part.length;
        if (!file.write(part)) await once(file, 'drain', { signal });
      }
      file.end();
      await once(file, 'close', { signal });
      return { bytes };
    } catch (cause) {
      if (signal?.aborted !== true) throw cause;
      file.destroy();
      await rm(path, { force: true });
      throw new WirebenchError({ code: 'cancelled', message: `Saving the body to ${path} was cancelled.` }, { cause });
    } finally {
      file.destroy();
    }
  }

  /** Unknown ids are ignored. */
  async forget(ids: readonly number[]): Promise<void> {
    const waits: Promise<void>[] = [];
    for (const id of ids) {
      const body = this.#bodies.get(id);
      this.#bodies.delete(id);
      for (const wait of [body?.encoded.dispose(), body?.decoded.dispose()]) if (wait !== undefined) waits.push(wait);
    }
    if (waits.length > 0) await Promise.all(waits);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.forget([...this.#bodies.keys()]);
  }
}
