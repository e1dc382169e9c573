import type { EndpointKind } from './kind.ts';
import type { Options, OptionSpec } from './option.ts';
import { endpointKinds } from './table.ts';
import type { Schema } from './value.ts';

/** A behaviour for the schema. */
interface Offered {
  readonly name: string;
  readonly sentence: string;
}

/** The JSON schema of one entry of the setting `wirebench.servers`. `behaviours`: those of all kinds. */
export function serverSchema(behaviours: readonly Offered[]): Schema {
  const all = Object.values<EndpointKind>(endpointKinds);
  const names = [...new Set(all.flatMap(({ server }) => Object.keys(server.options)))];
  const { name, host, port, ...rest } = Object.fromEntries(names.map((option) => [option, optionSchema(option, all)]));
  return {
    type: 'object',
    required: ['name', 'transport', 'port'],
    additionalProperties: false,
    properties: {
      name: { ...name, description: `${described('name', all)} Each saved server has a name of its own.` },
      ...told(all),
      host,
      port,
      ...rest,
      behaviour: withNames(rest.behaviour!, behaviours),
    },
  };
}

/** The fields that identify the kind. */
function told(kinds: readonly EndpointKind[]): Schema {
  const plain = kinds.filter(({ application }) => application === undefined);
  const spoken = kinds.filter(({ application }) => application !== undefined);
  const applications = [...new Set(spoken.map(({ application }) => application!))];
  return {
    transport: {
      type: 'string',
      enum: plain.map(({ transport }) => transport),
      enumDescriptions: plain.map(({ sentence }) => `${sentence}.`),
      default: 'tcp',
      description: 'The transport it listens over.',
    },
    application: {
      type: 'string',
      enum: applications,
      enumDescriptions: applications.map((application) =>
        spoken
          .filter((kind) => kind.application === application)
          .map(({ label, sentence, transport }) => `${label}, with transport ${transport}: ${small(sentence)}.`)
          .join(' '),
      ),
      description: 'The protocol it speaks. Without one, its behaviour gets the bytes as they come.',
    },
  };
}

function small(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` : sentence;
}

function withOption(kinds: readonly EndpointKind[], name: string): readonly EndpointKind[] {
  return kinds.filter(({ server }) => Object.hasOwn(server.options, name));
}

/**
 * The schema of an option for the kinds that have it. A default that differs between kinds is described, not filled in.
 */
function optionSchema(name: string, all: readonly EndpointKind[]): Schema {
  const kinds = withOption(all, name);
  const rows = kinds.map(({ server }) => server.options[name]!);
  const option = rows[0]!;
  const schema = schemaOf(option, described(name, all));
  const isSame = rows.every((row) => JSON.stringify(row.default) === JSON.stringify(option.default));
  return isSame && option.fields === undefined ? { ...schema, ...defaultOf(option) } : schema;
}

function schemaOf(option: OptionSpec, description: string): Schema {
  const schema = { ...option.value.schema(option), description };
  return option.fields === undefined
    ? schema
    : { ...schema, additionalProperties: false, properties: propertiesOf(option.fields) };
}

function propertiesOf(fields: Options): Schema {
  return Object.fromEntries(
    Object.entries(fields).map(([name, option]) => [name, schemaOf(option, sentenceOf(option))]),
  );
}

/** Only simple values: otherwise the editor would insert a whole object for a single field. */
function defaultOf({ default: held }: OptionSpec): Schema {
  return held === undefined || typeof held === 'object' ? {} : { default: held };
}

function sentenceOf({ sentence, value }: OptionSpec): string {
  return `${sentence.replaceAll('`', '')}${value.name === 'duration' ? ' In milliseconds.' : ''}`;
}

/** The sentence, the kinds that have the option if not all have, and the defaults if they differ. */
function described(name: string, all: readonly EndpointKind[]): string {
  const kinds = withOption(all, name).filter(({ server }) => server.options[name]!.listed !== false);
  const shown = kinds.length === 0 ? withOption(all, name) : kinds;
  const option = shown[0]!.server.options[name]!;
  const of = shown.length === all.length || kinds.length === 0 ? '' : ` For ${labels(shown)}.`;
  return `${sentenceOf(option)}${of}${defaultsOf(name, shown)}`;
}

function defaultsOf(name: string, kinds: readonly EndpointKind[]): string {
  const text = ({ server }: EndpointKind): string => {
    const { value, default: held } = server.options[name]!;
    return held === undefined ? '' : value.name === 'duration' ? JSON.stringify(held) : value.print(held);
  };
  const texts = [...new Set(kinds.map(text))];
  if (texts.length < 2) return '';
  const parts = texts.map((one) => `${one} for ${labels(kinds.filter((kind) => text(kind) === one))}`);
  return ` Default: ${parts.join(', ')}.`;
}

function labels(kinds: readonly EndpointKind[]): string {
  const names = kinds.map(({ label }) => label);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

/** All names. Which of them a kind has is checked by its table of behaviours at the start. */
function withNames(schema: Schema, behaviours: readonly Offered[]): Schema {
  const properties = schema.properties as Readonly<Record<string, Schema>>;
  const name = {
    ...properties.name,
    enum: behaviours.map((one) => one.name),
    enumDescriptions: behaviours.map(({ sentence }) => sentence),
  };
  return { ...schema, properties: { ...properties, name } };
}
