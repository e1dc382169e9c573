import assert from 'node:assert/strict';
import type { EndpointKind } from '../../../src/endpoints/kind.ts';
import { listens } from '../../../src/endpoints/kinds/options.ts';
import { standard } from '../../../src/endpoints/option.ts';
import { resolveSpec } from '../../../src/endpoints/resolve.ts';
import { serverSchema } from '../../../src/endpoints/schema.ts';
import { endpointKinds, kindIn, type Kinds } from '../../../src/endpoints/table.ts';
import { needsOfOptions } from '../../../src/endpoints/trust.ts';
import { duration, file } from '../../../src/endpoints/value.ts';
import { behaviours } from '../../../src/net/behaviours/table.ts';
import { kindRows } from '../../../src/vscode/manifest/commands.ts';
import { listedOptions } from '../../../src/vscode/start/serverOptions.ts';

/** A kind that there is not: its row is all that is written of it. */
const gopher: EndpointKind = {
  label: 'Gopher',
  sentence: 'Serves menus',
  transport: 'tcp',
  application: 'gopher',
  icon: 'list-tree',
  behaviours: 'bytes',
  server: {
    options: {
      ...listens('echo'),
      menu: standard(file, '/menu', { label: 'Menu', sentence: 'The menu that it serves.', example: 'menu.txt' }),
      patience: standard(duration, 2000, {
        label: 'Patience',
        sentence: 'How long to wait for a selector.',
        example: '2s',
        minimum: 1,
        maximum: 60_000,
      }),
    },
    port: 7070,
    next: ['connect'],
    python: ({ host, port }) => `# ${host}:${port}`,
  },
};
const kinds: Kinds = { ...endpointKinds, gopher };
const spec = { role: 'server', transport: 'tcp', application: 'gopher', port: 0 } as const;

describe('a kind of endpoint that the table alone is told of', () => {
  it('is resolved, with its defaults and its limits', () => {
    assert.throws(() => resolveSpec(spec), /Application cannot be "gopher": it must be http/);
    assert.deepEqual(resolveSpec(spec, kinds), {
      ...spec,
      name: 'gopher echo',
      host: '127.0.0.1',
      family: 4,
      encoding: 'utf-8',
      behaviour: { name: 'echo' },
      menu: '/menu',
      patience: 2000,
    });
    assert.throws(
      () => resolveSpec({ ...spec, patience: 0 }, kinds),
      /Patience cannot be 0: it must be a whole number from 1 to 60000 milliseconds\.$/,
    );
    assert.throws(() => resolveSpec({ ...spec, backlog: 1 }, kinds), /there is no such option/);
    assert.equal(kindIn(kinds, spec), 'gopher');
  });

  it('is in the schema of the setting, and has a command', () => {
    const properties = serverSchema(behaviours, kinds).properties as Readonly<
      Record<string, { readonly enum?: readonly string[]; readonly description: string; readonly default?: unknown }>
    >;
    assert.deepEqual(properties.application?.enum, ['http', 'dns', 'gopher']);
    assert.equal(properties.patience?.description, 'How long to wait for a selector. In milliseconds. For Gopher.');
    assert.equal(properties.patience.default, 2000);
    assert.deepEqual(kindRows(kinds)['wirebench.startGopherServer'], {
      title: 'Start Gopher Server…',
      icon: 'list-tree',
      menus: [{ menu: 'view/title', when: 'view == wirebench.endpoints', group: '1_start@7' }],
    });
  });

  it('has its options in the list of the picker', () => {
    const listed = listedOptions(spec as never, kinds).map(({ option }) => option.label);
    assert.deepEqual(listed, ['Name', 'Encoding', 'Menu', 'Patience']);
  });

  it('needs a trusted workspace for what its values do', () => {
    const effects = (given: object) => needsOfOptions({ ...spec, ...given }, kinds).map(({ effect }) => effect);
    assert.deepEqual(effects({}), []);
    assert.deepEqual(effects({ menu: '/etc/passwd', host: '0.0.0.0' }), ['network', 'file']);
  });
});

describe('a behaviour that its table alone is told of', () => {
  it('is offered by the schema of the setting', () => {
    const loud = { name: 'loud', sentence: 'Answers in capitals.' };
    const { behaviour } = serverSchema([...behaviours, loud]).properties as {
      readonly behaviour: {
        readonly properties: { readonly name: { enum: readonly string[]; enumDescriptions: readonly string[] } };
      };
    };
    assert.equal(behaviour.properties.name.enum.at(-1), 'loud');
    assert.equal(behaviour.properties.name.enumDescriptions.at(-1), 'Answers in capitals.');
  });
});
