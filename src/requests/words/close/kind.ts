import { byName, nameIn, presentSeen } from '../byName.ts';
import type { WordKind } from '../kind.ts';
import type { CloseItem, CloseResult } from './model.ts';
import { closeSpec } from './spec.ts';

export const closeKind: WordKind<CloseItem, CloseResult> = {
  spec: closeSpec,
  ...byName,
  parse: (reading) => ({ ...reading.base, kind: 'closeConnection', name: nameIn(reading) }),
  runner: () => import('./run.ts'),
  crossing: ({ kind, name, seen }) => ({ kind, name, seen }),
  present: ({ name, seen }) => ({
    ...presentSeen(seen),
    json: () => ({ kind: 'close', name, ...seen.data }),
    lines: () => [`${name}: ${seen.verdict}`],
  }),
};
