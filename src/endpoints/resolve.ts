import { addressText, familyOf } from './address.ts';
import { badSpec, fieldsOf, refuseUnknown, type Fields } from './check.ts';
import type { EndpointKind } from './kind.ts';
import { complete } from './option.ts';
import type { CompleteSpec } from './spec.ts';
import { endpointKinds, kindOf, optionsOf, type RoleName } from './table.ts';
import { choice } from './value.ts';

const roles = choice(['server', 'client']);
const transports = choice(['tcp', 'tls', 'udp']);

/**
 * Checks a spec from outside (settings, messages) and fills in missing fields. A server listens on the loopback
 * interface unless a host is given. Throws WirebenchError `bad-port`, `bad-host`, `unknown-encoding`, `bad-framing` or
 * `bad-spec`, which names the field, its value and the allowed values.
 */
export function resolveSpec(value: unknown): CompleteSpec {
  const fields = fieldsOf(value, 'the endpoint');
  const role = roles.check(fields.role, 'role', {});
  transports.check(fields.transport, 'transport', {});
  const kind = kindOfFields(fields, role);
  const options = optionsOf(kind, role)!;
  const told = {
    role,
    transport: kind.transport,
    ...(kind.application !== undefined && { application: kind.application }),
  };
  refuseUnknown(fields, [...Object.keys(told), ...Object.keys(options)]);
  const result: Record<string, unknown> = { ...told, ...complete(options, fields) };
  result.host ??= result.family === 6 ? '::1' : '127.0.0.1';
  const family = familyOf(result.host as string);
  if (family !== undefined && result.family !== undefined && result.family !== family) {
    throw badSpec('family', result.family, `${String(result.host)} is an IPv${family} address`);
  }
  if (family !== undefined) result.family = family;
  result.name ??= defaultName(kind, result as unknown as CompleteSpec);
  return result as unknown as CompleteSpec;
}

/** The kind that a spec claims to be, if it has that role. Throws `bad-spec`. */
export function kindOfFields(fields: Fields, role: RoleName): EndpointKind {
  const id = kindOf(fields);
  const row: EndpointKind | undefined = id && endpointKinds[id];
  if (row?.[role] !== undefined) return row;
  const able = Object.values<EndpointKind>(endpointKinds).filter((kind) => kind[role] !== undefined);
  const applications = able.flatMap(({ transport, application }) =>
    transport === fields.transport && application !== undefined ? [application] : [],
  );
  const plain = `${String(fields.transport)} ${role}`;
  const allowed = applications.length === 0 ? `a ${plain} has none` : `it must be ${applications.join(' or ')}`;
  throw badSpec('application', fields.application, allowed);
}

function defaultName({ application, transport, label }: EndpointKind, spec: CompleteSpec): string {
  if (spec.role === 'client') return `${transport} to ${addressText(spec.host, spec.port)}`.slice(0, 100);
  const { name } = spec.behaviour;
  if (application !== undefined) return `${label.toLowerCase()} ${name}`;
  return name === 'none' ? `${transport} server` : name;
}
