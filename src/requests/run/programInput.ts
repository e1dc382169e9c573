import type { Writable } from 'node:stream';
import { encode } from '../../protocol/text/encode.ts';
import type { Asking } from './asking.ts';
import type { ProgramOutput } from './programOutput.ts';

/** Milliseconds between two looks at whether a program waits for input, growing. */
const firstLook = 2;
const longestLook = 20;
/**
 * Milliseconds of silence after which a program waits for input where the system does not tell: after an unfinished line, which is
 * a prompt then, and without one.
 */
const silentAfterPrompt = 200;
const silentWithout = 1000;

/** The standard input of a program, at which somebody types. */
export class ProgramInput {
  readonly #stream: Writable;
  readonly #asking: Asking;
  readonly #output: ProgramOutput;
  readonly #encoding: string;
  readonly #changed: () => void;
  #look: NodeJS.Timeout | undefined;
  /** When something was last printed or typed. */
  #last = performance.now();
  /** Grows with each text that is printed or typed. */
  #version = 0;
  /** The program waits for it. */
  asks = false;

  constructor(
    stream: Writable,
    {
      asking,
      output,
      encoding,
      changed,
    }: { asking: Asking; output: ProgramOutput; encoding: string; changed: () => void },
  ) {
    this.#stream = stream;
    this.#asking = asking;
    this.#output = output;
    this.#encoding = encoding;
    this.#changed = changed;
    this.#lookAgain();
  }

  /** The program has printed something. */
  printed(): void {
    this.#heard();
    this.#lookAgain();
  }

  /** Resolves when the text is on its way to the program. */
  async type(text: string): Promise<void> {
    this.#output.typed(text);
    this.#heard();
    this.asks = false;
    await new Promise<void>((resolve) => {
      if (this.#stream.writable) this.#stream.write(encode(text, this.#encoding, 'replace'), () => resolve());
      else resolve();
    });
    this.#changed();
    this.#lookAgain();
  }

  end(): void {
    this.stop();
    this.#stream.end();
  }

  /** It is not asked for any more. */
  stop(): void {
    clearTimeout(this.#look);
    this.asks = false;
  }

  #heard(): void {
    this.#last = performance.now();
    this.#version++;
  }

  #lookAgain(wait = firstLook): void {
    clearTimeout(this.#look);
    if (!this.#stream.writable) return;
    this.#look = setTimeout(() => {
      const version = this.#version;
      if (!this.#waits()) this.#told(false, wait);
      // What it printed before has arrived by then.
      else setImmediate(() => this.#told(this.#version === version, wait));
    }, wait);
  }

  #told(asks: boolean, wait: number): void {
    if (!this.#stream.writable) return;
    if (asks) this.#output.asked();
    const changed = asks !== this.asks;
    this.asks = asks;
    if (changed) this.#changed();
    if (!asks) this.#lookAgain(Math.min(wait * 2, longestLook));
  }

  #waits(): boolean {
    const silent = performance.now() - this.#last;
    return this.#asking() ?? silent >= (this.#output.unfinished === '' ? silentWithout : silentAfterPrompt);
  }
}
