import path from 'node:path';
import { behaviours } from '../../net/behaviours/table.ts';
import { zoneBehaviour, zoneFilesOf, zoneFilesText } from '../../net/dns/zoneBehaviour.ts';
import { httpBehaviours } from '../../net/http/behaviours/table.ts';
import type { EndpointSpec } from '../../net/spec.ts';

const tlsFiles = ['certFile', 'keyFile', 'caFile'];

/** A spec in which files are named from the workspace's folder (as settings name them), with whole paths. */
export function withWholePaths(spec: EndpointSpec, folder: string): EndpointSpec {
  const whole = (fields: object, names: readonly string[]): object =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]: [string, unknown]) => [
        name,
        names.includes(name) && typeof value === 'string' && value !== '' ? wholePaths(folder, name, value) : value,
      ]),
    );
  // Settings can hold anything: what has another shape goes on as it is, to be refused with a sentence.
  const { tls, behaviour, application } = spec as {
    tls?: unknown;
    application?: unknown;
    behaviour?: { name?: unknown; options?: unknown } | null;
  };
  const changed: { tls?: object; behaviour?: object } = {};
  if (isObject(tls)) changed.tls = whole(tls, tlsFiles);
  if (isObject(behaviour) && isObject(behaviour.options)) {
    const table = application === 'dns' ? [zoneBehaviour] : application === 'http' ? httpBehaviours : behaviours;
    const options = table.find(({ name }) => name === behaviour.name)?.options ?? [];
    const names = options.filter(({ type }) => type === 'file' || type === 'folder').map(({ name }) => name);
    // A zone may include what is in the workspace.
    const given = application === 'dns' ? { includes: folder, ...behaviour.options } : behaviour.options;
    changed.behaviour = { ...behaviour, options: whole(given, names) };
  }
  return { ...spec, ...changed } as EndpointSpec;
}

/** A DNS server may have several zone files. */
function wholePaths(folder: string, name: string, value: string): string {
  if (name !== 'zone') return path.resolve(folder, value.trim());
  return zoneFilesText(zoneFilesOf(value).map((file) => path.resolve(folder, file)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
