import type { OptionSpec } from '../../endpoints/option.ts';
import { badValue, type Option } from '../run/options.ts';
import type { Turn } from '../run/turn.ts';
import type { WrittenOption } from './endpointOptions.ts';

/** The values that a request gives to options of an endpoint, at their places in a spec. Their limits are for `resolveSpec` to say. */
export function givenOptions(written: readonly WrittenOption[], turn: Turn): Record<string, unknown> {
  const spec: Record<string, unknown> = {};
  for (const { name, path, option } of written) {
    const given = turn.options.list(name);
    if (given.length === 0 || option.value.name === 'behaviour') continue;
    const values = given.map((one) => valueOf(one, option, turn));
    const value = option.repeatable === true ? values.flat() : values.at(-1);
    const [field, inner] = path;
    spec[field] = inner === undefined ? value : { ...(spec[field] as object | undefined), [inner]: value };
  }
  return spec;
}

function valueOf(option: Option, { value: kind }: OptionSpec, turn: Turn): unknown {
  if (kind.name === 'path') return turn.path(option.text, option.field);
  const read = kind.read(option.text);
  if (read.ok) return read.value;
  throw badValue(option, `write ${read.expected}`);
}
