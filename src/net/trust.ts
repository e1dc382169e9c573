import { needsOfFields, type Need, type TrustRows } from '../base/trust.ts';
import { isObject, type Fields } from '../endpoints/check.ts';
import { endpointKinds, kindOf } from '../endpoints/table.ts';
import { needsOfOptions } from '../endpoints/trust.ts';
import { behaviourTables } from './behaviours/byKind.ts';
import type { DnsQuerySpec } from './dns/exchange.ts';
import type { HttpRequestSpec, HttpTlsSpec } from './http/exchange.ts';

/** The needs for trust of an endpoint, an HTTP request or a DNS question, from the rows of their tables. */

/**
 * The needs of an endpoint spec, complete or not; a spec from outside is checked after this. Throws `bad-spec` for an
 * unknown application.
 */
export function needsOfEndpoint(spec: object): Need[] {
  const fields = spec as Fields;
  return [...needsOfOptions(fields), ...needsOfBehaviour(fields)];
}

/**
 * Files of required options count even before they are given: otherwise the user would choose files that are then
 * refused.
 */
function needsOfBehaviour(spec: Fields): Need[] {
  if (spec['role'] !== 'server') return [];
  const id = kindOf(spec);
  // A spec of unknown kind is refused later, for another reason.
  const rows = id === undefined ? Object.values(behaviourTables).flat() : behaviourTables[endpointKinds[id].behaviours];
  const standard = id === undefined ? {} : endpointKinds[id].server.options.behaviour.default!;
  const given: Fields = isObject(spec['behaviour']) ? spec['behaviour'] : { ...standard };
  const row = rows.find(({ name }) => name === given['name']);
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
