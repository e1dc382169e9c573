import { splitAddress } from '../../../endpoints/address.ts';
import { endpointKinds, kindFields, type Kinds } from '../../../endpoints/table.ts';
import type { BehaviourOption } from '../../../net/behaviours/behaviour.ts';
import { behavioursOf, type BehaviourRow } from '../../../net/behaviours/byKind.ts';
import { needsOfEndpoint } from '../../../net/trust.ts';
import { decode } from '../../../protocol/text/decode.ts';
import { contentOf } from '../../run/files.ts';
import { unescaped, unescapedText, type Option } from '../../run/options.ts';
import { FileError } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';
import { withoutEscapes } from '../conversation/messageBytes.ts';
import { writtenOptions, type WrittenOption } from '../endpointOptions.ts';
import { givenOptions } from '../givenOptions.ts';
import { plainName } from '../spec.ts';
import { bodyOption, onlyBehaviour } from './behaviours.ts';
import type { ServeItem } from './model.ts';
import { serverOptions } from './spec.ts';

/** Bytes at most of a body that is a file. */
const mostBytes = 16 * 1024 * 1024;
/** The same of a file that is a message of a dialogue: each of its bytes may become an escape. */
const mostOfDialogue = 1024 * 1024;

/** The spec of a SERVE request, for `resolveSpec` to check. Throws FileError. */
export async function serverSpec(item: ServeItem, turn: Turn): Promise<Record<string, unknown>> {
  const url = await turn.fill(item.url);
  const { scheme, host, port } = listenAt(url, item);
  const kinds: Kinds = endpointKinds;
  const kind = Object.hasOwn(kinds, scheme) ? kinds[scheme] : undefined;
  if (kind === undefined) {
    const message = `There is no ${scheme} server; there are ${Object.keys(kinds).join(', ')}.`;
    throw new FileError({ code: 'bad-value', message }, item.url);
  }
  const standard = kind.server.options.behaviour.default!.name;
  const named = turn.options.text('behaviour') ?? turn.options.text('behavior');
  const behaviour = onlyBehaviour(scheme)?.name ?? named ?? (standard === 'none' ? undefined : standard);
  const listens = { role: 'server', ...kindFields(kind), host, port };
  // Before its files are looked for.
  const answers = behaviour === undefined ? {} : { behaviour: { name: behaviour } };
  turn.refuse(needsOfEndpoint({ ...listens, ...answers }), item);
  const row = behavioursOf(kind).find(({ name }) => name === behaviour);
  // Those of all kinds: whether this one has them `resolveSpec` says.
  const written = writtenOptions(serverOptions());
  return {
    ...listens,
    ...(turn.region.name === undefined ? {} : { name: turn.region.name.value }),
    ...givenOptions(written, turn),
    ...(await behaviourOf(row, behaviour, written, item, turn)),
  };
}

function listenAt(url: string, item: ServeItem): { scheme: string; host: string; port: number } {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/([^/]*)\/?$/i.exec(url.trim()) ?? [];
  const address = splitAddress(rest);
  if (address !== undefined) return { scheme: scheme.toLowerCase(), ...address };
  const message = `"${url}" does not say where to listen: write tcp://127.0.0.1:9000, with port 0 for any free one.`;
  throw new FileError({ code: 'bad-address', message }, item.url);
}

/** What the server answers: the options of the behaviour are those that are not its own. */
async function behaviourOf(
  row: BehaviourRow | undefined,
  name: string | undefined,
  written: readonly WrittenOption[],
  item: ServeItem,
  turn: Turn,
): Promise<object> {
  const own = new Set(['behavior', ...written.map((one) => plainName(one.name))]);
  const rest = turn.options.all.filter((option) => !own.has(option.name));
  if (name === undefined) {
    const [extra] = rest;
    if (extra === undefined) return {};
    const message = `There is no option "${extra.field.name.value}" of a server without a behaviour.`;
    throw new FileError({ code: 'unknown-option', message }, extra.field.name);
  }
  const known = row?.options ?? [];
  const options: Record<string, string | number | boolean> = {};
  for (const option of rest) {
    const found = known.find((one) => plainName(one.name) === option.name);
    if (found === undefined) {
      const message = `The behaviour ${name} has no option "${option.field.name.value}".${
        known.length === 0 ? '' : ` It has ${known.map((one) => one.name).join(', ')}.`
      }`;
      throw new FileError({ code: 'unknown-option', message }, option.field.name);
    }
    const value = valueOf(option, found, turn);
    // A line each: a path may have a comma in it.
    options[found.name] = found.several ? `${String(options[found.name] ?? '')}${String(value)}\n` : value;
  }
  for (const { name: option, here } of known) if (here) options[option] ??= turn.path('.', item);
  const ofBody = row && bodyOption(row);
  const body = await bodyText(item, turn, ofBody?.body);
  if (body !== undefined) options[ofBody?.name ?? 'body'] = body;
  const missing = known.find((one) => one.required && options[one.name] === undefined);
  if (missing !== undefined) {
    const message = `The behaviour ${name} needs the option ${missing.name}: ${missing.sentence}`;
    throw new FileError({ code: 'missing-option', message }, item.url);
  }
  return { behaviour: { name, ...(Object.keys(options).length === 0 ? {} : { options }) } };
}

function valueOf(option: Option, { type, body }: BehaviourOption, turn: Turn): string | number | boolean {
  switch (type) {
    case 'number':
      return turn.options.number(option.name)!;
    case 'boolean':
      return turn.options.flag(option.name)!;
    case 'file':
    case 'folder':
      return turn.path(option.text, option.field);
    case 'string':
      // A reply on one line: its line end has to be an escape. Rules have escapes of their own.
      return body === 'escapes' ? unescaped(option) : option.text;
  }
}

async function bodyText(item: ServeItem, turn: Turn, reading: BehaviourOption['body']): Promise<string | undefined> {
  if (item.body.length === 0) return undefined;
  let text = '';
  for (const part of item.body) {
    if (part.kind === 'file' && reading === 'lines')
      text += escapedBytes(await contentOf(part.path, turn, mostOfDialogue));
    else if (part.kind === 'file')
      text += decode(await contentOf(part.path, turn, mostBytes), part.encoding?.value ?? 'utf-8', 'replace');
    else if (reading === 'raw') text += part.template.text;
    else if (reading === 'escapes')
      text += unescapedText(await turn.fill(part.template, { inserted: withoutEscapes }), part);
    else if (reading === 'lines') text += await turn.fill(part.template, { inserted: onOneLine });
    else text += await turn.fill(part.template);
  }
  return text;
}

/** A value that is put into lines with escapes is text, never an escape or a line of its own. */
function onOneLine(value: string): string {
  return withoutEscapes(value).replaceAll('\n', '\\n').replaceAll('\r', '\\r').replace(/^=/, '\\u003d');
}

/** Bytes as text with escapes, so that they are sent as they are. */
function escapedBytes(bytes: Uint8Array): string {
  const isPlain = (byte: number): boolean => byte >= 32 && byte < 127 && byte !== 92 && byte !== 61;
  return Array.from(bytes, (byte) =>
    isPlain(byte) ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}
