import type { Effect } from '../base/trust.ts';

/** Tags in comments (`# @name login`), of the three clients. */

interface MetaSpec {
  readonly name: string;
  /** Other ways to write it: httpYac has camelCase for what others hyphenate. */
  readonly aliases?: readonly string[];
  readonly sentence: string;
  readonly usage: string;
  readonly value: 'none' | 'optional' | 'required';
  /** False: known, of no effect here. */
  readonly supported: boolean;
  /** Of one that is not supported: the request goes out all the same, and it is no great loss. */
  readonly harmless?: boolean;
  /** What it does that needs a trusted workspace. */
  readonly effect?: Effect;
}

export const metaTags: readonly MetaSpec[] = [
  {
    name: 'name',
    usage: '# @name login',
    value: 'required',
    supported: true,
    sentence: 'Names the request: others use its result as {{login.response.body.$.token}}.',
  },
  {
    name: 'title',
    usage: '# @title Sign in',
    value: 'required',
    supported: true,
    sentence: 'What the request is called in lists.',
  },
  {
    name: 'description',
    usage: '# @description …',
    value: 'required',
    supported: true,
    sentence: 'What the request is for.',
  },
  {
    name: 'prompt',
    usage: '# @prompt user Name of the user',
    value: 'required',
    supported: true,
    sentence: 'Asks for a value before the request is sent.',
  },
  {
    name: 'note',
    usage: '# @note This deletes everything',
    value: 'optional',
    supported: true,
    sentence: 'Asks before the request is sent.',
  },
  {
    name: 'no-redirect',
    aliases: ['noRedirect'],
    usage: '# @no-redirect',
    value: 'none',
    supported: true,
    sentence: 'Does not follow redirects.',
  },
  {
    name: 'no-cookie-jar',
    aliases: ['noCookieJar'],
    usage: '# @no-cookie-jar',
    value: 'none',
    supported: true,
    sentence: 'Neither sends nor keeps cookies.',
  },
  {
    name: 'timeout',
    usage: '# @timeout 10s',
    value: 'required',
    supported: true,
    sentence: 'How long the whole exchange may take: seconds, or with a unit (10s, 500ms, 1 m).',
  },
  {
    name: 'connection-timeout',
    usage: '# @connection-timeout 2s',
    value: 'required',
    supported: true,
    sentence: 'How long connecting may take: seconds, or with a unit.',
  },
  {
    name: 'no-reject-unauthorized',
    aliases: ['noRejectUnauthorized'],
    usage: '# @no-reject-unauthorized',
    value: 'none',
    supported: true,
    sentence: 'Sends even where the certificate cannot be verified.',
  },
  {
    name: 'no-proxy',
    aliases: ['noProxy'],
    usage: '# @no-proxy',
    value: 'none',
    supported: true,
    sentence: 'Goes past the proxy.',
  },
  {
    name: 'proxy',
    usage: '# @proxy http://127.0.0.1:3128',
    value: 'required',
    supported: true,
    sentence: 'Goes through this proxy (http, socks4, socks5), whatever the environment says.',
  },
  {
    name: 'ca',
    usage: '# @ca ca.pem',
    value: 'required',
    supported: true,
    effect: 'file',
    sentence: 'Trusts the certificates that this one vouches for: a PEM file, from the folder of the request file.',
  },
  {
    name: 'cert',
    usage: '# @cert client.pem',
    value: 'required',
    supported: true,
    effect: 'file',
    sentence: 'Shows this client certificate to a server that asks for one: a PEM file.',
  },
  {
    name: 'key',
    usage: '# @key client.key',
    value: 'required',
    supported: true,
    effect: 'file',
    sentence: 'The key of the client certificate: a PEM file.',
  },
  {
    name: 'passphrase',
    usage: '# @passphrase {{secret}}',
    value: 'required',
    supported: true,
    sentence: 'Opens the key of the client certificate.',
  },
  {
    name: 'family',
    usage: '# @family 6',
    value: 'required',
    supported: true,
    sentence: 'Connects to an IPv4 (4) or an IPv6 (6) address of the host only.',
  },
  {
    name: 'unix-socket',
    aliases: ['unixSocket'],
    usage: '# @unix-socket /run/app.sock',
    value: 'required',
    supported: true,
    effect: 'socket',
    sentence: 'Sends the request over a Unix socket; the URL says what the server is told.',
  },
  {
    name: 'ref',
    usage: '# @ref login',
    value: 'required',
    supported: true,
    sentence: 'Runs the named request first, if it has not run yet.',
  },
  {
    name: 'forceRef',
    aliases: ['force-ref'],
    usage: '# @forceRef login',
    value: 'required',
    supported: true,
    sentence: 'Runs the named request first, each time.',
  },
  {
    name: 'disabled',
    usage: '# @disabled',
    value: 'optional',
    supported: true,
    sentence: 'Leaves the request out of a run of the file.',
  },
  {
    name: 'sleep',
    usage: '# @sleep 500',
    value: 'required',
    supported: true,
    sentence: 'Waits before the request is sent: milliseconds, or with a unit.',
  },
  {
    name: 'insist',
    usage: '# @insist',
    value: 'none',
    supported: true,
    sentence:
      'Sends the request byte for byte as it is written, and takes any answer, also where they break the rules of HTTP.',
  },
  {
    name: 'xpath_ns',
    usage: '@xpath_ns book=http://example.com/book',
    value: 'required',
    supported: true,
    sentence: 'What a prefix in an XPath stands for, from here on. It may stand without the #, too.',
  },
  {
    name: 'no-auto-encoding',
    usage: '# @no-auto-encoding',
    value: 'none',
    supported: false,
    sentence: 'Sends the target as it is written, without percent-encoding; # @insist does.',
  },
  {
    name: 'no-gql-parsing',
    aliases: ['noGqlParsing'],
    usage: '# @no-gql-parsing',
    value: 'none',
    supported: true,
    sentence: 'Sends a body that is a query of GraphQL as it is written, and not as JSON.',
  },
  {
    name: 'import',
    usage: '# @import ./other.http',
    value: 'required',
    supported: false,
    effect: 'file',
    sentence: 'Takes in the requests of another file.',
  },
  {
    name: 'loop',
    usage: '# @loop for 3',
    value: 'required',
    supported: false,
    sentence: 'Sends the request more than once.',
  },
  {
    name: 'ratelimit',
    usage: '# @ratelimit minIdleTime 500',
    value: 'required',
    supported: false,
    sentence: 'Spaces requests out.',
  },
  {
    name: 'jwt',
    usage: '# @jwt',
    value: 'optional',
    supported: false,
    harmless: true,
    sentence: 'Shows what a token in the response says.',
  },
  {
    name: 'grpc-reflection',
    aliases: ['grpcReflection'],
    usage: '# @grpc-reflection',
    value: 'optional',
    supported: false,
    sentence: 'Asks a gRPC server for its services.',
  },
  {
    name: 'injectVariables',
    usage: '# @injectVariables',
    value: 'none',
    supported: false,
    sentence: 'Fills in variables in files that are sent; write <@ instead of <.',
  },
  {
    name: 'keepStreaming',
    aliases: ['keep-streaming'],
    usage: '# @keepStreaming',
    value: 'none',
    supported: false,
    sentence: 'Goes on reading until it is ended by hand.',
  },
  {
    name: 'postRedirectGet',
    aliases: ['post-redirect-get'],
    usage: '# @postRedirectGet',
    value: 'none',
    supported: false,
    sentence: 'Goes on with GET after a redirected POST.',
  },
  {
    name: 'no-client-cert',
    aliases: ['noClientCert'],
    usage: '# @no-client-cert',
    value: 'none',
    supported: false,
    sentence: 'Sends no client certificate.',
  },
  {
    name: 'no-log',
    aliases: ['noLog'],
    usage: '# @no-log',
    value: 'none',
    supported: false,
    harmless: true,
    sentence: 'Keeps the request out of a log.',
  },
  {
    name: 'noStreamingLog',
    usage: '# @noStreamingLog',
    value: 'none',
    supported: false,
    harmless: true,
    sentence: 'Keeps streamed messages out of a log.',
  },
  {
    name: 'noResponseView',
    aliases: ['no-response-view'],
    usage: '# @noResponseView',
    value: 'none',
    supported: false,
    harmless: true,
    sentence: 'Does not show the response.',
  },
  {
    name: 'responseRef',
    usage: '# @responseRef',
    value: 'optional',
    supported: false,
    harmless: true,
    sentence: 'Links to an earlier response.',
  },
  {
    name: 'openWith',
    usage: '# @openWith …',
    value: 'required',
    supported: false,
    harmless: true,
    sentence: 'Which editor shows the response.',
  },
  {
    name: 'save',
    usage: '# @save',
    value: 'none',
    supported: false,
    harmless: true,
    sentence: 'Saves the response instead of showing it.',
  },
  {
    name: 'extension',
    usage: '# @extension .json',
    value: 'required',
    supported: false,
    harmless: true,
    sentence: 'The extension that a saved response gets.',
  },
  {
    name: 'language',
    usage: '# @language json',
    value: 'required',
    supported: false,
    harmless: true,
    sentence: 'How the response is highlighted.',
  },
  { name: 'debug', usage: '# @debug', value: 'none', supported: false, harmless: true, sentence: 'Logs more.' },
  { name: 'verbose', usage: '# @verbose', value: 'none', supported: false, harmless: true, sentence: 'Logs more.' },
];

const byName = new Map(
  metaTags.flatMap((tag) => [tag.name, ...(tag.aliases ?? [])].map((name) => [name.toLowerCase(), tag])),
);

/** By any of its names; upper and lower case make no difference. */
export function metaTag(name: string): MetaSpec | undefined {
  return byName.get(name) ?? byName.get(name.toLowerCase());
}

/** The lines of a region that say this tag, by any of its names. */
export function metaLines<T extends { readonly name: { readonly value: string } }>(
  meta: readonly T[],
  name: string,
): T[] {
  return meta.filter((line) => metaTag(line.name.value)?.name === name);
}
