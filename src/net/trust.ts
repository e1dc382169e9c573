import { needsOfFields, type Need, type TrustRows } from '../base/trust.ts';
import { behaviours } from './behaviours/table.ts';
import type { DnsQuerySpec } from './dns/exchange.ts';
import { zoneBehaviour } from './dns/zoneBehaviour.ts';
import type { HttpRequestSpec, HttpTlsSpec } from './http/exchange.ts';
import { httpBehaviours } from './http/behaviours/table.ts';
import { fieldsOfSpec, type Field } from './resolveSpec.ts';

/** Why the endpoint, the HTTP request or the DNS question needs a trusted workspace, from the rows of their tables. */

type Fields = Readonly<Record<string, unknown>>;
type BehaviourRow = Pick<(typeof behaviours)[number], 'name' | 'options' | 'effect'>;

/** Of an endpoint, complete or not: a spec from outside is checked after this. Throws `bad-spec` for an application that there is not. */
export function needsOfEndpoint(spec: object): Need[] {
  const fields = spec as Fields;
  return [...needsOf(fieldsOfSpec(fields), fields), ...needsOfBehaviour(fields)];
}

function needsOf(known: Readonly<Record<string, Field>>, given: Fields): Need[] {
  return Object.entries(known).flatMap(([name, { effect, fields }]): Need[] => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) return [];
    if (fields !== undefined) return isObject(value) ? needsOf(fields, value) : [];
    const found = typeof effect === 'function' ? effect(value) : effect;
    return found === undefined ? [] : [{ effect: found, subject: subjectOf(name, value) }];
  });
}

function subjectOf(name: string, value: unknown): string {
  return name === 'host' ? `The address ${String(value)}` : `The option ${name}`;
}

/** The behaviours of what listens, by the application that it speaks. */
function behavioursOf(application: unknown): readonly BehaviourRow[] {
  return application === 'http' ? httpBehaviours : application === 'dns' ? [zoneBehaviour] : behaviours;
}

/** Files of required options count before they are given: nobody need be asked for them. */
function needsOfBehaviour({ role, application, behaviour }: Fields): Need[] {
  if (role !== 'server') return [];
  const given = isObject(behaviour) ? behaviour : application === 'dns' ? { name: zoneBehaviour.name } : {};
  const row = behavioursOf(application).find(({ name }) => name === given['name']);
  if (row === undefined) return [];
  const options = isObject(given['options']) ? given['options'] : {};
  const subject = `The behaviour ${row.name}`;
  const files = row.options.filter(
    ({ name, type, required }) =>
      (type === 'file' || type === 'folder') && (required === true || Object.hasOwn(options, name)),
  );
  return [
    ...(row.effect === undefined ? [] : [{ effect: row.effect, subject }]),
    ...(files.length === 0 ? [] : [{ effect: 'file' as const, subject }]),
  ];
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

const httpTls: TrustRows<HttpTlsSpec> = {
  verify: 'free',
  caFile: 'file',
  ca: 'free',
  certFile: 'file',
  keyFile: 'file',
  pfxFile: 'file',
  passphrase: 'free',
  servername: 'free',
};

const httpRequest: TrustRows<HttpRequestSpec> = {
  method: 'free',
  url: 'free',
  headers: 'free',
  body: (sources) => (sources.some(({ kind }) => kind === 'file') ? [{ effect: 'file', subject: 'The body' }] : []),
  version: 'free',
  preferHttp2: 'free',
  followRedirects: 'free',
  maxRedirects: 'free',
  timeout: 'free',
  connectTimeout: 'free',
  decompress: 'free',
  maxBodyBytes: 'free',
  auth: 'free',
  proxy: 'free',
  tls: (tls) => needsOfFields(httpTls, tls),
  family: 'free',
  socketPath: 'socket',
  keepAlive: 'free',
  jar: 'free',
  insist: 'free',
  writtenVersion: 'free',
  raw: 'free',
  requestTarget: 'free',
  own: 'free',
  curl: 'free',
  autoReferer: 'free',
};

export function needsOfHttp(request: HttpRequestSpec): Need[] {
  return needsOfFields(httpRequest, request);
}

const dnsQuery: TrustRows<DnsQuerySpec> = {
  name: 'free',
  type: 'free',
  class: 'free',
  server: 'free',
  transport: 'free',
  recursion: 'free',
  dnssec: 'free',
  checkingDisabled: 'free',
  authenticData: 'free',
  edns: 'free',
  caseRandom: 'free',
  timeout: 'free',
  retries: 'free',
  search: 'free',
  keepTruncated: 'free',
  serial: 'free',
  verify: 'free',
  caFile: 'file',
  servername: 'free',
};

export function needsOfDns(query: Partial<DnsQuerySpec>): Need[] {
  return needsOfFields(dnsQuery, query as DnsQuerySpec);
}
