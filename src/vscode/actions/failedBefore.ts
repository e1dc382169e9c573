import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';

/**
 * The failed endpoint of an earlier attempt to start `spec`: the same kind at the same place. The new attempt reuses
 * its row, instead of adding a second one.
 */
export function failedBefore(endpoints: readonly EndpointSnapshot[], spec: EndpointSpec): EndpointSnapshot | undefined {
  return endpoints.findLast(({ state, spec: failed }) => state === 'failed' && isSame(failed, spec));
}

const fields = ['role', 'transport', 'application', 'host', 'port'] as const;

function isSame(failed: EndpointSpec, spec: EndpointSpec): boolean {
  return (
    fields.every((field) => failed[field as keyof EndpointSpec] === spec[field as keyof EndpointSpec]) &&
    behaviourOf(failed) === behaviourOf(spec) &&
    (spec.name === undefined || spec.name === failed.name)
  );
}

function behaviourOf(spec: EndpointSpec): string | undefined {
  return spec.role === 'server' ? (spec.behaviour?.name ?? 'none') : undefined;
}
