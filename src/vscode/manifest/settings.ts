import { connects } from '../../endpoints/kinds/options.ts';
import { serverSchema } from '../../endpoints/schema.ts';
import { behaviourTables } from '../../net/behaviours/byKind.ts';
import type { LensSetting } from '../requests/others.ts';
import type { EndingSetting } from '../terminal/lineEnding.ts';
import { settingDefaults } from './defaults.ts';

/** A JSON schema in the form of package.json. */
export type Schema = Readonly<Record<string, unknown>>;

interface SettingRow {
  /** True if a workspace could do harm with the setting: its value is read only if the workspace is trusted. */
  readonly trusted?: true;
  readonly schema: Schema;
}

/** The schema of a choice. `meanings`: a sentence for each value. */
function choice<V extends string>(meanings: Readonly<Record<V, string>>): Schema {
  return { type: 'string', enum: Object.keys(meanings), enumDescriptions: Object.values(meanings) };
}

const lineEndings = choice<EndingSetting>({
  auto: 'A carriage return and a line feed if the other end speaks HTTP or another protocol with such lines; otherwise a line feed.',
  lf: 'A line feed, as most programs expect.',
  crlf: 'A carriage return and a line feed, as internet protocols expect.',
  cr: 'A carriage return.',
  none: 'Nothing.',
});

const lenses = choice<LensSetting>({
  auto: 'Above every request. If another extension sends the HTTP requests of these files (REST Client, httpYac), only in files with words of Wirebench, which the other extension cannot run.',
  always: 'Above every request, even if another extension sends requests too.',
  never: 'Never. Commands and keys still work.',
});

/** The template for a new entry of `servers`. A port between quotes and a caret becomes a number. */
function snippet(label: string, port: number, fields: object, behaviour: object): Schema {
  return { label, body: { ...fields, port: `^\${2:${port}}`, behaviour } };
}

/** The saved servers: any kind of the table of endpoints. */
const servers: Schema = {
  type: 'array',
  scope: 'window',
  markdownDescription: 'Servers that start with a click in the *Endpoints* view.',
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
    schema: { type: 'string', description: 'The address to use if you type only a port.' },
  },
  defaultEncoding: {
    schema: {
      type: 'string',
      description: 'The encoding to use if you choose no other, by its name in Python.',
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
      description: 'After the window is reloaded, offer to start the endpoints again that were running.',
    },
  },
  'terminal.lineEnding': {
    schema: {
      ...lineEndings,
      description:
        'The line ending that Enter adds to a line that a terminal sends. Ctrl+R changes it in an open terminal.',
    },
  },
  'terminal.raw': {
    trusted: true,
    schema: {
      type: 'boolean',
      description:
        'Let control and escape sequences of the peer act on the terminal instead of showing them as text. Use this only with peers that you trust.',
    },
  },
  'journal.memory': {
    schema: {
      type: 'integer',
      minimum: 4,
      maximum: 1024,
      description: 'Megabytes of memory for recorded traffic.',
    },
  },
  'journal.disk': {
    schema: {
      type: 'integer',
      minimum: 0,
      maximum: 16_384,
      description:
        'Megabytes of disk for older traffic. 0: no traffic is written to disk. Traffic that no longer fits is dropped and counted.',
    },
  },
  'requestFiles.codeLens': {
    schema: {
      ...lenses,
      scope: 'window',
      markdownDescription: 'When to show *Send* and *Run All* in request files (`.http`, `.rest`).',
    },
  },
  'requestFiles.python': {
    trusted: true,
    schema: {
      type: 'string',
      scope: 'machine-overridable',
      markdownDescription:
        'The path of the Python that `python` and `python3` stand for in `RUN` lines of request files. Empty: the virtual environment beside the file or above it (`.venv`, `venv`), otherwise the Python of this machine.',
    },
  },
  environments: {
    trusted: true,
    schema: {
      type: 'object',
      scope: 'resource',
      markdownDescription:
        'Environments of request files. Each environment has a name and its variables; `{{name}}` in a request stands for the variable `name`. Every environment has the variables of `$shared`. Files named `http-client.env.json` and `http-client.private.env.json` add to these.',
      default: {},
      additionalProperties: { type: 'object' },
      examples: [{ $shared: { version: 'v1' }, local: { host: '127.0.0.1:8080' } }],
    },
  },
} satisfies Readonly<Record<keyof typeof settingDefaults | 'environments' | 'servers', SettingRow>>;

/** The settings in the form of package.json. */
export function configuration(): {
  readonly properties: Readonly<Record<string, Schema>>;
  /** The settings that an untrusted workspace cannot set. */
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
