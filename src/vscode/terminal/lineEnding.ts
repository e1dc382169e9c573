import type { LineEnding } from '../../protocol/text/payload.ts';

/** The setting: `auto` is CR LF if the other end is known to need it, else LF. */
export type EndingSetting = LineEnding | 'auto';

/** The names shown to users. */
const endingNames: Readonly<Record<LineEnding, string>> = { lf: 'LF', crlf: 'CR LF', cr: 'CR', none: 'nothing' };

/**
 * Ports whose protocols end lines with CR LF, and their names (from IANA's registry, with common ports of HTTP
 * development).
 */
const portsOfLines: Readonly<Record<number, string>> = {
  21: 'FTP',
  25: 'SMTP',
  80: 'HTTP',
  110: 'POP3',
  119: 'NNTP',
  143: 'IMAP',
  443: 'HTTP',
  465: 'SMTP',
  587: 'SMTP',
  993: 'IMAP',
  995: 'POP3',
  3000: 'HTTP',
  5000: 'HTTP',
  6379: 'Redis',
  6667: 'IRC',
  6697: 'IRC',
  8000: 'HTTP',
  8008: 'HTTP',
  8080: 'HTTP',
  8443: 'HTTP',
  8888: 'HTTP',
};

/** The usual protocol at a port, if its lines end with CR LF. */
export function spokenAt(port: number): string | undefined {
  return portsOfLines[port];
}

const requestLine = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/\d(?:\.\d)?$/;
const statusLine = /^HTTP\/\d(?:\.\d)? \d{3}\b/;

/**
 * The line ending that Enter adds in one terminal. It lasts over new connections. If sent or received text shows that
 * HTTP is spoken, the ending becomes CR LF, unless the user has chosen one, by the setting or in the terminal. The user
 * is notified once.
 */
export class SessionEnding {
  #ending: LineEnding;
  #isChosen: boolean;
  #isTold = false;

  constructor(setting: EndingSetting, speaks: string | undefined) {
    // Settings can hold anything.
    this.#isChosen = Object.hasOwn(endingNames, setting);
    this.#ending = this.#isChosen ? (setting as LineEnding) : speaks === undefined ? 'lf' : 'crlf';
  }

  get ending(): LineEnding {
    return this.#ending;
  }

  /** `Enter sends LF (Ctrl+R: CR LF)` */
  get sentence(): string {
    return `Enter sends ${endingNames[this.#ending]} (Ctrl+R: ${endingNames[this.#other]})`;
  }

  get #other(): LineEnding {
    return this.#ending === 'crlf' ? 'lf' : 'crlf';
  }

  /** Applies the user's choice. */
  toggle(): void {
    this.#ending = this.#other;
    this.#isChosen = true;
  }

  /** Call before a line is sent. Returns a message for the user. */
  sending(line: string): string | undefined {
    return requestLine.test(line) ? this.#isHttp('This is HTTP') : undefined;
  }

  /** Call for received data. Returns a message for the user. */
  heard(text: string): string | undefined {
    return statusLine.test(text) ? this.#isHttp('The answer is HTTP') : undefined;
  }

  #isHttp(what: string): string | undefined {
    if (this.#ending === 'crlf') return undefined;
    if (!this.#isChosen) {
      this.#ending = 'crlf';
      return `${what}, whose lines end with CR LF: ${this.sentence} from now on.`;
    }
    if (this.#isTold) return undefined;
    this.#isTold = true;
    return `${what}, whose lines end with CR LF, and ${this.sentence.replace('Enter', 'Enter here')}.`;
  }
}
