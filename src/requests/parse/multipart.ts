import type { FieldLine, Range } from '../model.ts';
import { isFileLine } from './body.ts';
import { lineText, warn, type RegionContext } from './context.ts';
import type { Line } from './lines.ts';
import { isBlank } from './sideLines.ts';
import { headerColon } from './target.ts';
import { trimmed } from './template.ts';

/** Warns of a multipart body that a receiver cannot take apart (RFC 2046, section 5.1). It is sent all the same. */
export function checkMultipart(context: RegionContext, header: FieldLine | undefined, lines: readonly Line[]): void {
  const type = header?.value.text;
  if (header === undefined || !/^\s*multipart\//i.test(type!)) return;
  const texts = lines.map((line) => lineText(context, line));
  if (texts.every(isBlank)) return;
  const doubt = (place: Range, message: string, replacement?: string): void =>
    warn(context, place, 'bad-multipart', message, replacement);
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type!);
  if (boundary === null) {
    const used = /^--(\S+)\s*$/.exec(texts.find((text) => !isBlank(text))!)?.[1];
    doubt(
      header.value,
      `Content-Type names no boundary, so nobody can tell the parts of the body apart. Add ; boundary=${used ?? 'name'} to it.`,
      used && /^[\w'()+,./:=?-]{1,70}$/.test(used) ? `${type!.trim()}; boundary=${used}` : undefined,
    );
    return;
  }
  const name = boundary[1] ?? boundary[2]!;
  if (name.includes('{{') || texts.some(isFileOfParts(name))) return;
  const delimiter = `--${name}`;
  const is = (text: string, what: string): boolean => text.trimEnd() === what;
  if (!texts.some((text) => is(text, delimiter)))
    doubt(header.value, `No part begins: no line of the body is ${delimiter}.`);
  else if (!texts.some((text) => is(text, `${delimiter}--`)))
    doubt(header.value, `The body does not end: its last line has to be ${delimiter}--.`);
  checkParts(context, lines, delimiter, doubt);
}

/** A body that is one file, or begins with one, may have its delimiters in there. */
function isFileOfParts(name: string): (text: string, index: number, all: readonly string[]) => boolean {
  return (text, index, all) =>
    isFileLine(text) && !all.slice(0, index).some((before) => before.trimEnd() === `--${name}`);
}

/** The headers of a part end with an empty line: content before it would be lost among them. */
function checkParts(
  context: RegionContext,
  lines: readonly Line[],
  delimiter: string,
  doubt: (place: Range, message: string) => void,
): void {
  let inHeaders = false;
  for (const line of lines) {
    const text = lineText(context, line);
    if (text.trimEnd() === delimiter) inHeaders = true;
    else if (isBlank(text) || text.startsWith(delimiter)) inHeaders = false;
    else if (inHeaders && headerColon(context.text, line.start, line.end) === -1 && !/^[ \t]/.test(text)) {
      inHeaders = false;
      const place = trimmed(context.text, line.start, line.end);
      doubt(
        place,
        'The content of the part begins here; put an empty line before it, which ends the headers of the part.',
      );
    }
  }
}
