import { connects } from '../../endpoints/kinds/options.ts';
import { serverSchema } from '../../endpoints/schema.ts';
import { behaviourTables } from '../../net/behaviours/byKind.ts';
import type { LensSetting } from '../requests/others.ts';
import type { EndingSetting } from '../terminal/lineEnding.ts';
import { settingDefaults } from './defaults.ts';

/** A JSON schema, as package.json has it. */
export type Schema = Readonly<Record<string, unknown>>;

interface SettingRow {
  /** What the settings of a workspace could do harm with is read only if the workspace is trusted. */
  readonly trusted?: true;
  readonly schema: Schema;
}

/** The schema of a choice, by what each value means. */
function choice<V extends string>(meanings: Readonly<Record<V, string>>): Schema {
  return { type: 'string', enum: Object.keys(meanings), enumDescriptions: Object.values(meanings) };
}

const lineEndings = choice<EndingSetting>({
  auto: 'A carriage return and a line feed where the other end speaks HTTP or another protocol of such lines, else a line feed.',
  lf: 'A line feed, as most programs expect.',
  crlf: 'A carriage return and a line feed, as internet protocols expect.',
  cr: 'A carriage return.',
  none: 'Nothing.',
});

const lenses = choice<LensSetting>({
  auto: "Above every request. Where another extension sends the plain HTTP of these files (REST Client, httpYac), only in files with words of Wirebench's own, which the other cannot run.",
  always: 'Above every request, also beside another extension.',
  never: 'Never. Commands and keys work all the same.',
});

/** An entry of `servers` to begin with. A port between quotes and a caret becomes a number. */
function snippet(label: string, port: number, fields: object, behaviour: object): Schema {
  return { label, body: { ...fields, port: `^\${2:${port}}`, behaviour } };
}

/** The saved servers: any kind of the table of endpoints. */
const servers: Schema = {
  type: 'array',
  scope: 'window',
  markdownDescription: 'Servers to start with a click, from the *Endpoints* view.',
  default: [],
  items: {
    ...serverSchema(Object.values(behaviourTables).flat()),
    defaultSnippets: [
      snippet('TCP echo server', 9000, { name: '${1:echo}', transport: 'tcp' }, { name: 'echo' }),
      snippet('UDP calculator server', 5550, { name: '${1:calculator}', transport: 'udp' }, { name: 'calculator' }),
      snippet(
        'HTTP server of a folder',
        8080,
        { name: '${1:www}', transport: 'tcp', application: 'http' },
        { name: 'static', options: { root: '${3:www}' } },
      ),
    ],
  },
};

/** The settings, in the order in which the settings editor shows them. */
const settingRows = {
  servers: { trusted: true, schema: servers },
  defaultHost: {
    trusted: true,
    schema: { type: 'string', description: 'The address that is meant where only a port is typed.' },
  },
  defaultEncoding: {
    schema: {
      type: 'string',
      description: 'How text becomes bytes and bytes become text where nothing else is chosen, by its name in Python.',
    },
  },
  connectTimeout: {
    schema: {
      ...connects.connectTimeout.value.schema(connects.connectTimeout),
      description: 'Milliseconds to wait for a connection.',
    },
  },
  offerRestart: {
    schema: {
      type: 'boolean',
      description: 'After the window reloaded, offer to start again what was running.',
    },
  },
  'terminal.lineEnding': {
    schema: {
      ...lineEndings,
      description: 'What Enter adds to a line that is sent from a terminal. Ctrl+R changes it in one that is open.',
    },
  },
  'terminal.raw': {
    trusted: true,
    schema: {
      type: 'boolean',
      description:
        "Let the peer's control and escape sequences act on the terminal, instead of showing them as text. Only for peers you trust.",
    },
  },
  'journal.memory': {
    schema: {
      type: 'integer',
      minimum: 4,
      maximum: 1024,
      description: 'Megabytes of memory that hold recorded traffic.',
    },
  },
  'journal.disk': {
    schema: {
      type: 'integer',
      minimum: 0,
      maximum: 16_384,
      description:
        'Megabytes of disk that hold older traffic. 0: none is written to disk. What is older is forgotten, and counted.',
    },
  },
  'requestFiles.codeLens': {
    schema: {
      ...lenses,
      scope: 'window',
      markdownDescription: 'Where *Send* and *Run All* are shown in request files (`.http`, `.rest`).',
    },
  },
  environments: {
    trusted: true,
    schema: {
      type: 'object',
      scope: 'resource',
      markdownDescription:
        'Environments of request files: for each name, the variables that `{{name}}` stands for. Those of `$shared` are in all of them. Files named `http-client.env.json` and `http-client.private.env.json` add to these.',
      default: {},
      additionalProperties: { type: 'object' },
      examples: [{ $shared: { version: 'v1' }, local: { host: '127.0.0.1:8080' } }],
    },
  },
} satisfies Readonly<Record<keyof typeof settingDefaults | 'environments' | 'servers', SettingRow>>;

/** What package.json says of all settings. */
export function configuration(): {
  readonly properties: Readonly<Record<string, Schema>>;
  /** The settings that an untrusted workspace does not set. */
  readonly restricted: readonly string[];
} {
  const rows: [string, SettingRow][] = Object.entries(settingRows);
  const defaults: Readonly<Record<string, unknown>> = settingDefaults;
  const properties = rows.map(([name, { schema }], index) => [
    `wirebench.${name}`,
    { ...schema, ...(Object.hasOwn(defaults, name) ? { default: defaults[name] } : {}), order: index + 1 },
  ]);
  return {
    properties: Object.fromEntries(properties) as Record<string, Schema>,
    restricted: rows.flatMap(([name, { trusted }]) => (trusted ? [`wirebench.${name}`] : [])),
  };
}
