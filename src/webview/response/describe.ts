import type { HttpExchange, HttpHop, HttpProgress, HttpTimings } from '../../net/http/exchange.ts';
import { formatBytes } from '../../base/quantities.ts';

/** A step of an exchange, in milliseconds from the start of its hop. */
interface TimingStep {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const steps: readonly (readonly [name: string, end: keyof HttpTimings])[] = [
  ['Name lookup', 'lookup'],
  ['Connect', 'connected'],
  ['TLS handshake', 'secured'],
  ['Send', 'sent'],
  ['Wait for first byte', 'firstByte'],
  ['Download', 'done'],
];

/** The steps that took place. Each starts at the end of the previous one. */
export function timingSteps(timings: HttpTimings): TimingStep[] {
  let from = 0;
  return steps.flatMap(([name, end]) => {
    const to = timings[end];
    if (to === undefined) return [];
    const step = { name, from: Math.min(from, to), to };
    from = Math.max(from, to);
    return [step];
  });
}

/** `1.2 KB`; with a content coding, `1.2 KB (gzip: 400 B)`. */
export function bodySize(exchange: HttpExchange): string | undefined {
  const { body } = exchange;
  if (body === undefined) return undefined;
  if (body.codings.length === 0) return formatBytes(body.bytes);
  return `${formatBytes(body.bytes)} (${body.codings.join(', ')}: ${formatBytes(body.encodedBytes)})`;
}

export function headerValue(hop: HttpHop | undefined, name: string): string {
  const found = hop?.response?.headers.find(([one]) => one.toLowerCase() === name);
  return found?.[1] ?? '';
}

/** `302 Found`; for a hop without an answer, the reason. */
export function hopVerdict(hop: HttpHop): string {
  if (hop.unsent === true) return 'not sent';
  if (hop.response === undefined) return 'no answer';
  if (hop.response.status === 0) return 'no status line';
  return `${hop.response.status} ${hop.response.reason}`.trim();
}

const phases: Readonly<Record<HttpProgress['phase'], string>> = {
  connecting: 'Connecting…',
  sending: 'Sending…',
  waiting: 'Waiting for the answer…',
  receiving: 'Receiving…',
};

export function progressText(progress: HttpProgress | undefined): string {
  if (progress === undefined) return 'Sending…';
  const { phase, sent, sendTotal, received, total } = progress;
  if (phase === 'sending' && sent > 0) return `Sending, ${partOf(sent, sendTotal)}`;
  if (phase !== 'receiving' || received === 0) return phases[phase];
  return `Receiving, ${partOf(received, total)}`;
}

function partOf(bytes: number, total: number | undefined): string {
  return total === undefined ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(total)}`;
}

/** The finished share of the work in progress, from 0 to 1; undefined if it is not known. */
export function progressShare(progress: HttpProgress | undefined): number | undefined {
  const { phase, sent = 0, sendTotal, received = 0, total } = progress ?? {};
  const [done, all] = phase === 'sending' ? [sent, sendTotal] : phase === 'receiving' ? [received, total] : [0, 0];
  return all === undefined || all === 0 ? undefined : Math.min(1, done / all);
}
