import type { Effect } from '../base/trust.ts';

/** Tags in comments (`# @name login`), of the three clients. */

interface MetaSpec {
  readonly name: string;
  /** Other ways to write it: httpYac has camelCase for what others hyphenate. */
  readonly aliases?: readonly string[];
  readonly sentence: string;
  readonly usage: string;
  readonly value: 'none' | 'optional' | 'required';
  /** False: it is known and has no effect here. */
  readonly supported: boolean;
  /** For tags that are not supported: the request is still sent, and ignoring the tag does no harm. */
  readonly harmless?: boolean;
  /** The values that it takes, and a sentence about them; absent: any. */
  readonly takes?: readonly [valid: RegExp, sentence: string];
  /** Its effect that needs a trusted workspace. */
  readonly effect?: Effect;
}

type Making = (
  usage: string,
  value: MetaSpec['value'],
  sentence: string,
  more?: Pick<MetaSpec, 'aliases' | 'effect' | 'takes'>,
) => MetaSpec;

/** The name of a tag stands in its usage. */
const making =
  (fixed: Pick<MetaSpec, 'supported' | 'harmless'>): Making =>
  (usage, value, sentence, more) => ({
    ...{ name: /@([\w-]+)/.exec(usage)![1]!, usage, value, sentence },
    ...fixed,
    ...more,
  });
const tag = making({ supported: true });
const noEffect = making({ supported: false });
const harmless = making({ supported: false, harmless: true });

export const metaTags: readonly MetaSpec[] = [
  tag('# @name login', 'required', 'Names the request: others use its result as {{login.response.body.$.token}}.'),
  tag('# @title Sign in', 'required', 'The title of the request in lists.'),
  tag('# @description …', 'required', 'The purpose of the request.'),
  tag('# @prompt user Name of the user', 'required', 'Asks for a value before the request is sent.'),
  tag('# @note This deletes everything', 'optional', 'Asks before the request is sent.'),
  tag('# @no-redirect', 'none', 'Does not follow redirects.', { aliases: ['noRedirect'] }),
  tag('# @no-cookie-jar', 'none', 'Neither sends nor keeps cookies.', { aliases: ['noCookieJar'] }),
  tag('# @timeout 10s', 'required', 'How long the whole exchange may take: seconds, or with a unit (10s, 500ms, 1 m).'),
  tag('# @connection-timeout 2s', 'required', 'How long connecting may take: seconds, or with a unit.'),
  tag('# @no-reject-unauthorized', 'none', 'Sends even if the certificate cannot be verified.', {
    aliases: ['noRejectUnauthorized'],
  }),
  tag('# @no-proxy', 'none', 'Does not use the proxy.', { aliases: ['noProxy'] }),
  tag(
    '# @proxy http://127.0.0.1:3128',
    'required',
    'Goes through this proxy (http, socks4, socks5), whatever the environment says.',
  ),
  tag(
    '# @ca ca.pem',
    'required',
    'Trusts the certificates that this one vouches for: a PEM file, from the folder of the request file.',
    { effect: 'file' },
  ),
  tag('# @cert client.pem', 'required', 'Shows this client certificate to a server that asks for one: a PEM file.', {
    effect: 'file',
  }),
  tag('# @key client.key', 'required', 'The key of the client certificate: a PEM file.', { effect: 'file' }),
  tag('# @passphrase {{secret}}', 'required', 'Opens the key of the client certificate.'),
  tag('# @family 6', 'required', 'Connects to an IPv4 (4) or an IPv6 (6) address of the host only.'),
  tag(
    '# @unix-socket /run/app.sock',
    'required',
    'Sends the request over a Unix socket; the server gets the host and the path of the URL.',
    { aliases: ['unixSocket'], effect: 'socket' },
  ),
  tag('# @ref login', 'required', 'Runs the named request first, if it has not run yet.'),
  tag('# @forceRef login', 'required', 'Runs the named request first, each time.', { aliases: ['force-ref'] }),
  tag('# @disabled', 'optional', 'Leaves the request out of a run of the file.'),
  tag('# @sleep 500', 'required', 'Waits before the request is sent: milliseconds, or with a unit.'),
  tag(
    '# @times 5',
    'required',
    'Sends the request so many times, each time with new values of its own variables, until a check does not hold.',
    { takes: [/^(?:[1-9]\d{0,2}|1000)$/, 'write a whole number from 1 to 1000'] },
  ),
  tag('# @step Many clients', 'required', 'In a lab: the title of the step, which is checked and graded.'),
  tag('# @points 2', 'required', 'In a lab: the points for the step; without the tag 1.', {
    takes: [/^\d{1,3}(?:\.\d{1,2})?$/, 'write a number up to 999, as in # @points 2'],
  }),
  tag('# @partial each', 'required', 'In a lab: each check that holds earns its share of the points.', {
    takes: [/^each$/, 'write # @partial each'],
  }),
  tag('# @needs server', 'required', 'Left out, and named, if the named request before it did not pass.'),
  tag('# @hidden', 'none', 'In a lab: a report tells its title, points and hints, and not the values or the traffic.'),
  tag('# @hint 2 Try …', 'required', 'In a lab: a hint, shown from so many failures on.', {
    takes: [/^[1-9]\d?[ \t]+\S/, 'write the number of failures and the hint, as in # @hint 2 Try a smaller buffer'],
  }),
  tag(
    '# @limit 5s',
    'required',
    'In a lab: how long the step may take in all, with a unit (5s, 1 m). One that is over it is ended, and has failed.',
    {
      takes: [/^\d{1,6}(?:\.\d+)?[ \t]*(?:ms|s|m|min)$/, 'write a duration with its unit, as in # @limit 5s'],
    },
  ),
  tag(
    '# @insist',
    'none',
    'Sends the request byte for byte as it is written, and takes any answer, even if they break the rules of HTTP.',
  ),
  tag(
    '@xpath_ns book=http://example.com/book',
    'required',
    'The namespace of a prefix in XPaths, from here on. The line may also stand without the #.',
  ),
  noEffect(
    '# @no-auto-encoding',
    'none',
    'Sends the target as it is written, without percent-encoding; # @insist does.',
  ),
  tag('# @no-gql-parsing', 'none', 'Sends a body that is a query of GraphQL as it is written, and not as JSON.', {
    aliases: ['noGqlParsing'],
  }),
  noEffect('# @import ./other.http', 'required', 'Takes in the requests of another file.', { effect: 'file' }),
  noEffect('# @loop for 3', 'required', 'Sends the request more than once; # @times does.'),
  noEffect('# @ratelimit minIdleTime 500', 'required', 'Spaces requests out.'),
  harmless('# @jwt', 'optional', 'Shows the content of a token in the response.'),
  noEffect('# @grpc-reflection', 'optional', 'Asks a gRPC server for its services.', { aliases: ['grpcReflection'] }),
  noEffect('# @injectVariables', 'none', 'Fills in variables in files that are sent; write <@ instead of <.'),
  noEffect('# @keepStreaming', 'none', 'Goes on reading until it is ended by hand.', { aliases: ['keep-streaming'] }),
  noEffect('# @postRedirectGet', 'none', 'Goes on with GET after a redirected POST.', {
    aliases: ['post-redirect-get'],
  }),
  noEffect('# @no-client-cert', 'none', 'Sends no client certificate.', { aliases: ['noClientCert'] }),
  harmless('# @no-log', 'none', 'Keeps the request out of a log.', { aliases: ['noLog'] }),
  harmless('# @noStreamingLog', 'none', 'Keeps streamed messages out of a log.'),
  harmless('# @noResponseView', 'none', 'Does not show the response.', { aliases: ['no-response-view'] }),
  harmless('# @responseRef', 'optional', 'Links to an earlier response.'),
  harmless('# @openWith …', 'required', 'The editor that shows the response.'),
  harmless('# @save', 'none', 'Saves the response instead of showing it.'),
  harmless('# @extension .json', 'required', 'The extension that a saved response gets.'),
  harmless('# @language json', 'required', 'How the response is highlighted.'),
  harmless('# @debug', 'none', 'Logs more.'),
  harmless('# @verbose', 'none', 'Logs more.'),
];

const byName = new Map(
  metaTags.flatMap((tag) => [tag.name, ...(tag.aliases ?? [])].map((name) => [name.toLowerCase(), tag])),
);

/** By any of its names; upper and lower case make no difference. */
export function metaTag(name: string): MetaSpec | undefined {
  return byName.get(name) ?? byName.get(name.toLowerCase());
}

/** The lines of a region that have this tag, by any of its names. */
export function metaLines<T extends { readonly name: { readonly value: string } }>(
  meta: readonly T[],
  name: string,
): T[] {
  return meta.filter((line) => metaTag(line.name.value)?.name === name);
}
