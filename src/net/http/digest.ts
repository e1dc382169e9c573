import { createHash, randomBytes } from 'node:crypto';
import { bytesOf } from './sources.ts';
import type { OutgoingBody } from './answer.ts';

/** One challenge of a WWW-Authenticate or Proxy-Authenticate header: RFC 9110, section 11.6.1. */
interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const part = /\s*(?:,\s*)*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?)/gy;

/** Parameters and schemes, as far as they can be read. */
export function parseChallenges(values: readonly string[]): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const value of values) {
    part.lastIndex = 0;
    for (let found = part.exec(value); found !== null; found = part.exec(value)) {
      const [, name, quoted, plain] = found;
      if (quoted === undefined && plain === undefined) {
        challenges.push({ scheme: name!.toLowerCase(), parameters: new Map() });
      } else {
        const text = quoted === undefined ? plain! : quoted.replace(/\\(.)/g, '$1');
        challenges.at(-1)?.parameters.set(name!.toLowerCase(), text);
      }
    }
  }
  return challenges;
}

/** The names of the algorithms in HTTP and in Node; the best first. RFC 7616, section 3.2. */
const algorithms = new Map([
  ['sha-512-256', 'sha512-256'],
  ['sha-256', 'sha256'],
  ['md5', 'md5'],
]);

function algorithmOf(challenge: Challenge): string {
  return (challenge.parameters.get('algorithm') ?? 'MD5').toLowerCase();
}

/** The best digest challenge that the client can answer. */
export function bestDigest(challenges: readonly Challenge[]): Challenge | undefined {
  const order = [...algorithms.keys()];
  return challenges
    .filter((one) => one.scheme === 'digest' && one.parameters.has('nonce'))
    .filter((one) => algorithms.has(algorithmOf(one).replace(/-sess$/, '')))
    .sort(
      (a, b) =>
        order.indexOf(algorithmOf(a).replace(/-sess$/, '')) - order.indexOf(algorithmOf(b).replace(/-sess$/, '')),
    )[0];
}

/** Digest authentication with one server: RFC 7616. */
export class DigestSession {
  readonly #challenge: Challenge;
  readonly #user: string;
  readonly #password: string;
  readonly #newNonce: () => string;
  #nonce: string;
  #count = 0;

  constructor(
    challenge: Challenge,
    user: string,
    password: string,
    newNonce: () => string = () => randomBytes(16).toString('hex'),
  ) {
    this.#challenge = challenge;
    this.#user = user;
    this.#password = password;
    this.#newNonce = newNonce;
    this.#nonce = challenge.parameters.get('nonce')!;
  }

  /** Takes the next nonce from an Authentication-Info header, if it has one. */
  informed(value: string): void {
    const [info] = parseChallenges([`digest ${value}`]);
    const next = info?.parameters.get('nextnonce');
    if (next === undefined) return;
    this.#nonce = next;
    this.#count = 0;
  }

  /** The value of the Authorization header for a request. `uri` is the target as sent. */
  async authorization(method: string, uri: string, body: OutgoingBody): Promise<string> {
    const { parameters } = this.#challenge;
    const algorithm = algorithmOf(this.#challenge);
    const session = algorithm.endsWith('-sess');
    const hashName = algorithms.get(algorithm.replace(/-sess$/, ''))!;
    const hash = (text: string) => createHash(hashName).update(text, 'utf8').digest('hex');
    const realm = parameters.get('realm') ?? '';
    const offered = (parameters.get('qop') ?? '').toLowerCase().split(/[\s,]+/);
    const qop = offered.includes('auth') ? 'auth' : offered.includes('auth-int') ? 'auth-int' : undefined;
    const cnonce = this.#newNonce();
    const count = (++this.#count).toString(16).padStart(8, '0');
    let secret = hash(`${this.#user}:${realm}:${this.#password}`);
    if (session) secret = hash(`${secret}:${this.#nonce}:${cnonce}`);
    let what = `${method}:${uri}`;
    if (qop === 'auth-int') {
      const entity = createHash(hashName);
      for await (const chunk of bytesOf(body.sources)) entity.update(chunk);
      what += `:${entity.digest('hex')}`;
    }
    const proof =
      qop === undefined
        ? hash(`${secret}:${this.#nonce}:${hash(what)}`)
        : hash(`${secret}:${this.#nonce}:${count}:${cnonce}:${qop}:${hash(what)}`);
    const hidden = parameters.get('userhash')?.toLowerCase() === 'true';
    const given = parameters.get('algorithm');
    const opaque = parameters.get('opaque');
    const fields = [
      `username=${quote(hidden ? hash(`${this.#user}:${realm}`) : this.#user)}`,
      `realm=${quote(realm)}`,
      `nonce=${quote(this.#nonce)}`,
      `uri=${quote(uri)}`,
      ...(qop === undefined && !session ? [] : [`cnonce=${quote(cnonce)}`]),
      ...(qop === undefined ? [] : [`nc=${count}`, `qop=${qop}`]),
      `response=${quote(proof)}`,
      ...(given === undefined ? [] : [`algorithm=${given}`]),
      ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
      ...(hidden ? ['userhash=true'] : []),
    ];
    // In the header and in the hash, a name is UTF-8: one unit for each byte, as headers go out.
    return Buffer.from(`Digest ${fields.join(', ')}`, 'utf8').toString('latin1');
  }
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
