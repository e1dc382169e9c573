import { directions, eventKinds, type Counters, type Direction, type EventKind } from './event.ts';

/**
 * Kind and direction in one byte, as the kind column stores them: the kind in the low four bits, the direction above.
 */
export type EventCode = number;

const kindCodes = new Map<EventKind, number>(eventKinds.map((kind, code) => [kind, code]));

export function eventCode(kind: EventKind, direction: Direction): EventCode {
  const way = direction === 'in' ? 16 : direction === 'out' ? 32 : 0;
  return (kind === 'data' ? 1 : kindCodes.get(kind)!) | way;
}

export function kindOf(code: EventCode): EventKind {
  return eventKinds[code & 15]!;
}

export function directionOf(code: EventCode): Direction {
  return directions[code >> 4]!;
}

const fields = ['bytesIn', 'bytesOut', 'chunksIn', 'chunksOut', 'framesIn', 'framesOut', 'errors'] as const;

/** The fields that an event of a code adds one to, and adds its length to; -1: none. */
const countField = new Int8Array(64).fill(-1);
const bytesField = new Int8Array(64).fill(-1);
countField[eventCode('data', 'in')] = fields.indexOf('chunksIn');
countField[eventCode('data', 'out')] = fields.indexOf('chunksOut');
countField[eventCode('frame', 'in')] = fields.indexOf('framesIn');
countField[eventCode('frame', 'out')] = fields.indexOf('framesOut');
for (const direction of directions) countField[eventCode('error', direction)] = fields.indexOf('errors');
bytesField[eventCode('data', 'in')] = fields.indexOf('bytesIn');
bytesField[eventCode('data', 'out')] = fields.indexOf('bytesOut');

const stride = 8;

/** Counters by slot in one growing typed array: adding to one needs no object and no allocation. */
export class CounterTable {
  #values = new Float64Array(stride * 64);

  add(slot: number, code: EventCode, length: number): void {
    const base = slot * stride;
    const count = countField[code]!;
    if (count >= 0) this.#values[base + count]! += 1;
    const bytes = bytesField[code]!;
    if (bytes >= 0) this.#values[base + bytes]! += length;
  }

  /** Makes room for a slot and sets it to zero. */
  reset(slot: number): void {
    const end = (slot + 1) * stride;
    if (end > this.#values.length) {
      const grown = new Float64Array(Math.max(end, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values.fill(0, slot * stride, end);
  }

  /** Bytes of data events, both directions, of the slots below `end`. */
  dataBytes(end: number): number {
    let sum = 0;
    for (let base = 0; base < end * stride; base += stride) sum += this.#values[base]! + this.#values[base + 1]!;
    return sum;
  }

  read(slot: number): Counters {
    const base = slot * stride;
    const value = (field: number) => this.#values[base + field] ?? 0;
    return {
      bytesIn: value(0),
      bytesOut: value(1),
      chunksIn: value(2),
      chunksOut: value(3),
      framesIn: value(4),
      framesOut: value(5),
      errors: value(6),
    };
  }
}

export const noCounters: Counters = new CounterTable().read(0);
