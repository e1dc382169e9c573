import { isObject, type Fields } from '../../endpoints/check.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { heldText } from '../../endpoints/option.ts';
import { endpointKinds, kindOf, optionsOf, placed, type PlacedOption } from '../../endpoints/table.ts';
import { without } from '../without.ts';

/** The options that the quick way leaves out, from the list of the endpoint's kind. */
export function listedOptions(spec: EndpointSpec): PlacedOption[] {
  const id = kindOf(spec);
  const options = id === undefined ? {} : (optionsOf(endpointKinds[id], spec.role) ?? {});
  return placed(options).filter(({ option }) => option.listed !== false);
}

export function optionValue(spec: EndpointSpec, { path }: PlacedOption): unknown {
  return path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), spec);
}

/** The spec with one value set, or removed if it is undefined. */
export function withOption<T extends EndpointSpec>(spec: T, { path }: PlacedOption, value: unknown): T {
  return setAt(spec, path, value) as unknown as T;
}

function setAt(at: Fields, path: readonly string[], value: unknown): Fields {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    return value === undefined ? without(at, key) : { ...at, [key]: value };
  }
  const inner = at[key];
  return { ...at, [key]: setAt(isObject(inner) ? inner : {}, rest, value) };
}

/** A value in its displayed and typed form; the default if there is none. */
export function optionText({ option }: PlacedOption, value: unknown): string {
  const text = value === undefined ? heldText(option) : option.value.print(value);
  if (option.value.name !== 'boolean') return text ?? 'none';
  return text === 'true' ? 'yes' : 'no';
}
