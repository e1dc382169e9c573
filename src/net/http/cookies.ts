import type { Cookie, CookieJar } from 'tough-cookie';
import type { Target } from './target.ts';
import { bracketed } from '../../traffic/event.ts';

/** A cookie of the jar, as the shell gets it. */
export interface CookieEntry {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite?: string;
  /** Milliseconds since the Unix epoch; absent: until the jar is cleared. */
  readonly expires?: number;
  /** Only for the exact host that set it. */
  readonly hostOnly: boolean;
}

export interface CookieSelection {
  readonly jar?: string;
  readonly domain?: string;
  readonly path?: string;
  readonly name?: string;
}

const defaultJar = 'default';

function urlOf(target: Target): string {
  const host = bracketed(target.host.replace(/(:.*)%.*$/, '$1'));
  return `${target.scheme}://${host}:${target.port}${target.path}`;
}

/** One unit for each byte: a server gets back the bytes that it sent, which were UTF-8 if they were beyond ASCII. */
function asItCame(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** RFC 6265bis, section 5.7: the prefixes of names are promises. */
const promises: Readonly<Record<string, string>> = {
  '__secure-': 'the attribute Secure',
  '__host-': 'the attributes Secure and Path=/, and must not have Domain',
};

function unkept(name: string): string {
  const shown = JSON.stringify(name.slice(0, 60));
  const needed = promises[/^__(?:secure|host)-/i.exec(name)?.[0].toLowerCase() ?? ''];
  return needed === undefined
    ? `The cookie ${shown} could not be read and was not kept.`
    : `The cookie ${shown} was not kept: a name with that beginning needs ${needed}.`;
}

/** Cookie jars by name (RFC 6265), in memory. */
export class CookieJars {
  readonly #jars = new Map<string, CookieJar>();

  /** Whether that jar may have cookies. */
  holds(name: string | undefined): boolean {
    return this.#jars.has(name ?? defaultJar);
  }

  /** The Cookie header for a request; undefined: none. Returns a promise only if there are cookies. */
  header(name: string | undefined, target: Target): Promise<string | undefined> | undefined {
    const jar = this.#jars.get(name ?? defaultJar);
    return jar?.getCookieString(urlOf(target)).then((text) => (text === '' ? undefined : asItCame(text)));
  }

  /** Stores the cookies of Set-Cookie headers. Returns a sentence for each that was refused. */
  async keep(name: string | undefined, target: Target, setCookies: readonly string[]): Promise<string[]> {
    const jar = await this.#open(name ?? defaultJar);
    const refused: string[] = [];
    for (const text of setCookies) {
      const cookie = text.split('=', 1)[0]!.trim();
      try {
        if ((await jar.setCookie(text, urlOf(target))) === undefined) refused.push(unkept(cookie));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        refused.push(`The cookie ${JSON.stringify(cookie.slice(0, 60))} was not kept: ${why}.`);
      }
    }
    return refused;
  }

  async #open(name: string): Promise<CookieJar> {
    // Loaded with the first cookie: its table of public suffixes is large.
    const { CookieJar } = await import('tough-cookie');
    let jar = this.#jars.get(name);
    if (jar === undefined) this.#jars.set(name, (jar = new CookieJar(undefined, { looseMode: true })));
    return jar;
  }

  async list(name?: string): Promise<CookieEntry[]> {
    const jar = this.#jars.get(name ?? defaultJar);
    const cookies = (await jar?.store.getAllCookies()) ?? [];
    return cookies.filter((cookie) => cookie.TTL() > 0).map(entryOf);
  }

  async clear({ jar: name, domain, path, name: cookie }: CookieSelection): Promise<void> {
    const jar = this.#jars.get(name ?? defaultJar);
    if (jar === undefined) return;
    if (domain === undefined && path === undefined && cookie === undefined) {
      this.#jars.delete(name ?? defaultJar);
      return;
    }
    for (const one of await jar.store.getAllCookies()) {
      const fits =
        (domain ?? one.domain) === one.domain && (path ?? one.path) === one.path && (cookie ?? one.key) === one.key;
      if (fits) await jar.store.removeCookie(one.domain, one.path, one.key);
    }
  }
}

function entryOf(cookie: Cookie): CookieEntry {
  const expires = cookie.expiryTime();
  return {
    name: cookie.key,
    value: cookie.value,
    domain: cookie.domain ?? '',
    path: cookie.path ?? '/',
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    ...(cookie.sameSite === undefined ? {} : { sameSite: cookie.sameSite }),
    ...(expires === undefined || !Number.isFinite(expires) ? {} : { expires }),
    hostOnly: cookie.hostOnly === true,
  };
}
