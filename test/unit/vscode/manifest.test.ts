import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { manifestText } from '../../../scripts/manifest.ts';
import { trustText } from '../../../src/base/trust.ts';
import { behaviours } from '../../../src/net/behaviours/table.ts';
import { httpBehaviours } from '../../../src/net/http/behaviours/table.ts';
import { zoneBehaviour } from '../../../src/net/dns/zoneBehaviour.ts';
import { resolveSpec } from '../../../src/endpoints/resolve.ts';
import type { EndpointSpec, ServerSpec } from '../../../src/endpoints/spec.ts';
import { connectionText, endpointText, savedText } from '../../../src/vscode/endpoints/itemText.ts';
import { courseText, labText, stepText } from '../../../src/vscode/labs/viewRows.ts';
import { steps } from '../../../src/vscode/firstSteps.ts';
import { commandRows } from '../../../src/vscode/manifest/commands.ts';
import { labRows, rows } from '../../../src/vscode/manifest/places.ts';
import { endpointKinds, kindFields } from '../../../src/endpoints/table.ts';
import { keptSpec } from '../../../src/endpoints/kept.ts';
import { connectionSnapshot, endpointSnapshot } from './snapshots.ts';

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface MenuItem {
  /** Absent where it is a menu of its own. */
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly (MenuItem & { readonly key: string })[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon?: string }[]>>;
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Schema>> };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly icon: string;
}

const root = path.resolve(import.meta.dirname, '../../..');
const text = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const ids = new Set(Object.keys(commandRows));

/** True if a `when` of a menu of rows is that of a view and fits a row with that context value. */
function isOn(when: string, view: string, context: string): boolean {
  const [, of, pattern] = /^view == (wirebench\.\w+) && viewItem =~ \/(.*)\/$/.exec(when) ?? [];
  assert.ok(of !== undefined && pattern !== undefined, when);
  return of === view && new RegExp(pattern).test(context);
}

function commandsIn(text: string): string[] {
  return [...text.matchAll(/command:([\w.]+)/g)].map(([, id]) => id!);
}

describe('package.json', () => {
  it('is what the tables say: run node --import tsx scripts/manifest.ts', async () => {
    assert.equal(await manifestText(text), text);
  });

  it('is put right where it differs from the tables', async () => {
    const menus = { ...contributes.menus, 'view/title': [] };
    const wrong = JSON.stringify({ ...manifest, contributes: { ...contributes, menus, commands: [] } });
    const put = JSON.parse(await manifestText(wrong)) as Manifest;
    assert.deepEqual(put, manifest);
  });

  it('has a title for every command', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...ids].sort());
    for (const { title, category } of contributes.commands) {
      assert.notEqual(title, '');
      assert.equal(category, 'Wirebench');
    }
  });

  it('has menu items for rows that the tree has: each kind of row is one, and none has two of the same', () => {
    const specs: EndpointSpec[] = [
      ...Object.values(endpointKinds).map((kind) => ({ role: 'server', port: 0, ...kindFields(kind) }) as ServerSpec),
      ...(['tcp', 'tls', 'udp'] as const).map((transport): EndpointSpec => ({
        role: 'client',
        transport,
        host: 'localhost',
        port: 1,
      })),
    ];
    const endpoints = specs.flatMap((spec) =>
      (['starting', 'running', 'stopping', 'stopped', 'failed'] as const).map((state) =>
        endpointSnapshot({ spec, state }),
      ),
    );
    const connections = (['tcp', 'tls', 'udp'] as const).flatMap((transport) =>
      (['opening', 'open', 'half-closed-in', 'half-closed-out', 'closing', 'closed'] as const).map((state) =>
        connectionText(endpointSnapshot(), connectionSnapshot({ transport, state })),
      ),
    );
    const saved = { role: 'server', transport: 'tcp', port: 1, name: 'x' } as const;
    const texts = [...endpoints.map(endpointText), ...connections, savedText(saved), savedText(saved, 'It is wrong.')];
    const contexts = [...new Set(texts.map(({ context }) => context))];
    for (const [row, pattern] of Object.entries(rows))
      assert.ok(
        contexts.some((context) => new RegExp(`^${pattern}`).test(context)),
        `no row is ${row}: ${pattern}`,
      );
    const items = contributes.menus['view/item/context'] ?? [];
    for (const context of contexts) {
      const shown = items.filter(({ when = '' }) => isOn(when, 'wirebench.endpoints', context));
      const twice = shown.map(({ command, group = '' }) => `${command} ${group.startsWith('inline')}`);
      assert.deepEqual(twice, [...new Set(twice)], context);
    }
  });

  it('has menu items for rows of the Labs view that it has', () => {
    const step = { title: 'a', points: 0, of: 1, hidden: false } as const;
    const states = ['passed', 'failed', 'partial', 'not checked', 'unsure'] as const;
    const lab = { title: 'a', steps: [], solutionShown: false, running: false };
    const texts = [
      courseText({ folder: '', name: 'a', labs: [] }, []),
      ...[lab, { ...lab, running: true }, { ...lab, problem: 'It is wrong.' }].map(labText),
      ...states.map((state) => stepText({ ...step, state })),
    ];
    const contexts = texts.map(({ context }) => context);
    for (const [row, pattern] of Object.entries(labRows))
      assert.ok(
        contexts.some((context) => new RegExp(`^${pattern}`).test(context)),
        `no row is ${row}: ${pattern}`,
      );
    const items = contributes.menus['view/item/context'] ?? [];
    for (const context of contexts) {
      const shown = items.filter(({ when = '' }) => isOn(when, 'wirebench.labs', context));
      const twice = shown.map(({ command, group = '' }) => `${command} ${group.startsWith('inline')}`);
      assert.ok(twice.length > 0, context);
      assert.deepEqual(twice, [...new Set(twice)], context);
    }
  });

  it('refers only to commands that there are: menus, keys, welcome, walkthrough', () => {
    const items = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    const used = items.flatMap(({ command }) => command ?? []);
    const submenus = items.flatMap(({ submenu }) => submenu ?? []);
    assert.deepEqual(
      submenus.filter((id) => !(id in contributes.menus)),
      [],
    );
    const linked = [
      ...contributes.viewsWelcome.flatMap(({ contents }) => commandsIn(contents)),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(({ description }) => commandsIn(description))),
    ];
    assert.ok(linked.length > 5);
    const unknown = [...used, ...linked].filter((id) => id.startsWith('wirebench.') && !ids.has(id));
    assert.deepEqual(unknown, []);
  });

  it('refers only to views that there are, and binds plain keys only where one of them has the focus', () => {
    const views = new Set(Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id)));
    const whens = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ when = '' }) => when);
    for (const when of whens) {
      for (const [, id] of when.matchAll(/(?:focusedView|\bview) == ([\w.]+)/g)) assert.ok(views.has(id!), when);
    }
    for (const { command, when = '' } of contributes.keybindings) {
      assert.match(when, /focusedView == wirebench\.|wirebench\.composing|wirebench\.messages|wirebench\./, command);
    }
  });

  it('wakes with request files and with tabs that come back; views, commands and languages do so by themselves', () => {
    assert.deepEqual([...new Set(manifest.activationEvents.map((event) => event.replace(/:.*/, '')))].sort(), [
      'onWebviewPanel',
      'workspaceContains',
    ]);
  });

  it('has its icons and its walkthrough', () => {
    const files = [
      manifest.icon,
      ...Object.values(contributes.viewsContainers).flatMap((list) => list.map(({ icon }) => icon)),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ].filter((file) => !file.startsWith('$('));
    for (const file of files) assert.ok(existsSync(path.join(root, file)), file);
  });

  it('ticks each step of the walkthrough when it was done', () => {
    const ticked = contributes.walkthroughs.flatMap(({ steps: all }) =>
      all.map(({ id, completionEvents }) => [id, completionEvents]),
    );
    assert.deepEqual(
      ticked,
      steps.map((step) => [step, [`onContext:wirebench.did.${step}`]]),
    );
  });

  it('has pictures in the walkthrough that take every colour and font from the theme', () => {
    for (const { media } of contributes.walkthroughs.flatMap(({ steps: all }) => all)) {
      const svg = readFileSync(path.join(root, media.svg), 'utf8');
      const looks = [...svg.matchAll(/\b(?:fill|stroke|font-family)="([^"]*)"/g)].map(([, value]) => value!);
      assert.ok(looks.length > 0, media.svg);
      assert.deepEqual(
        looks.filter((value) => value !== 'none' && !value.startsWith('var(--vscode-')),
        [],
        media.svg,
      );
      assert.ok(svg.includes(`aria-label="${media.altText}"`), media.altText);
    }
  });

  it('describes every setting and every property of a saved server', () => {
    const undescribed: string[] = [];
    const visit = (name: string, schema: Schema) => {
      const described = schema.description ?? schema.markdownDescription;
      if (described === undefined || !described.endsWith('.')) undescribed.push(name);
      const below = { ...schema.properties, ...schema.items?.properties };
      for (const [key, inner] of Object.entries(below)) visit(`${name}.${key}`, inner);
    };
    for (const [name, schema] of Object.entries(contributes.configuration.properties)) visit(name, schema);
    // The delimiter's own description ends in an example.
    assert.deepEqual(
      undescribed.filter((name) => !name.endsWith('.delimiter') && !name.endsWith('.group')),
      [],
    );
  });

  it('keeps settings of an untrusted workspace out, but for those that can do no harm', () => {
    const harmless = [
      ...['defaultEncoding', 'connectTimeout', 'offerRestart', 'terminal.lineEnding'],
      ...['journal.memory', 'journal.disk', 'requestFiles.codeLens'],
    ].map((name) => `wirebench.${name}`);
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const all = Object.keys(contributes.configuration.properties);
    assert.deepEqual([...restrictedConfigurations, ...harmless].sort(), all.sort());
  });

  it('says of untrusted workspaces what the tables do, as the README does', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.description, trustText());
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8').replaceAll(/\s+/g, ' ');
    assert.ok(readme.includes(trustText()));
  });
});

describe('the schema of wirebench.servers', () => {
  const schema = contributes.configuration.properties['wirebench.servers']?.items?.properties ?? {};

  it('has the fields that resolveSpec takes, and no others', () => {
    const taken = new Set<string>();
    const base = { role: 'server', port: 0 };
    for (const transport of ['tcp', 'tls', 'udp']) {
      for (const field of Object.keys(resolveSpec({ ...base, transport }))) taken.add(field);
    }
    for (const field of Object.keys(resolveSpec({ ...base, transport: 'tls', application: 'http' }))) taken.add(field);
    // What resolveSpec leaves out where it is not given.
    taken.add('family');
    taken.delete('role');
    assert.deepEqual(Object.keys(schema).sort(), [...taken].sort());
  });

  it('has the defaults and the limits of resolveSpec', () => {
    for (const [field, { default: value, minimum, maximum }] of Object.entries(schema)) {
      const transport = field === 'reuse' || field === 'broadcast' ? 'udp' : 'tcp';
      const application = field === 'version' ? { application: 'http' } : {};
      const base = { role: 'server', transport, ...application, port: 0 } as const;
      if (value !== undefined && field !== 'transport') {
        assert.deepEqual((resolveSpec(base) as unknown as Record<string, unknown>)[field], value, field);
      }
      if (minimum !== undefined) {
        resolveSpec({ ...base, [field]: minimum });
        assert.throws(() => resolveSpec({ ...base, [field]: minimum - 1 }), field);
      }
      if (maximum !== undefined) {
        resolveSpec({ ...base, [field]: maximum });
        assert.throws(() => resolveSpec({ ...base, [field]: maximum + 1 }), field);
      }
    }
  });

  it('offers the behaviours of the table', () => {
    assert.deepEqual(
      schema.behaviour?.properties?.name?.enum,
      [...behaviours, ...httpBehaviours, zoneBehaviour].map(({ name }) => name),
    );
  });

  it('has every kind of server that can be saved', () => {
    for (const fields of Object.values(endpointKinds).map(kindFields)) {
      const kept = keptSpec(resolveSpec({ role: 'server', port: 0, ...fields }) as ServerSpec);
      for (const [field, value] of Object.entries(kept).filter(([name]) => name !== 'role')) {
        const values = schema[field]?.enum;
        assert.ok(field in schema && (values === undefined || values.includes(value)), `${field}: ${String(value)}`);
      }
    }
  });
});
