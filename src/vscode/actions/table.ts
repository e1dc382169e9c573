import {
  hasShape,
  isAnyOf,
  isBoolean,
  isBytes,
  isCount,
  isFiniteNumber,
  isNull,
  isObject,
  isString,
  type Guard,
} from '../../base/shape.ts';
import type { ClientSpec, ServerSpec } from '../../endpoints/spec.ts';
import { dnsTransports, type DnsQuerySpec } from '../../net/dns/exchange.ts';
import type { LookupSpec } from '../../net/dns/requests.ts';
import type { TraceSpec } from '../../net/dns/trace.ts';
import type { HeaderList, HttpRequestSpec } from '../../net/http/exchange.ts';
import { waysToClose } from '../../net/spec.ts';
import { lineEndings } from '../../protocol/text/payload.ts';
import type { Variables } from '../../requests/model.ts';
import type { RunStart } from '../../requests/run/requests.ts';
import { exportFormats } from '../../traffic/exporting.ts';
import { copyCourse, makeLab } from './courses.ts';
import * as endpoints from './endpoints.ts';
import { family, flag, oneOf, port, reference, text, whole } from './fields.ts';
import { byKind, field, input, inputLike, list, maybe, object, partOf, type Field, type Input } from './input.ts';
import type { How, Means, Registry } from './means.ts';
import * as names from './names.ts';
import * as requests from './requests.ts';
import { languageIds } from '../labs/languages.ts';
import { send, sendingText, type HowToSend } from './send.ts';
import { changeBehaviour, startEndpoint, startSaved, type HowToStart } from './start.ts';
import * as traffic from './traffic.ts';

/**
 * An operation on an endpoint, the traffic, a name or a request, for a user or a program. It asks no questions and
 * shows nothing: it returns its result, or rejects with a WirebenchError.
 */
interface Action<I, R, H extends How = How> {
  readonly input: Input<I>;
  /** The title of its progress: `Starting TCP server`. */
  readonly doing: (input: I, registry: Registry) => string;
  /** True if its signal ends it. */
  readonly cancellable?: true;
  readonly run: (means: Means, input: I, how: H) => Promise<R>;
}

const action = <I, R, H extends How = How>(row: Action<I, R, H>): Action<I, R, H> => row;

const nothing = input({});
const several = input({ endpoints: list(reference, 'endpoints') });
const connections = list(whole, 'ids of connections');
const behaviour = object({ name: text, options: maybe(field(isObject, 'an object') as Field<never>) });
const transport = oneOf('tcp', 'tls', 'udp');

const encodedText = {
  text,
  encoding: maybe(text),
  lineEnding: maybe(oneOf(...lineEndings)),
  macros: maybe(flag),
};
const payload = byKind({
  text: encodedText,
  escapes: encodedText,
  hex: { text },
  base64: { text },
  file: { path: text },
});
const destination = byKind({
  all: {},
  connections: { ids: connections },
  address: { address: object({ host: text, port }) },
});

const isValue = isAnyOf(isString, isFiniteNumber, isBoolean, isNull, hasShape({ json: isString }));
const isVariables: Guard<Variables> = (value): value is Variables =>
  isObject(value) && Object.values(value).every((one) => isValue(one));

const query = {
  type: maybe(text),
  class: maybe(text),
  server: maybe(text),
  transport: maybe(oneOf(...dnsTransports)),
  recursion: maybe(flag),
  dnssec: maybe(flag),
  checkingDisabled: maybe(flag),
  authenticData: maybe(flag),
  edns: maybe(
    field(
      isAnyOf(isCount, (value) => value === false),
      'the UDP payload in bytes, 512 to 65535, or false',
    ),
  ),
  caseRandom: maybe(flag),
  timeout: maybe(whole),
  retries: maybe(whole),
  search: maybe(flag),
  keepTruncated: maybe(flag),
  serial: maybe(whole),
  verify: maybe(flag),
  caFile: maybe(text),
  servername: maybe(text),
};

const header = field(
  ((one) => Array.isArray(one) && one.length === 2 && one.every(isString)) as Guard<HeaderList[number]>,
  'a list of its name and its value',
);
const source = byKind({ bytes: { bytes: field(isBytes, 'bytes') }, file: { path: text } });

const part = { id: text, text };

const rows = {
  startServer: action({
    cancellable: true,
    input: partOf<ServerSpec>({ transport, port, behaviour: maybe(behaviour) }),
    doing: (spec) => endpoints.startingText({ ...spec, role: 'server' }),
    run: (means, spec, how: HowToStart) => startEndpoint(means, { ...spec, role: 'server' }, how),
  }),
  connect: action({
    cancellable: true,
    input: partOf<ClientSpec>({ transport, host: text, port }),
    doing: (spec) => endpoints.startingText({ ...spec, role: 'client' }),
    run: (means, spec, how: HowToStart) => startEndpoint(means, { ...spec, role: 'client' }, how),
  }),
  startSavedServer: action({
    cancellable: true,
    input: input({ name: text }),
    doing: ({ name }) => `Starting ${name}`,
    run: (means, { name }, how: HowToStart) => startSaved(means, name, how),
  }),
  stop: action({
    input: several,
    doing: (wanted, registry) => endpoints.doingText('Stopping', wanted, registry),
    run: endpoints.stop,
  }),
  stopAll: action({ input: nothing, doing: () => 'Stopping all endpoints', run: endpoints.stopAll }),
  restart: action({
    input: several,
    doing: (wanted, registry) => endpoints.doingText('Starting', wanted, registry),
    run: endpoints.restart,
  }),
  remove: action({
    input: several,
    doing: (wanted, registry) => endpoints.doingText('Removing', wanted, registry),
    run: endpoints.remove,
  }),
  removeStopped: action({
    input: nothing,
    doing: () => 'Removing the stopped endpoints',
    run: endpoints.removeStopped,
  }),
  changeBehaviour: action({
    input: input({ endpoint: reference, behaviour }),
    doing: () => 'Changing the behaviour',
    run: changeBehaviour,
  }),
  closeConnections: action({
    input: input({
      connections,
      how: oneOf(...waysToClose),
    }),
    doing: () => 'Closing',
    run: endpoints.closeConnections,
  }),
  send: action({
    cancellable: true,
    input: input({
      endpoint: reference,
      to: maybe(destination),
      payload,
      repeat: maybe(object({ times: whole, interval: whole })),
    }),
    doing: sendingText,
    run: (means, sending, how: HowToSend) => send(means, sending, how),
  }),
  showTraffic: action({
    input: input({ endpoint: maybe(reference), connection: maybe(whole), filter: maybe(text) }),
    doing: () => 'Opening the traffic',
    run: traffic.showTraffic,
  }),
  clearTraffic: action({ input: nothing, doing: () => 'Clearing the traffic', run: traffic.clearTraffic }),
  saveTraffic: action({
    cancellable: true,
    input: input({
      path: text,
      format: maybe(oneOf(...exportFormats)),
      encoding: maybe(text),
      view: maybe(whole),
    }),
    doing: () => 'Saving the traffic',
    run: traffic.saveTraffic,
  }),
  resolveDns: action({
    cancellable: true,
    input: inputLike<DnsQuerySpec>({ name: text, ...query }),
    doing: ({ name }) => `Asking for ${name}`,
    run: names.resolveDns,
  }),
  reverseLookUp: action({
    cancellable: true,
    input: input({ address: text, ...query }),
    doing: ({ address }) => `Asking for ${address}`,
    run: (means, wanted, how) => names.resolveDns(means, names.reverseQuery(wanted), how),
  }),
  compareDns: action({
    cancellable: true,
    input: input({
      spec: object({ name: text, ...query }),
      servers: list(text, 'servers'),
    }),
    doing: ({ spec, servers }) => `Asking ${servers.length} servers for ${spec.name}`,
    run: names.compareDns,
  }),
  traceDns: action({
    cancellable: true,
    input: inputLike<TraceSpec>({
      name: text,
      type: maybe(text),
      allPaths: maybe(flag),
      hints: maybe(list(object({ name: text, addresses: list(text, 'addresses') }), 'servers')),
      port: maybe(port),
      family: maybe(family),
      timeout: maybe(whole),
    }),
    doing: ({ name }) => `Tracing ${name}`,
    run: (means, spec, how: names.HowToTrace) => names.traceDns(means, spec, how),
  }),
  lookUpName: action({
    cancellable: true,
    input: inputLike<LookupSpec>({
      what: oneOf('host', 'address', 'service', 'port'),
      subject: text,
      withDns: maybe(flag),
      server: maybe(text),
      family: maybe(family),
      timeout: maybe(whole),
    }),
    doing: ({ subject }) => `Looking up ${subject}`,
    run: names.lookUpName,
  }),
  sendHttp: action({
    cancellable: true,
    input: partOf<HttpRequestSpec>({
      method: text,
      url: text,
      headers: list(header, 'headers'),
      body: maybe(list(source, 'sources')),
    }),
    doing: ({ method, url }) => `${method} ${url}`,
    run: (means, request, how: requests.HowToSendHttp) => requests.sendHttp(means, request, how),
  }),
  runRequests: action({
    input: inputLike<Omit<RunStart, 'trusted'>>({
      source: object({
        ...part,
        path: maybe(text),
        folder: maybe(text),
        session: text,
        before: list(object(part), 'the parts above it'),
      }),
      regions: maybe(list(whole, 'indexes of requests')),
      variables: maybe(field(isVariables, 'an object with a text, number, true, false or null for each name')),
      keeps: maybe(flag),
      insist: maybe(flag),
      evidence: maybe(flag),
      verifyTls: maybe(flag),
      debug: maybe(object({ node: flag, python: maybe(text) })),
      python: maybe(object({ interpreter: maybe(text), within: maybe(text) })),
    }),
    cancellable: true,
    doing: () => 'Running the requests',
    run: (means, wanted, how: requests.HowToRun) => requests.runRequests(means, wanted, how),
  }),
  copyCourse: action({
    input: input({ course: text, to: text, languages: maybe(list(oneOf(...languageIds), 'languages')) }),
    cancellable: true,
    doing: () => 'Copying the course',
    run: copyCourse,
  }),
  makeLab: action({
    input: input({ course: text, title: text }),
    doing: () => 'Writing the lab',
    run: makeLab,
  }),
  endRequestSession: action({
    input: input({ session: text }),
    doing: () => 'Stopping what the requests started',
    run: requests.endSession,
  }),
};

export type ActionId = keyof typeof rows;
type Row<A extends ActionId> = (typeof rows)[A];
export type ActionInput<A extends ActionId> = Row<A>['input'] extends Input<infer I> ? I : never;
export type ActionResult<A extends ActionId> = Awaited<ReturnType<Row<A>['run']>>;
/** The options of an action's caller. */
export type ActionHow<A extends ActionId> = Parameters<Row<A>['run']>[2];

/** Every action, by its name. */
export const actions: { readonly [A in ActionId]: Action<ActionInput<A>, ActionResult<A>, ActionHow<A>> } = rows;
