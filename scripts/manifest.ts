// Writes into package.json the parts that repeat tables of the code: node --import tsx scripts/manifest.ts
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { trustText } from '../src/base/trust.ts';
import { commandRows, type CommandRow } from '../src/vscode/manifest/commands.ts';
import { copyEvent, type Place } from '../src/vscode/manifest/places.ts';
import { configuration, type Schema } from '../src/vscode/manifest/settings.ts';
import { walkthrough } from '../src/vscode/manifest/walkthrough.ts';
import { tabs } from '../src/vscode/tabs.ts';
import { tabType } from '../src/vscode/viewIds.ts';

/** The parts of package.json that this script reads; it keeps all others as they are. */
export interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: object };
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly extensions: readonly string[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Schema>> };
  };
}

/** package.json with the parts that follow from tables of the code. */
export function manifestOf<M extends Manifest>(manifest: M) {
  const { capabilities, contributes } = manifest;
  const { properties, restricted } = configuration();
  const rows: [string, CommandRow][] = Object.entries(commandRows);
  const requestFiles = contributes.languages.find(({ id }) => id === 'http')?.extensions ?? [];
  return {
    ...manifest,
    activationEvents: [
      ...[...requestFiles, '.lab.md'].map((extension) => `workspaceContains:**/*${extension}`),
      ...Object.keys(tabs).map((name) => `onWebviewPanel:${tabType(name)}`),
    ],
    capabilities: {
      ...capabilities,
      untrustedWorkspaces: {
        ...capabilities.untrustedWorkspaces,
        description: trustText(),
        restrictedConfigurations: [...restricted].sort(),
      },
    },
    contributes: {
      ...contributes,
      commands: rows.map(([command, { title, icon }]) => ({
        command,
        title,
        category: 'Wirebench',
        ...(icon === undefined ? {} : { icon: `$(${icon})` }),
      })),
      menus: menus(rows),
      submenus: [{ id: copyEvent.id, label: copyEvent.label }],
      keybindings: rows.flatMap(([command, { keys = [] }]) => keys.map((key) => ({ command, ...key }))),
      configuration: { ...contributes.configuration, properties },
      walkthroughs: [walkthrough()],
    },
  };
}

interface Item {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

/** The items of each menu, by their groups. */
function menus(rows: readonly (readonly [string, CommandRow])[]): Readonly<Record<string, readonly Item[]>> {
  const found = new Map<string, Item[]>();
  const add = (menu: string, item: Item) => found.set(menu, [...(found.get(menu) ?? []), item]);
  const place = (item: Item, { menu, ...where }: Place) => add(menu, { ...item, ...where });
  for (const [command, { palette = true, menus: places = [] }] of rows) {
    if (palette !== true) add('commandPalette', { command, when: palette === false ? 'false' : palette });
    for (const one of places) place({ command }, one);
  }
  place({ submenu: copyEvent.id }, copyEvent.at);
  const byGroup = new Intl.Collator('en', { numeric: true });
  return Object.fromEntries(
    [...found].map(([menu, items]) => [menu, items.toSorted((a, b) => byGroup.compare(a.group ?? '', b.group ?? ''))]),
  );
}

/** The text of package.json with all generated parts. */
export async function manifestText(text: string): Promise<string> {
  return format(JSON.stringify(manifestOf(JSON.parse(text) as Manifest)), { parser: 'json-stringify' });
}

if (process.argv[1] === import.meta.filename) {
  const file = path.join(import.meta.dirname, '../package.json');
  writeFileSync(file, await manifestText(readFileSync(file, 'utf8')));
}
