import { count, formatBytes } from '../../base/quantities.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import { plainMarkdown } from '../../protocol/text/markdown.ts';
import { shorten } from '../uiText.ts';
import { kindOfEndpoint, whereIs } from './itemText.ts';

/** Rows of the table: more would not fit beside the status bar. */
const mostRows = 12;
/** Characters of a name that are shown. */
const nameLength = 40;

/** Between two cells: the editor draws tables without any room there. */
const gap = ' | &nbsp;&nbsp;';

/** On one line, whatever the width of the tooltip: rows of different heights are hard to read along. */
function cell(text: string): string {
  return plainMarkdown(text).replaceAll(' ', '&nbsp;');
}

/** What runs, as a Markdown table: names and addresses in it are text, whatever they hold. */
export function runningTable(running: readonly EndpointSnapshot[]): string {
  const rows = running.slice(0, mostRows).map((endpoint) => {
    const { spec, counters, connectionCount } = endpoint;
    const connections = spec.role === 'server' ? count(connectionCount) : '';
    const cells = [
      shorten(endpoint.name, nameLength),
      kindOfEndpoint(endpoint),
      shorten(whereIs(endpoint), nameLength),
      connections,
      formatBytes(counters.bytesIn),
      formatBytes(counters.bytesOut),
    ];
    return `| ${cells.map(cell).join(gap)} |`;
  });
  const troubles = running.flatMap(({ name, isTroubled, error }) =>
    isTroubled === true && error !== undefined
      ? ['', `${plainMarkdown(shorten(name, nameLength))}: ${plainMarkdown(error.message)}`]
      : [],
  );
  const left = running.length - rows.length;
  return [
    `| ${['Name', 'Kind', 'Address', 'Connections', 'Received', 'Sent'].join(gap)} |`,
    '|:--|:--|:--|--:|--:|--:|',
    ...rows,
    ...(left > 0 ? ['', `and ${count(left)} more`] : []),
    ...troubles.slice(0, 2 * mostRows),
  ].join('\n');
}
