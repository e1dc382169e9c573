import { byName, nameIn, presentSeen } from '../byName.ts';
import type { WordKind } from '../kind.ts';
import type { CheckItem, CheckResult } from './model.ts';
import { checkSpec } from './spec.ts';

export const checkKind: WordKind<CheckItem, CheckResult> = {
  spec: checkSpec,
  ...byName,
  parse: (reading) => ({ ...reading.base, kind: 'watch', name: nameIn(reading) }),
  runner: () => import('./run.ts'),
  crossing: ({ kind, name, seen }) => ({ kind, name, seen }),
  present: ({ name, seen }) => ({
    ...presentSeen(seen),
    json: () => ({ kind: 'check', name, ...seen.data }),
    lines: () => [`${name}: ${seen.verdict}`, ...(seen.text?.split('\n') ?? [])],
  }),
};
