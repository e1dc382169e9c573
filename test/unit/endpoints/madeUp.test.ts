import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EndpointKind } from '../../../src/endpoints/kind.ts';
import { listens } from '../../../src/endpoints/kinds/options.ts';
import { tcp } from '../../../src/endpoints/kinds/tcp.ts';
import { standard } from '../../../src/endpoints/option.ts';
import { resolveSpec } from '../../../src/endpoints/resolve.ts';
import { serverSchema } from '../../../src/endpoints/schema.ts';
import { endpointKinds, kindFields, kindOf, placed, type Kinds } from '../../../src/endpoints/table.ts';
import { needsOfOptions } from '../../../src/endpoints/trust.ts';
import { duration, file } from '../../../src/endpoints/value.ts';
import type { BehaviourKind } from '../../../src/net/behaviours/behaviour.ts';
import { behaviourTables } from '../../../src/net/behaviours/byKind.ts';
import { behaviours } from '../../../src/net/behaviours/table.ts';
import { needsOfEndpoint } from '../../../src/net/trust.ts';
import { completions } from '../../../src/requests/language/completions.ts';
import { hover } from '../../../src/requests/language/hover.ts';
import { reference } from '../../../src/requests/language/reference.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import { valueProblem } from '../../../src/requests/values.ts';
import { endpointOptions } from '../../../src/requests/words/endpointOptions.ts';
import type { WordKind } from '../../../src/requests/words/kind.ts';
import { serveKind, serveWord } from '../../../src/requests/words/serve/kind.ts';
import { serverOptions } from '../../../src/requests/words/serve/spec.ts';
import { kinds as words } from '../../../src/requests/words/table.ts';
import { kindRows } from '../../../src/vscode/manifest/commands.ts';
import { behavioursFor, offeredKinds } from '../../../src/vscode/start/behaviours.ts';
import { listedOptions } from '../../../src/vscode/start/serverOptions.ts';
import { dial, readBytes } from '../../helpers/nets.ts';
import { bench, brief, states, type Bench } from '../requests/run/running.ts';

/** A kind that there is not: its row is all that is written of it. The classes of a family that there is run it. */
const gopher: EndpointKind = {
  label: 'Gopher',
  sentence: 'Serves menus',
  transport: 'tcp',
  application: 'gopher',
  family: 'stream',
  icon: 'list-tree',
  behaviours: 'bytes',
  server: {
    options: {
      ...tcp.server.options,
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

/** A behaviour that there is not: it answers with one line, which its body or a file gives. */
const parrot: BehaviourKind = {
  name: 'parrot',
  sentence: 'Answers the same to everything.',
  transports: ['tcp'],
  options: [
    { name: 'line', sentence: 'The answer.', type: 'string', body: 'escapes', default: 'hello' },
    { name: 'file', sentence: 'The file with the answer.', type: 'file' },
  ],
  create: ({ line }) => ({
    onReceived: (conversation) => void conversation.send(Buffer.from(String(line))),
    dispose: () => undefined,
  }),
};

const spec = { role: 'server', transport: 'tcp', application: 'gopher', port: 0 } as const;
const kinds = endpointKinds as Record<string, EndpointKind>;
const rows = behaviours as BehaviourKind[];
const wordRows = words as WordKind[];

/** What a server at a port answers to a text, so many bytes of it. */
async function answer(port: number, text: string, length: number): Promise<string> {
  const socket = await dial(port);
  socket.write(text);
  const bytes = await readBytes(socket, length);
  socket.destroy();
  await once(socket, 'close');
  return bytes.toString();
}

describe('a kind of endpoint and a behaviour that their tables alone are told of', () => {
  let tools: Bench;

  before(() => {
    assert.throws(() => resolveSpec(spec), /Application cannot be "gopher": it must be http/);
    kinds['gopher'] = gopher;
    rows.push(parrot);
    // What the language knows is made from the tables when it is loaded.
    wordRows[words.indexOf(serveKind)] = serveWord();
    tools = bench();
  });

  after(async () => {
    await tools.close();
    delete kinds['gopher'];
    rows.splice(rows.indexOf(parrot), 1);
    wordRows[words.findIndex((one) => 'word' in one.spec && one.spec.word === 'SERVE')] = serveKind;
  });

  describe('the kind', () => {
    it('is resolved, with its defaults and its limits', () => {
      assert.deepEqual(resolveSpec(spec), {
        ...spec,
        name: 'gopher echo',
        host: '127.0.0.1',
        family: 4,
        encoding: 'utf-8',
        behaviour: { name: 'echo' },
        ...{ framing: { kind: 'none' }, receiveBuffer: 65_536, halfOpen: false },
        ...{ maxConnections: 10_000, idleTimeout: 0, backlog: 511 },
        menu: '/menu',
        patience: 2000,
      });
      assert.throws(
        () => resolveSpec({ ...spec, patience: 0 }),
        /Patience cannot be 0: it must be a whole number from 1 to 60000 milliseconds\.$/,
      );
      assert.throws(() => resolveSpec({ ...spec, reuse: true }), /there is no such option/);
      assert.equal(kindOf(spec), 'gopher');
    });

    it('is in the schema of the setting, and has a command', () => {
      const properties = serverSchema(behaviours).properties as Readonly<
        Record<string, { readonly enum?: readonly string[]; readonly description: string; readonly default?: unknown }>
      >;
      assert.deepEqual(properties.application?.enum, ['http', 'dns', 'gopher']);
      assert.equal(properties.patience?.description, 'How long to wait for a selector. In milliseconds. For Gopher.');
      assert.equal(properties.patience.default, 2000);
      assert.deepEqual(kindRows()['wirebench.startGopherServer'], {
        title: 'Start Gopher Server…',
        icon: 'list-tree',
        menus: [{ menu: 'view/title', when: 'view == wirebench.endpoints', group: '1_start@7' }],
      });
    });

    it('is offered by the picker, with its behaviours and its options', async () => {
      assert.deepEqual(offeredKinds().at(-1), { label: 'Gopher', description: 'Serves menus', id: 'gopher' });
      const offered = (await behavioursFor(gopher)).map(({ name }) => name);
      assert.ok(offered.includes('echo') && offered.includes('parrot'));
      const listed = listedOptions(spec as never).map(({ option }) => option.label);
      assert.ok(listed.includes('Menu') && listed.includes('Patience') && !listed.includes('Port'));
    });

    it('needs a trusted workspace for what its values do', () => {
      const effects = (given: object) => needsOfOptions({ ...spec, ...given }).map(({ effect }) => effect);
      assert.deepEqual(effects({}), []);
      assert.deepEqual(effects({ menu: '/etc/passwd', host: '0.0.0.0' }), ['network', 'file']);
    });

    it('listens and answers, and its traffic is in the journal', async () => {
      const server = await tools.registry.start({ ...spec, patience: 5 });
      assert.deepEqual([server.state, (server.spec as unknown as { patience: number }).patience], ['running', 5]);
      assert.equal(await answer(server.local!.port, 'to all\n', 7), 'to all\n');
      assert.equal(tools.registry.snapshot()[0]?.counters.bytesOut, 7);
      await tools.registry.remove(server.id);
    });

    it('is served by a request file, with its options', async () => {
      const text = `# @name menus
SERVE gopher://127.0.0.1:0
patience: 5s
halfOpen: true

###
TCP {{menus.address}}

again

?? received text == again
`;
      assert.deepEqual(parseRequestFile(text).problems, []);
      const summary = await tools.run(text);
      assert.deepEqual(summary.outcomes.map(brief), ['passed', 'passed']);
      const [served] = summary.outcomes;
      assert.ok(served?.result?.kind === 'serve' && served.result.url?.startsWith('gopher://127.0.0.1:'));
      const problems = (lines: string) => parseRequestFile(lines).problems.map(({ message }) => message);
      assert.deepEqual(problems('SERVE gopher://127.0.0.1:0\npatience: 2h\n'), [
        '"2h" is not valid for patience. It must be a duration such as 2s, 500ms, 1m, or milliseconds, from 1 to 60000.',
      ]);
      assert.deepEqual(problems('SERVE tcp://127.0.0.1:0\npatience: 2s\n').length, 1);
      assert.match(problems('SERVE goper://127.0.0.1:0\n')[0] ?? '', /Did you mean gopher\?$/);
    });

    it('is completed, explained and in the reference', () => {
      const offers = (before: string) => completions(parseRequestFile(before), before.length).map(({ label }) => label);
      assert.ok(offers('SERVE ').includes('gopher://'), offers('SERVE ').join());
      assert.ok(offers('SERVE gopher://127.0.0.1:0\n').includes('patience'));
      assert.ok(!offers('SERVE tcp://127.0.0.1:0\n').includes('patience'));
      const text = 'SERVE gopher://127.0.0.1:0\npatience: 2s\n';
      const paragraphs = hover(parseRequestFile(text), text.indexOf('patience'), () => undefined)?.paragraphs;
      assert.ok(paragraphs?.join('\n').includes('How long to wait for a selector.'));
      assert.match(reference(), /SERVE tcp\|udp\|tls\|http\|https\|dns\|gopher:\/\/host:port/);
      assert.match(
        reference(),
        /\| `patience: 2s` \| duration \| How long to wait for a selector\. \| 2s \| gopher \|/,
      );
    });
  });

  describe('the behaviour', () => {
    it('is offered by the schema of the setting and by the picker', async () => {
      const { behaviour } = serverSchema(Object.values(behaviourTables).flat()).properties as {
        readonly behaviour: { readonly properties: { readonly name: Record<'enum' | 'enumDescriptions', string[]> } };
      };
      const { name } = behaviour.properties;
      assert.equal(name.enumDescriptions[name.enum.indexOf('parrot')], 'Answers the same to everything.');
      const names = async (kind: string) => (await behavioursFor((kinds as Kinds)[kind]!)).map((one) => one.name);
      assert.deepEqual([(await names('tcp')).at(-1), (await names('gopher')).at(-1)], ['parrot', 'parrot']);
      assert.ok(![...(await names('udp')), ...(await names('http'))].includes('parrot'));
    });

    it('is created and answers', async () => {
      const behaviour = { name: 'parrot', options: { line: 'Polly' } };
      const server = await tools.registry.start({ role: 'server', transport: 'tcp', port: 0, behaviour });
      assert.equal(await answer(server.local!.port, 'x', 5), 'Polly');
      await tools.registry.remove(server.id);
    });

    it('is served by a request file: its option, or the body in its place', async () => {
      const served = (rest: string) =>
        `# @name bird\nSERVE tcp://127.0.0.1:0\nbehaviour: parrot\n${rest}\n###\nTCP {{bird.address}}\nexpect: 1\n\nx\n\n`;
      const option = await tools.run(`${served('line: a\\tb\n')}?? received text == a\\tb\n`);
      assert.deepEqual(option.outcomes.map(brief), ['passed', 'passed']);
      const body = await tools.run(`${served('\nfrom\\x21 the body\n')}?? received text == from! the body\n`);
      assert.deepEqual(body.outcomes.map(brief), ['passed', 'passed']);
    });

    it('is completed, explained and in the reference', () => {
      const offers = (before: string) => completions(parseRequestFile(before), before.length).map(({ label }) => label);
      assert.ok(offers('SERVE gopher://127.0.0.1:0\nbehaviour: ').includes('parrot'));
      assert.ok(!offers('SERVE udp://127.0.0.1:0\nbehaviour: ').includes('parrot'));
      assert.ok(offers('SERVE tcp://127.0.0.1:0\nbehaviour: parrot\n').includes('line'));
      const text = 'SERVE tcp://127.0.0.1:0\nbehaviour: parrot\n';
      const paragraphs = hover(parseRequestFile(text), text.indexOf('parrot'), () => undefined)?.paragraphs;
      assert.ok(paragraphs?.join('\n').includes('Answers the same to everything.'));
      assert.match(
        reference(),
        /`parrot` \| tcp, gopher \| Answers the same to everything\. \| `line`, `file` \| The value/,
      );
      assert.match(reference(), /the behaviour `parrot`/);
    });

    it('reads no file in a workspace that is not trusted', async () => {
      const given = (options: object) => ({ ...spec, behaviour: { name: 'parrot', options } });
      assert.deepEqual(needsOfEndpoint(given({ line: 'x' })), []);
      assert.deepEqual(needsOfEndpoint(given({ file: '/etc/passwd' })), [
        { effect: 'file', subject: 'The behaviour parrot' },
      ]);
      const folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-parrot-'));
      try {
        writeFileSync(path.join(folder, 'line.txt'), 'secret');
        const text = 'SERVE gopher://127.0.0.1:0\nbehaviour: parrot\nfile: line.txt\n';
        const place = { path: path.join(folder, 'a.http') };
        const [refused] = (await tools.run(text, { ...place, trusted: false })).outcomes;
        assert.equal(refused?.error?.code, 'untrusted-workspace');
        assert.deepEqual(states(await tools.run(text, place)), ['passed']);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

describe('SERVE', () => {
  it('says the defaults of all kinds', () => {
    const rowsByName = new Map(endpointOptions(serverOptions()).map((row) => [row.name, row]));
    assert.equal(rowsByName.get('idleTimeout')?.default, 'never; 60s for http and https');
  });

  it('refuses what resolveSpec refuses: each limit of each option of each kind', () => {
    const said = new Map(endpointOptions(serverOptions()).map((row) => [row.name, row]));
    let limits = 0;
    for (const [scheme, kind] of Object.entries<EndpointKind>(endpointKinds))
      for (const { path: place, option } of placed(kind.server.options)) {
        if (option.word === false || option.value.name === 'behaviour') continue;
        const row = said.get(option.word ?? place.at(-1)!);
        assert.ok(row && (row.schemes ?? [scheme]).includes(scheme), `${scheme} ${place.join('.')}`);
        assert.equal(valueProblem(row, row.example.replace('{{secret}}', 'x')), undefined, row.name);
        for (const [limit, beyond] of [
          [option.minimum, -1],
          [option.maximum, 1],
        ] as const) {
          if (limit === undefined || option.value.name !== 'integer') continue;
          limits++;
          const given = { role: 'server', port: 0, ...kindFields(kind) };
          assert.equal(valueProblem(row, String(limit)), undefined, row.name);
          assert.ok(valueProblem(row, String(limit + beyond)), row.name);
          resolveSpec({ ...given, [place[0]]: limit });
          assert.throws(() => resolveSpec({ ...given, [place[0]]: limit + beyond }));
        }
      }
    assert.ok(limits > 10);
  });
});
