import type { BodyPart, FieldLine } from './model.ts';

/** The parts of a printed request, as lines. */

export function printHead(
  word: string,
  words: readonly (string | undefined)[],
  options: readonly FieldLine[],
): string[] {
  return [[word, ...words].filter((each) => each !== undefined).join(' '), ...options.map(printField)];
}

export function printField({ name, value }: FieldLine): string {
  return `${name.value}: ${value.text}`.trimEnd();
}

/** An empty line, and the body after it. `end`: a line end that the language adds after the last line. */
export function printBody(parts: readonly BodyPart[], end = ''): string[] {
  if (parts.length === 0) return [];
  let text = parts
    .map((part) =>
      part.kind === 'text'
        ? part.template.text
        : `<${part.substitute ? `@${part.encoding?.value ?? ''}` : ''} ${part.path.text}`,
    )
    .join('');
  if (end !== '' && text.endsWith(end)) text = text.slice(0, -end.length);
  return ['', ...text.split(/\r\n|\r|\n/)];
}
