import { needsOfFields, type Need, type TrustRows } from '../../../base/trust.ts';
import type { CurlOptions, HttpItem } from '../../model.ts';

/** Needs of a trusted workspace that curl's options have. */
export function needsOfCurl({ curl }: HttpItem): readonly Need[] {
  return curl === undefined ? [] : needsOfFields(curlOptions, curl, curlOption);
}

/** `unixSocket` is `--unix-socket`. */
function curlOption(name: string): string {
  return `curl's --${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The options that are not in the request itself. Files to send are parts of its body. */
const curlOptions: TrustRows<CurlOptions> = {
  insecure: 'free',
  fixedMethod: 'free',
  posted: 'free',
  location: 'free',
  compressed: 'free',
  proxy: 'free',
  maxTime: 'free',
  user: 'free',
  digest: 'free',
  unixSocket: 'socket',
  cacert: 'file',
  cert: 'file',
  key: 'file',
  connectTimeout: 'free',
  family: 'free',
  form: (parts) =>
    parts.some(({ contents }) => contents.some(({ file }) => file !== undefined))
      ? [{ effect: 'file', subject: 'The form' }]
      : [],
  maxRedirects: 'free',
  autoReferer: 'free',
  pathAsIs: 'free',
  requestTarget: 'free',
  bearer: 'free',
  pass: 'free',
  offerHttp2: 'free',
  own: 'free',
};
