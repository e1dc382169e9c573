import { decode } from '../../protocol/text/decode.ts';
import { parseEscapes } from '../../protocol/text/escapes.ts';
import type { Framing } from '../../protocol/framing.ts';
import type { FieldLine, Range, Template } from '../model.ts';
import { framing } from '../../endpoints/framing.ts';
import { boolean, duration, type Read } from '../../endpoints/value.ts';
import { plainName } from '../words/spec.ts';
import { FileError, inFile } from './requestError.ts';

/** An option's value, placeholders filled in, and its place. */
export interface Option {
  readonly name: string;
  readonly text: string;
  readonly field: FieldLine;
}

/** The options of a request, read by name and kind. Every method throws FileError with the value's place if it is wrong. */
export class Options {
  readonly all: readonly Option[];

  private constructor(all: readonly Option[]) {
    this.all = all;
  }

  static async of(fields: readonly FieldLine[], fill: (template: Template) => Promise<string>): Promise<Options> {
    const all: Option[] = [];
    for (const field of fields) {
      all.push({ name: plainName(field.name.value), text: (await fill(field.value)).trim(), field });
    }
    return new Options(all);
  }

  get(name: string): Option | undefined {
    return this.all.findLast((option) => option.name === plainName(name));
  }

  list(name: string): readonly Option[] {
    return this.all.filter((option) => option.name === plainName(name));
  }

  text(name: string): string | undefined {
    return this.get(name)?.text;
  }

  /** Milliseconds; a bare number is milliseconds too, as everywhere in Wirebench. */
  duration(name: string): number | undefined {
    return this.#read(name, (text) => duration.read(text), 'a duration such as 500ms, 2s or 1m');
  }

  number(name: string): number | undefined {
    const option = this.get(name);
    if (option === undefined) return undefined;
    if (!/^-?\d+(\.\d+)?$/.test(option.text)) throw badValue(option, 'write a number');
    return Number(option.text);
  }

  flag(name: string): boolean | undefined {
    return this.#read(name, (text) => boolean.read(text));
  }

  framing(name: string): Framing | undefined {
    return this.#read(name, (text) => framing.read(text));
  }

  #read<T>(name: string, read: (text: string) => Read<T>, write?: string): T | undefined {
    const option = this.get(name);
    if (option === undefined) return undefined;
    const found = read(option.text);
    if (found.ok) return found.value;
    throw badValue(option, `write ${write ?? found.expected}`);
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const option = this.get(name);
    if (option === undefined) return undefined;
    const found = choices.find((choice) => choice === option.text.toLowerCase());
    if (found === undefined) throw badValue(option, `write one of ${choices.join(', ')}`);
    return found;
  }
}

/** The value with its escapes read (`\n`, `\x00`, `\u00e9`), as text. Throws FileError. */
export function unescaped(option: Option): string {
  return unescapedText(option.text, option.field.value);
}

/** As `unescaped`, of text that stands at a place in the file. */
export function unescapedText(text: string, place: Range): string {
  try {
    return decode(parseEscapes(text));
  } catch (error) {
    throw inFile(error, place);
  }
}

export function badValue(option: Option, advice: string): FileError {
  const message = `"${option.text}" is not valid for ${option.field.name.value}: ${advice}.`;
  return new FileError({ code: 'bad-value', message }, option.field.value);
}
