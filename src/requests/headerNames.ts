import { editDistance } from '../base/nearest.ts';
import { headers } from './httpWords.ts';

/**
 * Header fields that are right although another is one slip away: those of IANA's registry of HTTP field names, and a few that
 * are usual without being in it.
 */
const registered: ReadonlySet<string> = new Set(
  `a-im accept accept-additions accept-ch accept-charset accept-datetime accept-encoding accept-features accept-language
  accept-patch accept-post accept-ranges accept-signature access-control-allow-credentials access-control-allow-headers
  access-control-allow-methods access-control-allow-origin access-control-expose-headers access-control-max-age
  access-control-request-headers access-control-request-method age allow alpn alt-svc alt-used alternates apply-to-redirect-ref
  authentication-control authentication-info authorization available-dictionary c-ext c-man c-opt c-pep cache-control
  cache-status cal-managed-id caldav-timezones capsule-protocol cdn-cache-control cdn-loop cert-not-after cert-not-before
  clear-site-data client-cert client-cert-chain close connection content-base content-digest content-disposition
  content-encoding content-id content-language content-length content-location content-md5 content-range
  content-script-type content-security-policy content-security-policy-report-only content-style-type content-type
  content-version cookie cookie2 cross-origin-embedder-policy cross-origin-opener-policy cross-origin-resource-policy dasl date
  dav default-style delta-base deprecation depth derived-from destination device-memory dictionary-id differential-id digest
  dnt dpop dpop-nonce dpr downlink early-data ect ediint-features etag expect expect-ct expires ext forwarded from getprofile
  hobareg host http2-settings if if-match if-modified-since if-none-match if-range if-schedule-tag-match
  if-unmodified-since im include-referred-token-binding-id isolation keep-alive label last-event-id last-modified link
  link-template location lock-token man max-forwards memento-datetime meter method-check method-check-expires mime-version
  negotiate nel odata-entityid odata-isolation odata-maxversion odata-version opt optional-www-authenticate ordering-type
  origin origin-agent-cluster oscore oslc-core-version overwrite p3p pep pep-info permissions-policy pics-label ping-from
  ping-to position pragma prefer preference-applied priority profileobject protocol protocol-info protocol-query
  protocol-request proxy-authenticate proxy-authentication-info proxy-authorization proxy-connection proxy-features
  proxy-instruction proxy-status public public-key-pins public-key-pins-report-only purpose range redirect-ref referer
  referer-root referrer-policy refresh repeatability-client-id repeatability-first-sent repeatability-request-id
  repeatability-result replay-nonce reporting-endpoints repr-digest retry-after rtt safe save-data schedule-reply
  schedule-tag sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user
  sec-gpc sec-purpose sec-token-binding sec-websocket-accept sec-websocket-extensions sec-websocket-key
  sec-websocket-protocol sec-websocket-version security-scheme server server-timing service-worker
  service-worker-allowed set-cookie set-cookie2 setprofile signature signature-input slug soapaction sourcemap
  status-uri strict-transport-security sunset surrogate-capability surrogate-control tcn te timeout timing-allow-origin
  tk topic traceparent tracestate trailer transfer-encoding ttl upgrade upgrade-insecure-requests urgency uri use-as-dictionary
  user-agent variant-vary vary via viewport-width want-content-digest want-digest want-repr-digest warning width
  www-authenticate api-key apikey correlation-id idempotency-key request-id session-id tenant-id trace-id`.split(/\s+/),
);

/** The likely meaning of a name that is almost one of a standard: `Contet-Type`, `ContentType`, `content_type`. */
export function meantHeader(name: string): string | undefined {
  const written = name.toLowerCase();
  // Short ones are near to anything, and X- says that it is somebody's own.
  if (written.length < 5 || written.startsWith('x-') || registered.has(written)) return undefined;
  const slips = written.length < 10 ? 1 : 2;
  let meant: string | undefined;
  let least = slips + 1;
  for (const header of headers) {
    const distance = editDistance(written, header.name.toLowerCase());
    if (distance < least) [meant, least] = [header.name, distance];
  }
  return meant;
}
