import type { Codec, DecodeSink, EncodeSink, StepDecoder } from './codec.ts';
import { ILLEGAL, INCOMPLETE } from './multiByte.ts';
import { multiByteTable } from './multiByteTable.ts';

const NAME = 'hz';
const TILDE = 0x7e;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_FEED = 0x0a;

/** HZ (RFC 1843): GB 2312 between `~{` and `~}`, `~~` for a tilde; a line continues after `~` and a line feed. */
export const hz: Codec = { decoder: () => new HzDecoder(), encode: encodeHz };

class HzDecoder implements StepDecoder {
  #chinese = false;

  mark(): () => void {
    const chinese = this.#chinese;
    return () => (this.#chinese = chinese);
  }

  step(bytes: Uint8Array, sink: DecodeSink, final: boolean): number {
    const { pairs } = multiByteTable('gb2312');
    const n = bytes.length;
    let i = 0;
    while (i < n) {
      const b = bytes[i]!;
      if (b > 0x7f || (b !== TILDE && !this.#chinese)) {
        if (b < 0x80) sink.push(b, i++);
        else i = sink.fail(NAME, bytes, i, i + 1, ILLEGAL);
        continue;
      }
      if (i + 1 === n) {
        if (!final) return i;
        return sink.fail(NAME, bytes, i, n, INCOMPLETE);
      }
      const c = bytes[i + 1]!;
      if (b !== TILDE) {
        const unit = c < 0x80 ? pairs[((b << 8) | c) + 0x8080]! : 0;
        if (unit !== 0) sink.push(unit, i);
        i = unit === 0 ? sink.fail(NAME, bytes, i, i + 1, ILLEGAL) : i + 2;
        continue;
      }
      if (this.#chinese && c === CLOSE) this.#chinese = false;
      else if (!this.#chinese && c === TILDE) sink.push(TILDE, i);
      else if (!this.#chinese && c === OPEN) this.#chinese = true;
      else if (this.#chinese || c !== LINE_FEED) {
        i = sink.fail(NAME, bytes, i, i + 1, ILLEGAL);
        continue;
      }
      i += 2;
    }
    return i;
  }
}

function encodeHz(text: string, sink: EncodeSink): void {
  const { inverse } = multiByteTable('gb2312');
  let chinese = false;
  const shift = (to: boolean): void => {
    if (to !== chinese) sink.pushCode((TILDE << 8) | (to ? OPEN : CLOSE));
    chinese = to;
  };
  const put = (part: string): void => {
    for (let i = 0; i < part.length; i++) {
      const character = part.codePointAt(i)!;
      const width = character > 0xffff ? 2 : 1;
      const code = inverse.code(character);
      if (character < 0x80) {
        shift(false);
        if (character === TILDE) sink.push(TILDE);
        sink.push(character);
      } else if (code >= 0) {
        shift(true);
        sink.pushCode(code - 0x8080);
      } else sink.fail(NAME, part, i, i + width, ILLEGAL, put);
      i += width - 1;
    }
  };
  put(text);
  shift(false);
}
