import { count, formatBytes } from '../../base/quantities.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import { plainMarkdown } from '../../protocol/text/markdown.ts';
import { shorten } from '../uiText.ts';
import { kindOfEndpoint, whereIs } from './itemText.ts';

/** Rows of the table: more would not fit beside the status bar. */
const mostRows = 12;
/** Characters shown of a name. */
const nameLength = 40;

/** The space between two cells: the editor draws tables without any. */
const gap = ' | &nbsp;&nbsp;';

/** Keeps text on one line, whatever the width of the tooltip: rows of different heights are hard to read. */
function cell(text: string): string {
  return plainMarkdown(text).replaceAll(' ', '&nbsp;');
}

/** The running endpoints as a Markdown table. Names and addresses are escaped, so they are always plain text. */
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
