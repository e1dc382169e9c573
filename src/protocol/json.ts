/**
 * JSON whose numbers keep their written digits: 9007199254740993, 1.10 and 1e400 come out of `printJson` as they went
 * into `parseJson`. A number that JavaScript writes the same way is a plain `number`; any other is a `JsonNumber`. So
 * most trees are those of JSON.parse, and code that reads a number from a tree must expect `JsonNumber` too.
 */

export type JsonValue = null | boolean | number | string | JsonNumber | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** A number that a `number` would print differently. In sums and comparisons it is its nearest `number`. */
export class JsonNumber {
  /** As written: by the grammar of RFC 8259, section 6. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get value(): number {
    return Number(this.text);
  }

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return this.text;
  }

  /** For JSON.stringify, which knows only the digits of a `number`; `printJson` keeps the written ones. */
  toJSON(): number {
    return this.value;
  }
}

/** The most arrays and objects within each other: code that walks a tree may be recursive. */
export const deepestJson = 1000;

/**
 * The value of a JSON text, as from JSON.parse except for its numbers: the last of several members with one name
 * counts, and `__proto__` is an ordinary name. Throws a SyntaxError with the message of JSON.parse if the text is not
 * JSON.
 */
export function parseJson(text: string): JsonValue {
  // JSON.parse checks the text. It is read again only if a number in it needs its digits.
  const value = JSON.parse(text) as JsonValue;
  return needsDigits(text) ? new Reader(text).value() : value;
}

/** As JSON.stringify writes it (`indent`: spaces of a level), with each number as it was written. */
export function printJson(value: JsonValue, indent = 0): string {
  return print(value, indent === 0 ? '' : '\n', ' '.repeat(indent));
}

/** Compares two numbers by their digits, however many: below 0, 0 or above 0; NaN if one is not finite. */
export function compareNumbers(a: number | JsonNumber, b: number | JsonNumber): number {
  if (!isFiniteNumber(a) || !isFiniteNumber(b)) return NaN;
  const x = decimal(String(a));
  const y = decimal(String(b));
  if (x.sign !== y.sign) return x.sign - y.sign;
  if (x.scale !== y.scale) return x.sign * (x.scale - y.scale);
  return x.digits === y.digits ? 0 : x.digits < y.digits ? -x.sign : x.sign;
}

/** The form of a JSON number; `compareNumbers` takes no other text in a JsonNumber. */
export const isJsonNumber = (text: string): boolean => /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);

const isFiniteNumber = (number: number | JsonNumber) => typeof number !== 'number' || Number.isFinite(number);

/** Sign, digits without zeros at either end, and the power of ten: 0.DIGITS × 10^scale. */
function decimal(text: string): { sign: number; digits: string; scale: number } {
  const [, minus, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '').replace(/(?<!0)0+$/, '');
  if (digits === '') return { sign: 0, digits, scale: 0 };
  const zerosBefore = all.search(/[1-9]/);
  return { sign: minus === '-' ? -1 : 1, digits, scale: whole.length - zerosBefore + Number(exponent) };
}

/** Whether a number in a JSON text is written differently from JavaScript's form. Throws if the text is too deep. */
function needsDigits(text: string): boolean {
  let needed = false;
  let level = 0;
  for (let at = 0; at < text.length;) {
    const char = text.charCodeAt(at);
    if (char === 0x22) at = stringEnd(text, at);
    else if (isDigit(char)) {
      const end = numberEnd(text, at);
      // Up to fifteen plain digits are safe. A minus matters only before 0.
      const start = text.charCodeAt(at - 1) === 0x2d ? at - 1 : at;
      needed ||= !(end - at < 16 && char !== 0x30 && isAllDigits(text, at, end)) && isChanged(text.slice(start, end));
      at = end;
    } else {
      // Brackets and braces differ by one bit.
      if ((char | 0x20) === 0x7b && ++level > deepestJson) throw tooDeep();
      if ((char | 0x20) === 0x7d) level--;
      at++;
    }
  }
  return needed;
}

const isDigit = (char: number) => char >= 0x30 && char <= 0x39;
const isChanged = (text: string) => String(Number(text)) !== text;

function isAllDigits(text: string, at: number, end: number): boolean {
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  return at === end;
}

/** The end of a number: after its digits, signs, point and exponent. */
function numberEnd(text: string, at: number): number {
  let char = text.charCodeAt(at);
  while (isDigit(char) || char === 0x2e || char === 0x2d || char === 0x2b || (char | 0x20) === 0x65)
    char = text.charCodeAt(++at);
  return at;
}

/** The end of the string that begins there, after its quotation mark. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

function tooDeep(): SyntaxError {
  return new SyntaxError(`The JSON is deeper than ${deepestJson} arrays and objects within each other`);
}

/** Reads a text that is known to be valid JSON and not too deep. It checks nothing. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): JsonValue {
    switch (this.#next()) {
      case 0x5b:
        return this.#array();
      case 0x7b:
        return this.#object();
      case 0x22:
        return this.#string();
      case 0x74:
        return this.#word(true, 4);
      case 0x66:
        return this.#word(false, 5);
      case 0x6e:
        return this.#word(null, 4);
      default:
        return this.#number();
    }
  }

  /** The next character that is not white space, without taking it. */
  #next(): number {
    let char = this.#text.charCodeAt(this.#at);
    while (char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09) char = this.#text.charCodeAt(++this.#at);
    return char;
  }

  /** Takes a comma and returns true, or takes the closing character and returns false. */
  #another(): boolean {
    const comma = this.#next() === 0x2c;
    this.#at++;
    return comma;
  }

  /** Takes the opening character, and the closing one if nothing is in between. */
  #isEmpty(close: number): boolean {
    this.#at++;
    const empty = this.#next() === close;
    if (empty) this.#at++;
    return empty;
  }

  #array(): JsonValue {
    const items: JsonValue[] = [];
    if (this.#isEmpty(0x5d)) return items;
    do items.push(this.value());
    while (this.#another());
    return items;
  }

  #object(): JsonValue {
    const members: Record<string, JsonValue> = {};
    if (this.#isEmpty(0x7d)) return members;
    do {
      this.#next();
      const name = this.#string();
      this.#next();
      this.#at++;
      setMember(members, name, this.value());
    } while (this.#another());
    return members;
  }

  #string(): string {
    const start = this.#at;
    const end = (this.#at = stringEnd(this.#text, start));
    const inside = this.#text.slice(start + 1, end - 1);
    return inside.includes('\\') ? (JSON.parse(this.#text.slice(start, end)) as string) : inside;
  }

  #word<T>(value: T, length: number): T {
    this.#at += length;
    return value;
  }

  #number(): number | JsonNumber {
    const start = this.#at;
    this.#at = numberEnd(this.#text, start);
    const text = this.#text.slice(start, this.#at);
    return isChanged(text) ? new JsonNumber(text) : Number(text);
  }
}

function setMember(into: Record<string, JsonValue>, name: string, value: JsonValue): void {
  if (name !== '__proto__') into[name] = value;
  else Object.defineProperty(into, name, { value, writable: true, enumerable: true, configurable: true });
}

function print(value: JsonValue, line: string, step: string): string {
  if (value instanceof JsonNumber) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = line === '' ? '' : line + step;
  const [opens, closes] = Array.isArray(value) ? '[]' : '{}';
  const colon = line === '' ? ':' : ': ';
  let text = '';
  if (Array.isArray(value))
    for (const one of value as readonly JsonValue[])
      text += `${text === '' ? '' : ','}${inner}${print(one, inner, step)}`;
  else
    for (const name of Object.keys(value))
      text += `${text === '' ? '' : ','}${inner}${JSON.stringify(name)}${colon}${print((value as JsonObject)[name]!, inner, step)}`;
  return text === '' ? opens! + closes! : `${opens}${text}${line}${closes}`;
}
