/** The options of curl that a request can be made from, as data. */

export type CurlAction =
  | 'request'
  | 'header'
  | 'data'
  | 'dataRaw'
  | 'dataBinary'
  | 'dataUrlencode'
  | 'json'
  | 'form'
  | 'formString'
  | 'get'
  | 'head'
  | 'user'
  | 'digest'
  | 'basic'
  | 'bearer'
  | 'cookie'
  | 'agent'
  | 'referer'
  | 'range'
  | 'insecure'
  | 'location'
  | 'compressed'
  | 'proxy'
  | 'maxTime'
  | 'unixSocket'
  | 'cacert'
  | 'cert'
  | 'key'
  | 'connectTimeout'
  | 'ipv4'
  | 'ipv6'
  | 'url'
  | 'urlQuery'
  | 'upload'
  | 'version'
  /** Of no matter to the request. */
  | 'ignore'
  /** Known, and it would matter. */
  | 'unsupported';

export interface CurlOptionSpec {
  readonly long: string;
  readonly short?: string;
  readonly value?: boolean;
  readonly action: CurlAction;
  /** Of `version`: what it says. */
  readonly says?: string;
}

const flag = (action: CurlAction, long: string, short?: string, says?: string): CurlOptionSpec => ({
  long,
  action,
  ...(short !== undefined && { short }),
  ...(says !== undefined && { says }),
});
const valued = (action: CurlAction, long: string, short?: string): CurlOptionSpec => ({
  ...flag(action, long, short),
  value: true,
});

export const curlOptions: readonly CurlOptionSpec[] = [
  valued('request', 'request', 'X'),
  valued('header', 'header', 'H'),
  valued('data', 'data', 'd'),
  valued('data', 'data-ascii'),
  valued('dataRaw', 'data-raw'),
  valued('dataBinary', 'data-binary'),
  valued('dataUrlencode', 'data-urlencode'),
  valued('json', 'json'),
  valued('form', 'form', 'F'),
  valued('formString', 'form-string'),
  flag('get', 'get', 'G'),
  flag('head', 'head', 'I'),
  valued('user', 'user', 'u'),
  flag('digest', 'digest'),
  flag('basic', 'basic'),
  valued('bearer', 'oauth2-bearer'),
  valued('cookie', 'cookie', 'b'),
  valued('agent', 'user-agent', 'A'),
  valued('referer', 'referer', 'e'),
  valued('range', 'range', 'r'),
  flag('insecure', 'insecure', 'k'),
  flag('location', 'location', 'L'),
  flag('location', 'location-trusted'),
  flag('compressed', 'compressed'),
  valued('proxy', 'proxy', 'x'),
  valued('maxTime', 'max-time', 'm'),
  valued('unixSocket', 'unix-socket'),
  valued('url', 'url'),
  valued('urlQuery', 'url-query'),
  valued('upload', 'upload-file', 'T'),
  flag('version', 'http1.0', '0', 'HTTP/1.0'),
  flag('version', 'http1.1', undefined, 'HTTP/1.1'),
  flag('version', 'http2', undefined, 'HTTP/2'),
  flag('version', 'http2-prior-knowledge', undefined, 'HTTP/2'),
  flag('ignore', 'silent', 's'),
  flag('ignore', 'show-error', 'S'),
  flag('ignore', 'verbose', 'v'),
  flag('ignore', 'include', 'i'),
  flag('ignore', 'fail', 'f'),
  flag('ignore', 'fail-with-body'),
  flag('ignore', 'progress-bar', '#'),
  flag('ignore', 'no-progress-meter'),
  flag('ignore', 'no-buffer', 'N'),
  flag('ignore', 'globoff', 'g'),
  flag('ignore', 'path-as-is'),
  flag('ignore', 'no-keepalive'),
  flag('ignore', 'http0.9'),
  valued('ignore', 'output', 'o'),
  flag('ignore', 'remote-name', 'O'),
  flag('ignore', 'remote-header-name', 'J'),
  valued('ignore', 'write-out', 'w'),
  valued('ignore', 'dump-header', 'D'),
  valued('ignore', 'cookie-jar', 'c'),
  valued('ignore', 'max-redirs'),
  valued('ignore', 'trace'),
  valued('ignore', 'trace-ascii'),
  valued('ignore', 'stderr'),
  flag('unsupported', 'http3'),
  flag('ipv4', 'ipv4', '4'),
  flag('ipv6', 'ipv6', '6'),
  flag('unsupported', 'ntlm'),
  flag('unsupported', 'negotiate'),
  flag('unsupported', 'anyauth'),
  flag('unsupported', 'next', ':'),
  valued('cacert', 'cacert'),
  valued('unsupported', 'capath'),
  valued('cert', 'cert', 'E'),
  valued('unsupported', 'cert-type'),
  valued('key', 'key'),
  valued('connectTimeout', 'connect-timeout'),
  valued('unsupported', 'connect-to'),
  valued('unsupported', 'resolve'),
  valued('unsupported', 'interface'),
  valued('unsupported', 'proxy-user', 'U'),
  valued('unsupported', 'noproxy'),
  valued('unsupported', 'retry'),
  valued('unsupported', 'retry-delay'),
  valued('unsupported', 'limit-rate'),
  valued('unsupported', 'config', 'K'),
  valued('unsupported', 'aws-sigv4'),
  valued('unsupported', 'request-target'),
];
