import { listedValues, mostClients } from '../../eachValues.ts';
import { template } from '../../parse/template.ts';
import { contentOf } from '../../run/files.ts';
import { badValue, type Option } from '../../run/options.ts';
import type { Turn } from '../../run/turn.ts';
import { orders } from './spec.ts';

/** Bytes of a file of values. */
const mostBytes = 1024 * 1024;

/** The values of the variables that only one client has. */
export type ClientValues = Readonly<Record<string, string>>;

export interface Clients {
  /** In the order in which they connect. */
  readonly values: readonly ClientValues[];
  /** The indexes of the clients in the order in which they send. */
  readonly order: readonly number[];
}

/** `clients: 4`, `order: reverse`, `each: word = apple, kiwi`. Undefined: one client, as without these options. */
export async function clientsOf(turn: Turn): Promise<Clients | undefined> {
  const { options } = turn;
  const each: { readonly name: string; readonly values: readonly string[] }[] = [];
  for (const option of options.list('each')) each.push(await eachOf(option, turn));
  const asked = options.get('clients');
  const order = options.get('order');
  if (asked === undefined && each.length === 0) {
    if (order !== undefined) throw badValue(order, 'it needs clients: 2 or more');
    return undefined;
  }
  const longest = each.reduce((most, { values }) => Math.max(most, values.length), 0);
  const count = asked === undefined ? longest : options.number('clients')!;
  if (!Number.isInteger(count) || count < 1 || count > mostClients)
    throw badValue(asked ?? options.get('each')!, `write a number of clients from 1 to ${mostClients}`);
  const values = Array.from({ length: count }, (_, client) =>
    Object.fromEntries(each.map((one) => [one.name, one.values[client % one.values.length]!])),
  );
  return { values, order: orderOf(turn.options.choice('order', orders) ?? 'forward', count, turn) };
}

function orderOf(order: (typeof orders)[number], count: number, turn: Turn): number[] {
  const indexes = Array.from({ length: count }, (_, index) => index);
  if (order === 'reverse') return indexes.reverse();
  if (order === 'forward') return indexes;
  // Fisher and Yates: each order is as likely as any other.
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(turn.random() * (last + 1));
    [indexes[last], indexes[other]] = [indexes[other]!, indexes[last]!];
  }
  return indexes;
}

async function eachOf(option: Option, turn: Turn): Promise<{ name: string; values: readonly string[] }> {
  const listed = listedValues(option.text);
  if (listed === undefined) throw badValue(option, 'write NAME = VALUE, VALUE');
  const { name, file } = listed;
  if (file === undefined) return { name, values: listed.values };
  const place = option.field.value;
  const content = await contentOf(
    { ...template(file, 0, file.length), start: place.start, end: place.end },
    turn,
    mostBytes,
  );
  const values = new TextDecoder()
    .decode(content)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');
  if (values.length === 0) throw badValue(option, `write values into ${file}, one on each line: it has none`);
  return { name, values };
}
