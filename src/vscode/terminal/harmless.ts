import { visible } from '../../protocol/text/visible.ts';

/**
 * Makes a peer's text safe for a terminal: line ends and tabs act, and every other control character, escape sequence
 * and invisible character is made visible. A carriage return counts as a line end only together with the line feed
 * after it, so one at the end of a chunk waits for the next.
 */
export class HarmlessText {
  #carriageReturn = false;

  push(text: string): string {
    const whole = this.#carriageReturn ? `\r${text}` : text;
    this.#carriageReturn = whole.endsWith('\r');
    const ready = this.#carriageReturn ? whole.slice(0, -1) : whole;
    return ready.replace(/\r\n|\n|\t|[^\r\n\t]+|\r/g, (part) => {
      if (part === '\r\n' || part === '\n') return '\r\n';
      return part === '\t' ? part : visible(part);
    });
  }

  /** The rest that still waited. */
  end(): string {
    const rest = this.#carriageReturn ? visible('\r') : '';
    this.#carriageReturn = false;
    return rest;
  }
}
