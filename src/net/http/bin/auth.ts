import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { json, setCookie, type Answer, type HeaderPairs } from './answer.ts';
import { argument, header, type BinRequest } from './request.ts';
import { statusAnswer } from './status.ts';

const realm = 'Wirebench';

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** `hidden`: 404 instead of a challenge. */
export function basicAuth(request: BinRequest, user: string, password: string, hidden: boolean): Answer {
  const given = /^basic\s+(.*)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const decoded = given === undefined ? undefined : Buffer.from(given, 'base64').toString('utf8');
  if (decoded === undefined || !same(decoded, `${user}:${password}`)) return statusAnswer(hidden ? 404 : 401);
  return json({ authenticated: true, user });
}

export function bearerAuth(request: BinRequest): Answer {
  const token = /^bearer\s+(.+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  if (token === undefined) return unauthorized('Bearer');
  return json({ authenticated: true, token });
}

function unauthorized(challenge: string, headers: HeaderPairs = []): Answer {
  const type = ['Content-Type', 'text/html; charset=utf-8'] as const;
  return { status: 401, headers: [type, ['WWW-Authenticate', challenge], ...headers], body: '' };
}

const hashNames: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512': 'sha512' };

interface DigestTerms {
  readonly qop: 'auth' | 'auth-int' | undefined;
  readonly algorithm: string;
}

/** Digest authentication (RFC 7616), with httpbin's cookies that make a nonce go stale. */
export async function digestAuth(
  request: BinRequest,
  { qop, user, password, algorithm = 'MD5', staleAfter = 'never' }: Readonly<Record<string, string | undefined>>,
): Promise<Answer> {
  const terms: DigestTerms = {
    qop: qop === 'auth' || qop === 'auth-int' ? qop : undefined,
    algorithm: Object.hasOwn(hashNames, algorithm) ? algorithm : 'MD5',
  };
  const cookie = (name: string) => request.cookies.find(([known]) => known === name)?.[1];
  const fake = setCookie(request, 'fake', 'fake_value');
  const needsCookie = ['1', 't', 'true'].includes((argument(request, 'require-cookie') ?? '').toLowerCase());
  const credentials = digestCredentials(header(request, 'authorization') ?? '');
  if (credentials === undefined || (needsCookie && header(request, 'cookie') === undefined)) {
    return challenge(request, terms, false, [setCookie(request, 'stale_after', staleAfter), fake]);
  }
  if (needsCookie && cookie('fake') !== 'fake_value') {
    return json({ errors: ['missing cookie set on challenge'] }, [fake], 403);
  }
  const nonce = credentials['nonce'] ?? '';
  const again = [setCookie(request, 'stale_after', staleAfter), setCookie(request, 'last_nonce', nonce), fake];
  if ((nonce !== '' && cookie('last_nonce') === nonce) || cookie('stale_after') === '0') {
    return challenge(request, terms, true, again);
  }
  if (!(await digestHolds(request, credentials, user!, password!))) return challenge(request, terms, false, again);
  const left = cookie('stale_after');
  const next = left === undefined ? [] : [setCookie(request, 'stale_after', oneLess(left))];
  return json({ authenticated: true, user: user! }, [fake, ...next]);
}

function oneLess(count: string): string {
  return /^\d+$/.test(count) ? String(Number(count) - 1) : 'never';
}

function challenge(request: BinRequest, terms: DigestTerms, stale: boolean, headers: HeaderPairs): Answer {
  const hash = (bytes: Buffer) => createHash(hashNames[terms.algorithm]!).update(bytes).digest('hex');
  const nonce = hash(Buffer.concat([Buffer.from(`${request.remote}:${Date.now()}:`), randomBytes(10)]));
  const value = [
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `qop="${terms.qop ?? 'auth, auth-int'}"`,
    `opaque="${hash(randomBytes(10))}"`,
    `algorithm=${terms.algorithm}`,
    `stale=${stale ? 'TRUE' : 'FALSE'}`,
  ].join(', ');
  return unauthorized(`Digest ${value}`, headers);
}

function digestCredentials(value: string): Readonly<Record<string, string>> | undefined {
  const rest = /^digest\s+(.*)$/is.exec(value)?.[1];
  if (rest === undefined) return undefined;
  const fields: Record<string, string> = {};
  for (const [, name, quoted, bare] of rest.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))/g)) {
    fields[name!.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
  }
  return fields;
}

/** RFC 7616, section 3.4.1; without qop as RFC 2069 has it. The nonce is not remembered: httpbin keeps no state. */
async function digestHolds(
  request: BinRequest,
  given: Readonly<Record<string, string>>,
  user: string,
  password: string,
): Promise<boolean> {
  const name = hashNames[(given['algorithm'] ?? 'MD5').toUpperCase()] ?? 'md5';
  const hash = (data: string | Buffer) => createHash(name).update(data).digest('hex');
  if (given['username'] !== user) return false;
  const first = hash(`${user}:${given['realm'] ?? ''}:${password}`);
  const { qop } = given;
  const target = `${request.method}:${request.target}`;
  const second = hash(qop === 'auth-int' ? `${target}:${hash(await request.body())}` : target);
  const middle = qop === undefined ? [given['nonce']] : [given['nonce'], given['nc'], given['cnonce'], qop];
  if (middle.some((field) => field === undefined) || (qop !== undefined && !qop.startsWith('auth'))) return false;
  return same(given['response'] ?? '', hash([first, ...middle, second].join(':')));
}
