import type { FieldLine } from '../model.ts';

/** `name` in lower case. */
export function headerNamed(headers: readonly FieldLine[], name: string): FieldLine | undefined {
  return headers.find((header) => header.name.value.toLowerCase() === name);
}

export function headerText(headers: readonly FieldLine[], name: string): string | undefined {
  return headerNamed(headers, name)?.value.text;
}
