/** A value that is put in as it is, and whose parts a path goes into: `{{name.received}}`, `{{name.received.hex}}`. */
export class Parted {
  readonly value: unknown;
  readonly parts: Readonly<Record<string, unknown>>;

  constructor(value: unknown, parts: Readonly<Record<string, unknown>>) {
    this.value = value;
    this.parts = parts;
  }

  toJSON(): unknown {
    return this.value;
  }
}
