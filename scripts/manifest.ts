// Writes the parts of package.json that the table of endpoints decides: the schema of an entry of wirebench.servers, and the
// commands that start each kind. node --import tsx scripts/manifest.ts
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import type { EndpointKind } from '../src/endpoints/kind.ts';
import { serverSchema } from '../src/endpoints/schema.ts';
import { endpointKinds, startCommand, type Kinds } from '../src/endpoints/table.ts';
import type { Schema } from '../src/endpoints/value.ts';
import { behaviourTables } from '../src/net/behaviours/byKind.ts';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
  readonly icon?: string;
}

export interface Manifest {
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly configuration: { readonly properties: Readonly<Record<string, Schema>> };
  };
}

/** The manifest with those parts as the tables have them. */
export function withEndpoints<M extends Manifest>(manifest: M, kinds: Kinds = endpointKinds): M {
  const { commands, configuration } = manifest.contributes;
  const made = commandsOf(kinds);
  const ids = new Set(made.map(({ command }) => command));
  const others = commands.filter(({ command }) => !ids.has(command));
  // Behind the command that asks which kind.
  const at = others.findIndex(({ command }) => command === 'wirebench.startServer') + 1;
  const servers = configuration.properties['wirebench.servers']!;
  const { defaultSnippets } = servers.items as Schema;
  const items = { ...serverSchema(Object.values(behaviourTables).flat(), kinds), defaultSnippets };
  return {
    ...manifest,
    contributes: {
      ...manifest.contributes,
      commands: [...others.slice(0, at), ...made, ...others.slice(at)],
      configuration: {
        ...configuration,
        properties: { ...configuration.properties, 'wirebench.servers': { ...servers, items } },
      },
    },
  };
}

function commandsOf(kinds: Kinds): Command[] {
  const category = 'Wirebench';
  const all = Object.entries<EndpointKind>(kinds);
  return [
    ...all.map(([id, { label, icon }]) => ({
      command: startCommand(id),
      title: `Start ${label} Server…`,
      category,
      icon: `$(${icon})`,
    })),
    ...all.flatMap(([, { client }]) =>
      client === undefined
        ? []
        : [{ command: `wirebench.${client.command}`, title: `${client.title}…`, category, icon: '$(plug)' }],
    ),
  ];
}

const file = path.join(import.meta.dirname, '../package.json');

if (process.argv[1] === import.meta.filename) {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  writeFileSync(file, await format(JSON.stringify(withEndpoints(manifest)), { parser: 'json-stringify' }));
}
