import type { ErrorData } from '../base/errors.ts';
import type { BehaviourSpec, EndpointSpec } from '../net/spec.ts';

/** Behaviours that run or read something of the workspace: not before the workspace is trusted. */
const behavioursNeedingTrust: Readonly<Record<string, string>> = {
  script: 'runs a script',
  file: 'sends a file',
  static: 'serves a folder',
};

/** The refusal of a spec that an untrusted workspace may not start, or undefined where it may. */
export function refusal(spec: EndpointSpec, trusted: boolean): ErrorData | undefined {
  if (trusted || spec.role !== 'server' || spec.behaviour === undefined) return undefined;
  const does = needsTrust(spec.behaviour);
  if (does === undefined) return undefined;
  return {
    code: 'untrusted-workspace',
    message: `The behaviour ${spec.behaviour.name} ${does}, and this workspace is not trusted: the server was not started. Trust the workspace, or choose another behaviour.`,
  };
}

function needsTrust({ name, options }: BehaviourSpec): string | undefined {
  if (name === 'mock' && options?.['file'] !== undefined) return 'reads a file';
  return Object.hasOwn(behavioursNeedingTrust, name) ? behavioursNeedingTrust[name] : undefined;
}

/** The refusal of what reads or writes the workspace's saved servers, or undefined where it is trusted. */
export function savedServerRefusal(trusted: boolean): ErrorData | undefined {
  if (trusted) return undefined;
  return {
    code: 'untrusted-workspace',
    message:
      'This workspace is not trusted: its saved servers are neither read nor written. Trust the workspace first; servers whose address you type work without.',
  };
}
