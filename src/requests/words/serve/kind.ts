import { stepLine, stepProblem } from '../../../net/behaviours/dialogueSteps.ts';
import { formatAddress } from '../../../traffic/event.ts';
import { oneArgument } from '../../parse/arguments.ts';
import { plainBody, readBody } from '../../parse/body.ts';
import { lineText, report, type RegionContext } from '../../parse/context.ts';
import type { Line } from '../../parse/lines.ts';
import { trimmed } from '../../parse/template.ts';
import { printBody, printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import { behaviourLine, stepsOf } from '../spec.ts';
import type { ServeItem, ServeResult } from './model.ts';
import { serveSpec } from './spec.ts';

/** From the tables of endpoints and behaviours as they are. */
export const serveWord = (spec = serveSpec()): WordKind<ServeItem, ServeResult> => ({
  spec,
  parse(reading) {
    const { context, base, bodyLines } = reading;
    const body = readBody(context, bodyLines, plainBody);
    if (stepsOf(spec, base.options) !== undefined) checkSteps(context, bodyLines);
    return { ...base, kind: 'serve', end: body.at(-1)?.end ?? base.end, url: oneArgument(reading), body };
  },
  print: ({ word, url, options, body }) => [...printHead(word.value, [url.text], options), ...printBody(body)],
  targets: ({ url }) => [url],
  body: ({ body }) => body,
  // Routes and rules have comments of their own; a server that answers a text or talks by a dialogue has none.
  hasComments: (options) =>
    behaviourLine(spec, options)?.value.text !== 'fixed' && stepsOf(spec, options) === undefined,
  runner: () => import('./run.ts'),
  named: ({ host, port, url, certificate }) => ({
    data: {
      ...{ host, port, address: formatAddress({ host, port }) },
      ...(url !== undefined && { url }),
      ...(certificate !== undefined && { certificate }),
    },
  }),
  present({ host, port, stopped }) {
    const address = formatAddress({ host, port });
    return {
      verdict: stopped ? `Ran on ${address}, has stopped` : `Started on ${address}`,
      facts: [
        ['Listens on', `${host}:${port}`],
        ['Until', 'it is stopped in the Endpoints view, or the file is closed'],
      ],
      json: () => ({ kind: 'serve', host, port }),
      lines: () => [`listening on ${host} port ${port}`],
    };
  },
});

export const serveKind = serveWord();

/** The lines of a dialogue that are steps. A value that is not known yet is checked at the start. */
function checkSteps(context: RegionContext, lines: readonly Line[]): void {
  for (const line of lines) {
    const text = lineText(context, line);
    const step = text.includes('{{') ? undefined : stepLine(text);
    const problem = step && stepProblem(step);
    if (problem !== undefined) report(context, trimmed(context.text, line.start, line.end), 'bad-dialogue', problem);
  }
}
