import type { ErrorCode } from '../../base/codes.ts';
import { isOneOf } from '../../base/shape.ts';
import type { SocketAddress, Transport } from '../../traffic/event.ts';

/** The messages between a `script` behaviour and the process of its script, in order. */

export type ToScript =
  | {
      readonly kind: 'load';
      readonly file: string;
      readonly transport: Transport;
      /** Milliseconds that an asynchronous handler may take. */
      readonly timeout: number;
      /** Bytes of resident memory that the process may grow by. */
      readonly memory: number;
    }
  /** `isNew` false: it was open before this version of the script was loaded, so its `onOpen` is not called. */
  | {
      readonly kind: 'open';
      readonly id: number;
      readonly peer: SocketAddress;
      readonly local: SocketAddress;
      readonly isNew: boolean;
    }
  | { readonly kind: 'received'; readonly id: number; readonly bytes: Uint8Array; readonly text: string }
  /** The peer ended its direction. */
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'closed'; readonly id: number }
  /** A message of `size` went out, or was dropped with its conversation, so there is room for another. */
  | { readonly kind: 'taken'; readonly size: number }
  | { readonly kind: 'ping'; readonly number: number };

const faultCodes = [
  'script-threw',
  'script-syntax',
  'script-not-loaded',
  'script-bad-reply',
  'script-late',
] as const satisfies readonly ErrorCode[];

/** `file` and `line` if the script's own code is the cause. */
export interface ScriptFault {
  readonly code: (typeof faultCodes)[number];
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

export type FromScript =
  | { readonly kind: 'loaded' }
  /** The script is over, except for `script-late`, after which it goes on. */
  | { readonly kind: 'fault'; readonly fault: ScriptFault }
  /** `size` is returned with `taken`. */
  | { readonly kind: 'send'; readonly id: number; readonly data: string | Uint8Array; readonly size: number }
  /** Ends our direction after the sent messages. */
  | { readonly kind: 'end'; readonly id: number }
  /** A `received` was handled. */
  | { readonly kind: 'done'; readonly id: number; readonly size: number }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'pong'; readonly number: number };

type Fields = Readonly<Record<string, unknown>>;
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isFaultCode = isOneOf(faultCodes);
const isText = (value: unknown): boolean => typeof value === 'string';
const isOptional = (check: (value: unknown) => boolean) => (value: unknown) => value === undefined || check(value);

const shapes: { readonly [K in FromScript['kind']]: Readonly<Record<string, (value: unknown) => boolean>> } = {
  loaded: {},
  fault: { fault: isFault },
  send: { id: isNumber, data: (value) => isText(value) || value instanceof Uint8Array, size: isNumber },
  end: { id: isNumber },
  done: { id: isNumber, size: isNumber },
  note: { text: isText },
  pong: { number: isNumber },
};

function isFault(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fault = value as Fields;
  return (
    isFaultCode(fault['code']) &&
    isText(fault['message']) &&
    isOptional(isText)(fault['file']) &&
    isOptional(isNumber)(fault['line'])
  );
}

/** A message, or undefined if it is invalid: a script may write to the channel itself. */
export function fromScript(value: unknown): FromScript | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Fields;
  const kind = message['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) return undefined;
  const shape = shapes[kind as FromScript['kind']];
  return Object.entries(shape).every(([name, check]) => check(message[name])) ? (value as FromScript) : undefined;
}

/**
 * The text that the process writes to its fifth descriptor before it ends itself, since nothing else may still work.
 */
export const memoryVerdict = 'memory';
export const verdictDescriptor = 4;
