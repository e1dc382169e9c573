import { oneArgument } from '../../parse/arguments.ts';
import { printHead } from '../../printing.ts';
import { crossedData } from '../conversation/crossed.ts';
import { printSteps, readMessages } from '../conversation/steps.ts';
import { formatAddress } from '../../../traffic/event.ts';
import { presentSeen } from '../byName.ts';
import type { WordKind } from '../kind.ts';
import type { OpenItem, OpenResult } from './model.ts';
import { openSpec } from './spec.ts';

export const openKind: WordKind<OpenItem, OpenResult> = {
  spec: openSpec,
  parse(reading) {
    const { context, base, bodyLines } = reading;
    const steps = readMessages(context, bodyLines);
    return { ...base, kind: 'openConnection', end: steps.at(-1)?.end ?? base.end, url: oneArgument(reading), steps };
  },
  print: ({ word, url, options, steps }) => [...printHead(word.value, [url.text], options), ...printSteps(steps)],
  targets: ({ url }) => [url],
  body: ({ steps }) => steps.flatMap((step) => (step.kind === 'message' ? step.parts : [])),
  folds: ({ steps }) => steps,
  runner: () => import('./run.ts'),
  named: ({ watched, localPort }) => ({ data: { ...crossedData(watched!.crossed), localPort } }),
  crossing: ({ kind, endpoint, connection, host, port, localPort, seen }) => ({
    ...{ kind, endpoint, connection, host, port, localPort, seen },
  }),
  present({ host, port, localPort, seen, stopped }) {
    const address = formatAddress({ host, port });
    return {
      ...presentSeen(seen),
      verdict: stopped ? `Was connected to ${address}` : `Connected to ${address}`,
      json: () => ({ kind: 'open', host, port, localPort, ...seen.data }),
      lines: () => [`connected to ${host} port ${port} from port ${localPort}`],
    };
  },
};
