import path from 'node:path';
import { isObject, type Fields } from '../../endpoints/check.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { endpointKinds, kindOf, optionsOf, placed } from '../../endpoints/table.ts';
import type { BehaviourOption } from '../../net/behaviours/behaviour.ts';
import { behaviourTables } from '../../net/behaviours/byKind.ts';
import { zoneFilesOf, zoneFilesText } from '../../net/dns/zoneBehaviour.ts';
import { optionValue, withOption } from '../start/serverOptions.ts';

/**
 * Turns paths relative to the workspace's folder (as in settings) into whole paths. Settings can hold anything: a value
 * of another shape stays as it is, and the engine refuses it with a message.
 */
export function withWholePaths(spec: EndpointSpec, folder: string): EndpointSpec {
  const id = kindOf(spec);
  if (id === undefined) return spec;
  let whole = spec;
  for (const one of placed(optionsOf(endpointKinds[id], spec.role) ?? {})) {
    const value = one.option.value.name === 'path' ? optionValue(spec, one) : undefined;
    if (typeof value === 'string' && value !== '') whole = withOption(whole, one, path.resolve(folder, value.trim()));
  }
  const { behaviour } = spec as { behaviour?: unknown };
  if (!isObject(behaviour) || !isObject(behaviour.options)) return whole;
  const rows = behaviourTables[endpointKinds[id].behaviours].find(({ name }) => name === behaviour.name)?.options ?? [];
  return {
    ...whole,
    behaviour: { ...behaviour, options: wholeOptions(rows, behaviour.options, folder) },
  } as EndpointSpec;
}

function wholeOptions(rows: readonly BehaviourOption[], given: Fields, folder: string): Fields {
  const whole: Record<string, unknown> = { ...given };
  for (const { name, type, here, several } of rows) {
    const value = whole[name];
    if (value === undefined && here === true) whole[name] = folder;
    if ((type !== 'file' && type !== 'folder') || typeof value !== 'string' || value === '') continue;
    const wholePath = (file: string): string => path.resolve(folder, file.trim());
    whole[name] = several === true ? zoneFilesText(zoneFilesOf(value).map(wholePath)) : wholePath(value);
  }
  return whole;
}
