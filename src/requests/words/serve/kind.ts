import { formatAddress } from '../../../traffic/event.ts';
import { oneArgument } from '../../parse/arguments.ts';
import { plainBody, readBody } from '../../parse/body.ts';
import { printBody, printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import { behaviourLine } from '../spec.ts';
import type { ServeItem, ServeResult } from './model.ts';
import { serveSpec } from './spec.ts';

export const serveKind: WordKind<ServeItem, ServeResult> = {
  spec: serveSpec,
  parse(reading) {
    const { context, base, bodyLines } = reading;
    const body = readBody(context, bodyLines, plainBody);
    return { ...base, kind: 'serve', end: body.at(-1)?.end ?? base.end, url: oneArgument(reading), body };
  },
  print: ({ word, url, options, body }) => [...printHead(word.value, [url.text], options), ...printBody(body)],
  targets: ({ url }) => [url],
  body: ({ body }) => body,
  // Routes and rules have comments of their own; a server that answers a text has none.
  hasComments: (options) => behaviourLine(serveSpec, options)?.value.text !== 'fixed',
  runner: () => import('./run.ts'),
  named: ({ host, port, url }) => ({
    data: { host, port, address: formatAddress({ host, port }), ...(url === undefined ? {} : { url }) },
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
};
