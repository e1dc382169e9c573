import type { LineEnding } from '../../protocol/text/payload.ts';

/** The setting: `auto` is CR LF where the other end is known to want it, else LF. */
export type EndingSetting = LineEnding | 'auto';

/** What a person reads. */
const endingNames: Readonly<Record<LineEnding, string>> = { lf: 'LF', crlf: 'CR LF', cr: 'CR', none: 'nothing' };

/** Ports at which lines end with CR LF, and what is spoken there (IANA's registry, and those where HTTP is developed). */
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

/** What is mostly spoken at a port, where its lines end with CR LF. */
export function spokenAt(port: number): string | undefined {
  return portsOfLines[port];
}

const requestLine = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/\d(?:\.\d)?$/;
const statusLine = /^HTTP\/\d(?:\.\d)? \d{3}\b/;

/**
 * What Enter adds to the lines of one terminal. It lasts over new connections. What is typed and what is heard may show that
 * HTTP is spoken: then CR LF is taken, unless the person has chosen, by the setting or in the terminal, who is told once.
 */
export class SessionEnding {
  #ending: LineEnding;
  #isChosen: boolean;
  #isTold = false;

  constructor(setting: EndingSetting, speaks: string | undefined) {
    this.#isChosen = setting !== 'auto';
    this.#ending = setting === 'auto' ? (speaks === undefined ? 'lf' : 'crlf') : setting;
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

  /** The person's choice. */
  toggle(): void {
    this.#ending = this.#other;
    this.#isChosen = true;
  }

  /** Before a line is sent: what the person should know. */
  sending(line: string): string | undefined {
    return requestLine.test(line) ? this.#isHttp('This is HTTP') : undefined;
  }

  /** Something came: what the person should know. */
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
