import type { BehaviourOption } from '../../../net/behaviours/behaviour.ts';
import type { OptionSpec as EndpointOption } from '../../../endpoints/option.ts';
import { endpointKinds, kindFields, kindIds } from '../../../endpoints/table.ts';
import { decode } from '../../../protocol/text/decode.ts';
import { needsOfEndpoint } from '../../../net/trust.ts';
import type { ServeItem } from './model.ts';
import { behaviourRow, behaviourSpec, bodyOption } from './behaviours.ts';
import { writtenOptions } from './endpointOptions.ts';
import { plainName, type OptionSpec } from '../spec.ts';
import { splitAddress } from '../../../endpoints/address.ts';
import { contentOf } from '../../run/files.ts';
import { withoutEscapes } from '../conversation/messageBytes.ts';
import { badValue, unescaped, unescapedText, type Option } from '../../run/options.ts';
import { FileError } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

/** Bytes at most of a body that is a file. */
const mostBytes = 16 * 1024 * 1024;

/** The spec of a SERVE request, for `resolveSpec` to check. Throws FileError. */
export async function serverSpec(item: ServeItem, turn: Turn): Promise<Record<string, unknown>> {
  const url = await turn.fill(item.url);
  const { scheme, host, port } = listenAt(url, item);
  const id = kindIds.find((one) => one === scheme);
  if (id === undefined) {
    const message = `There is no ${scheme} server; there are ${kindIds.join(', ')}.`;
    throw new FileError({ code: 'bad-value', message }, item.url);
  }
  const kind = endpointKinds[id];
  const named = turn.options.text('behaviour') ?? turn.options.text('behavior');
  const standard = kind.server.options.behaviour.default!.name;
  const behaviour = named ?? (standard === 'none' ? undefined : standard);
  const listens = { role: 'server', ...kindFields(kind), host, port };
  // Before its files are looked for.
  const answers = behaviour === undefined ? {} : { behaviour: { name: behaviour } };
  turn.refuse(needsOfEndpoint({ ...listens, ...answers }), item);
  return {
    ...listens,
    ...(turn.region.name === undefined ? {} : { name: turn.region.name.value }),
    ...endpointOptions(turn),
    ...(kind.behaviours === 'zone' ? zoneOf(item, turn) : await behaviourOf(behaviour, item, turn)),
  };
}

function listenAt(url: string, item: ServeItem): { scheme: string; host: string; port: number } {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/([^/]*)\/?$/i.exec(url.trim()) ?? [];
  const address = splitAddress(rest);
  if (address !== undefined) return { scheme: scheme.toLowerCase(), ...address };
  const message = `"${url}" does not say where to listen: write tcp://127.0.0.1:9000, with port 0 for any free one.`;
  throw new FileError({ code: 'bad-address', message }, item.url);
}

const written = writtenOptions();

function isOfEndpoint({ name }: Option): boolean {
  return written.some((one) => plainName(one.name) === name);
}

/** The options of the endpoint itself, of whichever kind: whether this one has them `resolveSpec` says. */
function endpointOptions(turn: Turn): object {
  const spec: Record<string, unknown> = {};
  for (const { name, path, option } of written) {
    const given = turn.options.list(name);
    if (given.length === 0 || option.value.name === 'behaviour') continue;
    const values = given.map((one) => valueOf(one, option, turn));
    const value = option.repeatable === true ? values.flat() : values.at(-1);
    const [field, inner] = path;
    spec[field] = inner === undefined ? value : { ...(spec[field] as object | undefined), [inner]: value };
  }
  return spec;
}

/** Its limits are for `resolveSpec` to say. */
function valueOf(option: Option, { value: kind }: EndpointOption, turn: Turn): unknown {
  if (kind.name === 'path') return fileIn(option, turn);
  const read = kind.read(option.text);
  if (read.ok) return read.value;
  throw badValue(option, `write ${read.expected}`);
}

function fileIn({ text, field }: Option, turn: Turn): string {
  return turn.path(text, field);
}

/** The source of a name server's answers: the options of the behaviour `zone` (net/dns/zoneBehaviour.ts). */
function zoneOf(item: ServeItem, turn: Turn): object {
  const { options } = turn;
  const zones = options.list('zone').map((option) => fileIn(option, turn));
  if (zones.length === 0) {
    const message = 'A name server needs a zone file to answer from: write zone: wirebench.test.zone.';
    throw new FileError({ code: 'missing-option', message }, item.url);
  }
  const faults = options.list('fault').map(({ text }) => text);
  const origin = options.text('origin');
  const transfer = options.text('transfer');
  const includes = turn.path(options.text('includes') ?? '.', item);
  return {
    behaviour: {
      name: 'zone',
      options: {
        // A line each: a path may have a comma in it.
        zone: zones.map((zone) => `${zone}\n`).join(''),
        includes,
        ...(faults.length === 0 ? {} : { fault: faults.join('\n') }),
        ...(origin === undefined ? {} : { origin }),
        ...(transfer === undefined ? {} : { transfer }),
      },
    },
  };
}

async function behaviourOf(name: string | undefined, item: ServeItem, turn: Turn): Promise<object> {
  const rest = turn.options.all.filter((option) => !isOfEndpoint(option) && option.name !== 'behavior');
  if (name === undefined) {
    const [extra] = rest;
    if (extra === undefined) return {};
    const message = `There is no option "${extra.field.name.value}" of a server without a behaviour.`;
    throw new FileError({ code: 'unknown-option', message }, extra.field.name);
  }
  const known = behaviourSpec(name)?.options ?? [];
  const options: Record<string, string | number | boolean> = {};
  for (const option of rest) {
    const spec = known.find((one) => plainName(one.name) === option.name);
    if (spec === undefined) {
      const message = `The behaviour ${name} has no option "${option.field.name.value}".${
        known.length === 0 ? '' : ` It has ${known.map((one) => one.name).join(', ')}.`
      }`;
      throw new FileError({ code: 'unknown-option', message }, option.field.name);
    }
    options[spec.name] = value(option, spec, turn, isEscaped(name, spec.name));
  }
  const row = behaviourRow(name);
  for (const { name: option, here } of row?.options ?? []) if (here) options[option] ??= turn.path('.', item);
  const ofBody = row && bodyOption(row);
  const body = await bodyText(item, turn, ofBody?.body);
  if (body !== undefined) options[ofBody?.name ?? 'body'] = body;
  return { behaviour: { name, ...(Object.keys(options).length === 0 ? {} : { options }) } };
}

/** A reply on one line: its line end has to be an escape. Rules have escapes of their own. */
function isEscaped(behaviour: string, option: string): boolean {
  return behaviourRow(behaviour)?.options.find(({ name }) => name === option)?.body === 'escapes';
}

function value(option: Option, spec: OptionSpec, turn: Turn, escaped: boolean): string | number | boolean {
  switch (spec.kind) {
    case 'number':
    case 'integer':
      return turn.options.number(option.name)!;
    case 'boolean':
      return turn.options.flag(option.name)!;
    case 'duration':
      return turn.options.duration(option.name)!;
    case 'path':
      return fileIn(option, turn);
    default:
      return escaped ? unescaped(option) : option.text;
  }
}

async function bodyText(item: ServeItem, turn: Turn, reading: BehaviourOption['body']): Promise<string | undefined> {
  if (item.body.length === 0) return undefined;
  let text = '';
  for (const part of item.body) {
    if (part.kind === 'file')
      text += decode(await contentOf(part.path, turn, mostBytes), part.encoding?.value ?? 'utf-8', 'replace');
    else if (reading === 'raw') text += part.template.text;
    else if (reading === 'escapes')
      text += unescapedText(await turn.fill(part.template, { inserted: withoutEscapes }), part);
    else text += await turn.fill(part.template);
  }
  return text;
}
