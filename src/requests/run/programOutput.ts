/** Characters kept of all that is read of a program, the last ones. */
const mostKept = 64 * 1024;
/** Milliseconds for which the rest of a line is waited for: a program may write one line in several pieces. */
const restOfLine = 10;

/**
 * The text that a program printed, with one kind of line end: `\r\n` is read as `\n`. The end of it is kept. A prompt, which is the
 * unfinished line at which a program asks for input, and the text that is typed are on the screen only.
 */
export class ProgramOutput {
  readonly #changed: () => void;
  /** Both streams in order of arrival, without prompts. */
  text = '';
  /** All that a person would see in a terminal. */
  screen = '';
  /** The error stream alone: another thread may print between the lines of a traceback. */
  errors = '';
  /** Printed since the last step of a body, if there is one. */
  #fresh = '';
  /** Of `text`, also what is not kept any more. */
  #length = 0;
  #lineEnds = 0;
  #mark = 0;

  /** Read, but not yet told: the beginning of a line. */
  #pending: { readonly text: string; readonly isError: boolean } | undefined;
  #telling: NodeJS.Timeout | undefined;

  /** `changed`: called when there is more of it. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Takes a piece of one of the streams. */
  add(text: string, isError: boolean): void {
    // The two streams stay in their order.
    if (this.#pending !== undefined && this.#pending.isError !== isError) this.flush();
    this.#pending = { text: (this.#pending?.text ?? '') + text, isError };
    if (text.endsWith('\n') || this.#pending.text.length > mostKept) this.flush();
    else this.#telling ??= setTimeout(() => this.flush(), restOfLine);
  }

  /** Tells all that was read. */
  flush(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    this.#keep(pending.text, pending.isError);
    this.#changed();
  }

  #keep(text: string, isError: boolean): void {
    this.text = lastOf(this.text + text);
    this.screen = lastOf(this.screen + text);
    this.#fresh = lastOf(this.#fresh + text);
    if (isError) this.errors = lastOf(this.errors + text);
    this.#length += text.length;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lineEnds++;
  }

  /** The number of lines, also those that are not kept any more; the last one may be unfinished. */
  get lines(): number {
    return this.#lineEnds + (this.unfinished === '' ? 0 : 1);
  }

  get unfinished(): string {
    return this.text.slice(this.text.lastIndexOf('\n') + 1);
  }

  /** `since` begins here. */
  mark(): void {
    this.#mark = this.#length;
  }

  /** The text after the mark, as far as it is kept. */
  get since(): string {
    return this.text.slice(Math.max(0, this.text.length - (this.#length - this.#mark)));
  }

  /** It asks for input: its unfinished line is a prompt. */
  asked(): void {
    this.flush();
    const { length } = this.unfinished;
    this.text = this.text.slice(0, this.text.length - length);
    this.#length -= length;
    this.#mark = Math.min(this.#mark, this.#length);
  }

  typed(text: string): void {
    this.passAll();
    this.screen = lastOf(this.screen + text);
  }

  /** Whether a text was printed since the last step; what is up to its end is not looked at again. */
  pass(text: string): boolean {
    const at = this.#fresh.indexOf(text);
    if (at !== -1) this.#fresh = this.#fresh.slice(at + text.length);
    return at !== -1;
  }

  passAll(): void {
    this.#fresh = '';
  }
}

function lastOf(text: string): string {
  return text.length > mostKept ? text.slice(-mostKept) : text;
}

/** Reads line ends as one kind, in pieces of a stream: the two halves of `\r\n` may come apart. */
export class LineEnds {
  #held = '';

  read(piece: string, last = false): string {
    const text = this.#held + piece;
    this.#held = !last && text.endsWith('\r') ? '\r' : '';
    return text.slice(0, text.length - this.#held.length).replaceAll('\r\n', '\n');
  }
}

/** Leaves out lines that are not the program's own. A line is told when it is whole. */
export class OwnLines {
  readonly #isOther: (line: string) => boolean;
  #held = '';

  constructor(isOther: (line: string) => boolean) {
    this.#isOther = isOther;
  }

  read(piece: string, last = false): string {
    const lines = (this.#held + piece).split('\n');
    this.#held = lines.pop()!;
    const own = lines.filter((line) => !this.#isOther(line)).map((line) => `${line}\n`);
    const rest = last || this.#held.length > mostKept ? this.#held : '';
    if (rest !== '') this.#held = '';
    return own.join('') + rest;
  }
}
