/** The options of curl, as data: those of 7.88 and what later versions added. */

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
  | 'maxRedirects'
  | 'compressed'
  | 'globoff'
  | 'pathAsIs'
  | 'requestTarget'
  | 'proxy'
  | 'noProxy'
  | 'protocols'
  | 'maxTime'
  | 'unixSocket'
  | 'cacert'
  | 'cert'
  | 'key'
  | 'pass'
  | 'connectTimeout'
  | 'ipv4'
  | 'ipv6'
  | 'url'
  | 'urlQuery'
  | 'upload'
  | 'version'
  /** Without meaning for the request. */
  | 'ignore'
  /** The request is the same, but something that was asked for does not happen: a warning. */
  | 'noEffect'
  /** The request or the way it goes would be another: nothing is sent. */
  | 'refuse';

export interface CurlOptionSpec {
  readonly long: string;
  readonly short?: string;
  readonly value?: boolean;
  readonly action: CurlAction;
  /** For `version`, the version; for `proxy`, its scheme. */
  readonly says?: string;
}

const flag = (action: CurlAction, long: string, short?: string, says?: string): CurlOptionSpec => ({
  long,
  action,
  ...(short !== undefined && { short }),
  ...(says !== undefined && { says }),
});
const valued = (action: CurlAction, long: string, short?: string, says?: string): CurlOptionSpec => ({
  ...flag(action, long, short, says),
  value: true,
});

/** Many of one kind: `s/silent` is `--silent` and `-s`, `o/output=` takes a value. */
function each(action: CurlAction, names: string): CurlOptionSpec[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => {
      const [, short, long, equals] = /^(?:(.)\/)?([^=]+)(=?)$/.exec(name)!;
      return equals === '=' ? valued(action, long!, short) : flag(action, long!, short);
    });
}

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
  valued('maxRedirects', 'max-redirs'),
  flag('compressed', 'compressed'),
  flag('globoff', 'globoff', 'g'),
  flag('pathAsIs', 'path-as-is'),
  valued('requestTarget', 'request-target'),
  valued('proxy', 'proxy', 'x'),
  valued('proxy', 'socks4', undefined, 'socks4'),
  valued('proxy', 'socks4a', undefined, 'socks4a'),
  valued('proxy', 'socks5', undefined, 'socks5'),
  valued('proxy', 'socks5-hostname', undefined, 'socks5h'),
  valued('noProxy', 'noproxy'),
  valued('protocols', 'proto'),
  valued('maxTime', 'max-time', 'm'),
  valued('connectTimeout', 'connect-timeout'),
  valued('unixSocket', 'unix-socket'),
  valued('url', 'url'),
  valued('urlQuery', 'url-query'),
  valued('upload', 'upload-file', 'T'),
  flag('version', 'http1.0', '0', 'HTTP/1.0'),
  flag('version', 'http1.1', undefined, 'HTTP/1.1'),
  flag('version', 'http2', undefined, 'HTTP/2 offered'),
  flag('version', 'http2-prior-knowledge', undefined, 'HTTP/2'),
  flag('ipv4', 'ipv4', '4'),
  flag('ipv6', 'ipv6', '6'),
  valued('cacert', 'cacert'),
  valued('cert', 'cert', 'E'),
  valued('key', 'key'),
  valued('pass', 'pass'),
  ...each(
    'ignore',
    `s/silent S/show-error v/verbose i/include f/fail fail-with-body fail-early #/progress-bar progress-meter N/buffer
     keepalive keepalive-time= keepalive-cnt= http0.9 o/output= O/remote-name J/remote-header-name remote-name-all
     R/remote-time remove-on-error output-dir= create-dirs create-file-mode= clobber skip-existing xattr out-null
     w/write-out= D/dump-header= c/cookie-jar= j/junk-session-cookies etag-save= trace= trace-ascii= trace-time
     trace-ids trace-config= stderr= libcurl= styled-output suppress-connect-headers q/disable tcp-nodelay
     tcp-fastopen expect100-timeout= happy-eyeballs-timeout-ms= sessionid npn false-start
     Y/speed-limit= y/speed-time= ssl l/list-only a/append B/use-ascii compressed-ssh
     1/tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 alt-svc= parallel-immediate parallel-max= parallel-max-host= random-file=
     egd-file= metalink sasl-ir disallow-username-in-url ssl-no-revoke ssl-revoke-best-effort`,
  ),
  ...each(
    'noEffect',
    `proto-redir= retry= retry-delay= retry-max-time= retry-all-errors retry-connrefused limit-rate= rate= max-filesize= Z/parallel
     ignore-content-length raw`,
  ),
  ...each(
    'refuse',
    `:/next K/config= http3 http3-only ntlm ntlm-wb negotiate anyauth aws-sigv4= n/netrc netrc-optional netrc-file=
     form-escape proto-default= location-trusted follow post301 post302 post303 z/time-cond= C/continue-at= tr-encoding crlf etag-compare= hsts=
     connect-to= resolve= interface= local-port= dns-interface= dns-ipv4-addr= dns-ipv6-addr= dns-servers= doh-url=
     doh-insecure doh-cert-status abstract-unix-socket= haproxy-protocol haproxy-clientip= preproxy= proxy1.0=
     U/proxy-user= p/proxytunnel proxy-header= proxy-anyauth proxy-basic proxy-digest proxy-negotiate proxy-ntlm
     proxy-cacert= proxy-capath= proxy-cert= proxy-cert-type= proxy-ciphers= proxy-crlfile= proxy-insecure proxy-key=
     proxy-key-type= proxy-pass= proxy-pinnedpubkey= proxy-service-name= proxy-http2 proxy-tls13-ciphers=
     proxy-tlsauthtype= proxy-tlspassword= proxy-tlsuser= proxy-tlsv1 proxy-ca-native proxy-ssl-allow-beast
     proxy-ssl-auto-client-cert socks5-basic socks5-gssapi socks5-gssapi-nec socks5-gssapi-service= capath= ca-native
     cert-type= cert-status key-type= crlfile= pinnedpubkey= ciphers= curves= tls-max= tls13-ciphers= tlsv1.3 2/sslv2
     3/sslv3 tlsauthtype= tlsuser= tlspassword= engine= alpn ssl-reqd ssl-allow-beast ssl-auto-client-cert ech=
     sigalgs= delegation= service-name= sasl-authzid= login-options= variable= expand-url= expand-data= expand-header=
     upload-flags= ip-tos= vlan-priority= mptcp tls-earlydata dump-ca-embed
     t/telnet-option= tftp-blksize= tftp-no-options Q/quote= P/ftp-port= ftp-account= ftp-alternative-to-user=
     ftp-create-dirs ftp-method= ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-ccc-mode= ftp-ssl-control
     disable-eprt disable-epsv krb= mail-auth= mail-from= mail-rcpt= mail-rcpt-allowfails pubkey= hostpubmd5=
     hostpubsha256= h/help M/manual V/version`,
  ),
];

const byLong = new Map(curlOptions.map((option) => [option.long, option]));
const byShort = new Map(
  curlOptions.flatMap((option) => (option.short === undefined ? [] : [[option.short, option] as const])),
);

export function shortOption(letter: string): CurlOptionSpec | undefined {
  return byShort.get(letter);
}

/** As curl reads it: a beginning will do where only one option begins so, and `--no-` turns a flag off. */
export function longOption(name: string): { readonly spec: CurlOptionSpec; readonly on: boolean } | undefined {
  const exact = byLong.get(name);
  if (exact) return { spec: exact, on: true };
  const negated = name.startsWith('no-') ? byLong.get(name.slice(3)) : undefined;
  if (negated && negated.value !== true) return { spec: negated, on: false };
  const begun = curlOptions.filter((option) => name.length > 2 && option.long.startsWith(name));
  return begun.length === 1 ? { spec: begun[0]!, on: true } : undefined;
}
