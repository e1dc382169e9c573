import type { Need } from '../base/trust.ts';
import { isObject, type Fields } from './check.ts';
import type { Options, OptionSpec } from './option.ts';
import { kindOfFields } from './resolve.ts';
import { endpointKinds, optionsOf } from './table.ts';

/**
 * The reasons why the options of a spec need a trusted workspace, from the options' own rows. The spec may be
 * incomplete and of any shape: a spec from outside is checked only after this. Throws `bad-spec` for an unknown
 * application.
 */
export function needsOfOptions(spec: Fields): Need[] {
  const { role, transport } = spec;
  if (role !== 'server' && role !== 'client') return [];
  if (!Object.values(endpointKinds).some((kind) => kind.transport === transport)) return [];
  return needsOf(optionsOf(kindOfFields(spec, role), role) ?? {}, spec);
}

function needsOf(options: Options, given: Fields): Need[] {
  return Object.entries(options).flatMap(([name, option]): Need[] => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) return [];
    if (option.fields !== undefined) return isObject(value) ? needsOf(option.fields, value) : [];
    const effect = effectOf(option, value);
    return effect === undefined ? [] : [{ effect, subject: subjectOf(name, value) }];
  });
}

/** The effect of an option with a value, if that needs a trusted workspace. */
export function effectOf({ value: { effect } }: OptionSpec, value: unknown): Need['effect'] | undefined {
  return typeof effect === 'function' ? effect(value) : effect;
}

function subjectOf(name: string, value: unknown): string {
  return name === 'host' ? `The address ${String(value)}` : `The option ${name}`;
}
