import { bytesText, errorName, errorText, FRAME, grouped, SETTINGS, ACK } from './codes.ts';
import { formatHex } from '../text/hex.ts';
import { u16, u32, type Frame } from './frames.ts';
import { field, Parts, type Described } from './parts.ts';

/** A payload that can be read by itself. Its parts go to `parts`. Returns its summary in one line. */
type PayloadReader = (parts: Parts, frame: Frame) => string;

/** The most settings that the line of a frame names. */
const settingsNamed = 4;

const readers: Readonly<Record<number, PayloadReader>> = {
  [FRAME.PRIORITY]: (parts) => priority(parts),
  [FRAME.RST_STREAM]: (parts) => errorCode(parts),
  [FRAME.SETTINGS]: (parts, { flags }) => settings(parts, (flags & ACK) !== 0),
  [FRAME.PING]: (parts, { flags }) => {
    const start = parts.at;
    const whole = parts.take('opaque data', 8, (at) => hex(parts, at, at + 8));
    const what = (flags & ACK) === 0 ? 'to be sent back' : 'sent back';
    return whole ? `${hex(parts, start, start + 8)}, ${what}` : what;
  },
  [FRAME.GOAWAY]: goAway,
  [FRAME.WINDOW_UPDATE]: (parts) => {
    let more = '';
    parts.take('increment', 4, (at) => {
      const bytes = u32(parts.bytes, at) % 2 ** 31;
      more = `${bytesText(bytes)} more`;
      return { text: bytesText(bytes), problem: bytes === 0 ? 'An increment is 1 at least.' : undefined };
    });
    return more;
  },
  [FRAME.ALTSVC]: (parts) => {
    let origin = 0;
    parts.take('origin length', 2, (at) => bytesText((origin = u16(parts.bytes, at))));
    if (origin > 0) parts.take('origin', origin, (at) => parts.latin1(at, at + origin));
    return textLeft(parts, 'alternatives');
  },
  [FRAME.ORIGIN]: (parts) => {
    const origins: string[] = [];
    while (parts.left > 0) {
      let length = 0;
      if (!parts.take('origin length', 2, (at) => bytesText((length = u16(parts.bytes, at))))) break;
      const start = parts.at;
      if (!parts.take('origin', length, (at) => parts.latin1(at, at + length))) break;
      origins.push(parts.latin1(start, start + length));
    }
    return origins.join(', ');
  },
  [FRAME.PRIORITY_UPDATE]: (parts) => {
    let stream = 0;
    parts.take('prioritized stream', 4, (at) => grouped((stream = u32(parts.bytes, at) % 2 ** 31)));
    return `stream ${grouped(stream)}: ${textLeft(parts, 'priority')}`;
  },
};

/** The summary of a frame whose payload needs no earlier bytes; undefined: it is not such a frame. */
export function readPayload(parts: Parts, frame: Frame): string {
  const read = readers[frame.type];
  const text = read === undefined ? bytesText(frame.length) : read(parts, frame);
  // More bytes than allowed, or a frame of an unknown kind.
  parts.rest(read === undefined ? 'payload' : 'unread');
  return text;
}

function hex({ bytes }: Parts, start: number, end: number): string {
  return `0x${formatHex(bytes.subarray(start, end))}`;
}

function textLeft(parts: Parts, name: string): string {
  const start = parts.at;
  parts.rest(name, (from, to) => parts.latin1(from, to));
  return parts.latin1(start, Math.min(parts.end, parts.bytes.length));
}

/** RFC 9113, section 6.3. HEADERS may begin with this too. */
export function priority(parts: Parts): string {
  let text = '';
  const dependency = (at: number): Described => {
    const word = u32(parts.bytes, at);
    text = `after stream ${grouped(word % 2 ** 31)}${word >= 2 ** 31 ? ', which only it depends on' : ''}`;
    return text;
  };
  if (!parts.take('dependency', 4, dependency)) return text;
  const start = parts.at;
  if (!parts.take('weight', 1, (at) => String(parts.bytes[at]! + 1))) return text;
  return `${text}, weight ${parts.bytes[start]! + 1}`;
}

function errorCode(parts: Parts): string {
  let name = '';
  parts.take('error code', 4, (at) => {
    name = errorName(u32(parts.bytes, at));
    return errorText(u32(parts.bytes, at));
  });
  return name;
}

function goAway(parts: Parts): string {
  const said: string[] = [];
  parts.take('last stream', 4, (at) => {
    const stream = u32(parts.bytes, at) % 2 ** 31;
    said.push(`last stream ${grouped(stream)}`);
    return `${grouped(stream)}: those after it were not looked at`;
  });
  const error = errorCode(parts);
  if (error !== '') said.unshift(error);
  const debug = parts.left > 0 ? textLeft(parts, 'debug data') : '';
  if (debug !== '') said.push(`“${debug}”`);
  return said.join(', ');
}

function settings(parts: Parts, isAck: boolean): string {
  const said: string[] = [];
  let count = 0;
  while (parts.left >= 6 && parts.at < parts.bytes.length) {
    const start = parts.at;
    const inside = new Parts(parts.bytes, start, start + 6);
    let name = '';
    const hasId = inside.take('identifier', 2, (at) => {
      const id = u16(parts.bytes, at);
      name = SETTINGS.get(id)?.name ?? `setting 0x${id.toString(16).padStart(4, '0')}`;
      return `${id} (${name})`;
    });
    let text = 'not whole yet';
    let problem: string | undefined;
    const whole =
      hasId &&
      inside.take('value', 4, (at) => {
        const kind = SETTINGS.get(u16(parts.bytes, start));
        const value = u32(parts.bytes, at);
        text = grouped(value);
        said.push(`${name} ${text}`);
        if (kind !== undefined) text += `: ${kind.about}`;
        problem = kind?.problem?.(value);
        return grouped(value);
      });
    const end = Math.min(start + 6, parts.bytes.length);
    parts.fields.push(field(name === '' ? 'setting' : name, text, start, end, { children: inside.fields, problem }));
    parts.at = start + 6;
    count++;
    if (!whole) break;
  }
  if (isAck) return 'acknowledged';
  const more = count > settingsNamed ? `, ${count - settingsNamed} more` : '';
  return count === 0 ? 'no settings' : `${said.slice(0, settingsNamed).join(', ')}${more}`;
}
