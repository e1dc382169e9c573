import { isIP } from 'node:net';
import type { ServerSpec } from '../../net/spec.ts';

/** What the engine fills in where nothing is given (src/net/resolveSpec.ts; a test compares them). */
const defaults: Readonly<Record<string, unknown>> = {
  framing: { kind: 'none' },
  receiveBuffer: 65_536,
  backlog: 511,
  maxConnections: 10_000,
  idleTimeout: 0,
  halfOpen: false,
  tls: {},
  reuse: false,
  broadcast: false,
  multicast: [],
  allowedHosts: [],
};

/** What an application fills in otherwise. */
const applicationDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  http: { idleTimeout: 60_000 },
};

/** A server's spec as a person would write it: without what holds anyway. */
export function keptSpec<T extends ServerSpec>(spec: T): T {
  const known = { ...defaults, ...applicationDefaults[spec.application ?? ''] };
  const kept = Object.entries(spec).filter(([key, value]) => {
    // An address has but one family; a name may be looked up for either.
    if (key === 'family') return spec.host === undefined || isIP(spec.host) === 0;
    return !(Object.hasOwn(known, key) && JSON.stringify(known[key]) === JSON.stringify(value));
  });
  return Object.fromEntries(kept) as T;
}
