import { capital } from '../base/capital.ts';
import type { Fix, Item } from './model.ts';
import type { CertificateForm } from './words/kind.ts';
import { kindOf } from './words/table.ts';

/** Errors of a certificate, and whether naming an authority would help (of one that has expired, it would not). */
const codes: Readonly<Record<string, boolean>> = {
  'tls-self-signed': true,
  'tls-unknown-authority': true,
  'tls-untrusted': true,
  'tls-expired': false,
  'tls-not-yet-valid': false,
  'tls-wrong-name': false,
};

const byOptions: CertificateForm = {
  anyway: 'verify: false',
  authority: 'ca: FILE',
  where: 'below the request line',
  at: (text, { start }) => /\r?\n|$/.exec(text.slice(start))!.index + start,
  around: ['\n', ''],
};

function formOf(item: Item): CertificateForm {
  return kindOf(item.kind).certificate?.(item) ?? byOptions;
}

/** The line to write into the file so that the request goes through; undefined if the error is not about a certificate. */
export function certificateHint(code: string, item: Item): string | undefined {
  const isHelped = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (isHelped === undefined) return undefined;
  const { anyway, authority, where } = formOf(item);
  const named = isHelped ? `, and ${authority} names an authority to trust` : '';
  return `${capital(where)}, ${anyway} sends all the same${named}.`;
}

export function certificateFixes(code: string, text: string, item: Item): Fix[] {
  if (!Object.hasOwn(codes, code)) return [];
  const { anyway, authority, at, around } = formOf(item);
  const start = at(text, item);
  const [before, after] = around.map((part) => (text.includes('\r\n') ? part.replace('\n', '\r\n') : part));
  const write = (what: string): Fix => ({ title: `Write ${what}`, start, end: start, text: before! + what + after! });
  return [write(anyway), ...(codes[code] ? [write(authority.replace('FILE', 'ca.pem'))] : [])];
}
