import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { python } from '../../../scripts/python.ts';

export interface Answer {
  readonly error?: string;
  readonly digest?: string;
  readonly results?: string[];
  readonly names?: Record<string, string>;
}

/** One process of CPython that answers questions about its codecs, in the order they are asked. */
export class Oracle {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #waiting: ((line: string) => void)[] = [];
  #failure = '';

  constructor() {
    this.#process = spawn(python, ['-X', 'utf8', path.join(import.meta.dirname, 'oracle.py')]);
    this.#process.stderr.on('data', (data: Buffer) => (this.#failure += data.toString()));
    this.#lines = createInterface({ input: this.#process.stdout });
    this.#lines.on('line', (line) => this.#waiting.shift()?.(line));
    this.#process.on('error', (error) => this.#end(String(error)));
    this.#process.on('exit', () => this.#end(this.#failure || 'python3 ended'));
  }

  async ask(question: object): Promise<Answer> {
    const line = await new Promise<string>((resolve) => {
      this.#waiting.push(resolve);
      this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    });
    const answer = JSON.parse(line) as Answer;
    if (answer.error !== undefined) throw new Error(`The oracle failed: ${answer.error}`);
    return answer;
  }

  async keepBytes(name: string, items: readonly Uint8Array[]): Promise<void> {
    await this.ask({ keep: name, items: items.map((item) => Buffer.from(item).toString('hex')) });
  }

  async keepText(name: string, items: readonly string[]): Promise<void> {
    await this.ask({ keep: name, text: true, items });
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.stdin.end();
    await ended;
    this.#lines.close();
  }

  #end(why: string): void {
    for (const resolve of this.#waiting.splice(0)) resolve(JSON.stringify({ error: why }));
  }
}
