import { randomInt, randomUUID } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { WirebenchError } from '../base/errors.ts';
import type { Endpoint } from '../net/endpoint.ts';
import type { Destination, Repeat } from '../net/spec.ts';
import type { MacroContext } from '../protocol/text/macros.ts';
import { encodePayload, type Payload } from '../protocol/text/payload.ts';
import type { SendResult } from './messages.ts';

/**
 * Bytes that are read from a file at a time, so that a file of any size goes out of a stream endpoint with little
 * memory.
 */
const filePiece = 256 * 1024;
/**
 * A datagram is one piece. One byte more than the largest is read, so that a longer file gets the endpoint's own error.
 */
const datagramPiece = 65_508;

const repeatLimits = { times: 1_000_000, interval: 86_400_000 } as const;

function checkRepeat(repeat: Repeat): void {
  const whole = (value: number, most: number, least: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  if (whole(repeat.times, repeatLimits.times, 1) && whole(repeat.interval, repeatLimits.interval, 0)) return;
  throw new WirebenchError({
    code: 'bad-repeat',
    message: `A message can be repeated 1 to ${repeatLimits.times} times, with 0 to ${repeatLimits.interval} ms in between, not ${repeat.times} times every ${repeat.interval} ms.`,
    remedies: ['editPayload'],
  });
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    const system = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new WirebenchError(
      {
        code: 'file-unreadable',
        message: `The file to send, ${path}, could not be opened: ${system}.`,
        system,
        remedies: ['editPayload'],
      },
      { cause },
    );
  }
}

async function sendFile(endpoint: Endpoint, to: Destination, path: string, signal: AbortSignal): Promise<SendResult> {
  const file = await openFile(path);
  const piece = endpoint.spec.transport === 'udp' ? datagramPiece : filePiece;
  let bytes = 0;
  let recipients = 0;
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(piece), 0, piece, null);
      if (bytesRead === 0 && bytes > 0) break;
      const sent = await endpoint.send(to, buffer.subarray(0, bytesRead));
      bytes += sent.bytes;
      recipients = sent.recipients;
      if (bytesRead < piece || signal.aborted) break;
    }
  } finally {
    await file.close();
  }
  return { bytes, recipients, messages: 1 };
}

/**
 * Sends a payload once or repeatedly. Macros are expanded again for each message; `{{$counter}}` starts at 1. A
 * cancelled repeat reports the messages that went out until then.
 */
export async function send(
  endpoint: Endpoint,
  to: Destination,
  payload: Payload,
  repeat: Repeat | undefined,
  signal: AbortSignal,
): Promise<SendResult> {
  const { times, interval } = repeat ?? { times: 1, interval: 0 };
  if (repeat) checkRepeat(repeat);
  const total = { bytes: 0, recipients: 0, messages: 0 };
  for (let i = 1; i <= times && !signal.aborted; i++) {
    const context: MacroContext = { counter: i, now: () => Date.now(), uuid: randomUUID, randomInt };
    const sent =
      payload.kind === 'file'
        ? await sendFile(endpoint, to, payload.path, signal)
        : await endpoint.send(to, encodePayload(payload, context));
    total.bytes += sent.bytes;
    total.recipients = sent.recipients;
    total.messages++;
    if (i < times) await pause(interval, signal);
  }
  return total;
}

/** Even at interval 0, other work gets a turn between two messages, so that a flood of sends starves nothing. */
async function pause(interval: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(interval, undefined, { signal });
  } catch {
    // Cancelled: the caller looks at the signal.
  }
}
