import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  clientCommand,
  clientIds,
  endpointKinds,
  kindFields,
  kindIds,
  startCommand,
} from '../../../src/endpoints/table.ts';
import { taken } from '../../../src/vscode/actions/input.ts';
import { actions, type ActionId } from '../../../src/vscode/actions/table.ts';
import { readCall } from '../../../src/vscode/call.ts';
import { commands, type Command } from '../../../src/vscode/commands.ts';
import type { Node } from '../../../src/vscode/endpoints/node.ts';
import { commandRows, type CommandId } from '../../../src/vscode/manifest/commands.ts';

type Row = Exclude<Command<unknown>, (...args: never) => unknown>;
const rowOf = (id: CommandId): Row | undefined => {
  const command = commands[id] as Command<unknown>;
  return typeof command === 'function' ? undefined : command;
};

/** The action and its input that a program's call is; undefined where a person is asked. */
function actionFor(id: CommandId, target?: unknown, others?: unknown): readonly [ActionId, unknown] | undefined {
  const call = readCall(target, others);
  const { action, input } = rowOf(id)!;
  const given = call.parameters && (input ? input(call.parameters, call) : call.parameters);
  return given === undefined ? undefined : [action, taken<unknown>(actions[action].input, given)];
}

const connection: Node = { kind: 'connection', endpoint: 3, connection: 7 };
const payload = { kind: 'text', text: 'x' };
const spec = { port: 0, behaviour: { name: 'echo' } };

/** What programs call commands with, and the action that it is. */
const calls: readonly (readonly [CommandId, readonly unknown[], ActionId, unknown])[] = [
  ['wirebench.startServer', [{ transport: 'tls', ...spec }], 'startServer', { transport: 'tls', ...spec }],
  ...kindIds.map((id) => {
    const input = { ...kindFields(endpointKinds[id]), ...spec };
    return [startCommand(id), [spec], 'startServer', input] as const;
  }),
  ...clientIds.map((id) => {
    const where = { host: '::1', port: 9 };
    return [clientCommand(id), [where], 'connect', { transport: id, ...where }] as const;
  }),
  ['wirebench.connectTerminal', [{ port: 9 }], 'connect', { transport: 'tcp', host: '127.0.0.1', port: 9 }],
  ['wirebench.startSavedServer', [{ name: 'lab' }], 'startSavedServer', { name: 'lab' }],
  ['wirebench.stop', [{ endpoints: [1, 'lab'] }], 'stop', { endpoints: [1, 'lab'] }],
  ['wirebench.stopAll', [{}], 'stopAll', {}],
  ['wirebench.restart', [{ endpoints: [1] }], 'restart', { endpoints: [1] }],
  ['wirebench.remove', [{ endpoints: [1] }], 'remove', { endpoints: [1] }],
  ['wirebench.removeStopped', [{}], 'removeStopped', {}],
  [
    'wirebench.changeBehaviour',
    ['lab', { name: 'uppercase' }],
    'changeBehaviour',
    { endpoint: 'lab', behaviour: { name: 'uppercase' } },
  ],
  [
    'wirebench.changeBehaviour',
    [{ kind: 'endpoint', endpoint: 3 }, { name: 'echo' }],
    'changeBehaviour',
    { endpoint: 3, behaviour: { name: 'echo' } },
  ],
  [
    'wirebench.changeBehaviour',
    [{ endpoint: 3, behaviour: { name: 'echo' } }],
    'changeBehaviour',
    { endpoint: 3, behaviour: { name: 'echo' } },
  ],
  ['wirebench.send', [3, { payload }], 'send', { endpoint: 3, payload }],
  ['wirebench.send', [{ endpoint: 'lab', payload }], 'send', { endpoint: 'lab', payload }],
  ['wirebench.send', [{ endpoint: 'lab' }, { payload }], 'send', { endpoint: 'lab', payload }],
  [
    'wirebench.send',
    [connection, { payload }],
    'send',
    { endpoint: 3, to: { kind: 'connections', ids: [7] }, payload },
  ],
  ['wirebench.sendToAll', [connection, { payload }], 'send', { endpoint: 3, to: { kind: 'all' }, payload }],
  [
    'wirebench.sendToAll',
    [3, { payload, to: { kind: 'connections', ids: [8] } }],
    'send',
    { endpoint: 3, to: { kind: 'connections', ids: [8] }, payload },
  ],
  [
    'wirebench.sendToAddress',
    ['lab', { payload, to: { kind: 'address', address: { host: '::1', port: 9 } } }],
    'send',
    { endpoint: 'lab', payload, to: { kind: 'address', address: { host: '::1', port: 9 } } },
  ],
  ['wirebench.closeConnection', [{ connections: [7] }], 'closeConnections', { connections: [7], how: 'close' }],
  ['wirebench.resetConnection', [{ connections: [7] }], 'closeConnections', { connections: [7], how: 'reset' }],
  ['wirebench.endConnection', [{ connections: [7] }], 'closeConnections', { connections: [7], how: 'end' }],
  ['wirebench.showTraffic', [{ filter: 'kind:data' }], 'showTraffic', { filter: 'kind:data' }],
  ['wirebench.clearTraffic', [{}], 'clearTraffic', {}],
  ['wirebench.saveTraffic', [{ path: '/tmp/x.txt' }], 'saveTraffic', { path: '/tmp/x.txt' }],
  ['wirebench.resolveDns', [{ name: 'a.test', type: 'MX' }], 'resolveDns', { name: 'a.test', type: 'MX' }],
  ['wirebench.reverseLookUp', [{ address: '::1', server: '::1' }], 'reverseLookUp', { address: '::1', server: '::1' }],
  ['wirebench.lookUpName', [{ what: 'port', subject: '53' }], 'lookUpName', { what: 'port', subject: '53' }],
  ['wirebench.traceDns', [{ name: 'a.test', port: 53 }], 'traceDns', { name: 'a.test', port: 53 }],
  ['wirebench.sendHttpGet', [{ url: 'http://a/' }], 'sendHttp', { method: 'GET', url: 'http://a/', headers: [] }],
  [
    'wirebench.sendHttpPost',
    [{ url: 'http://a/', headers: [['a', 'b']] }],
    'sendHttp',
    { method: 'POST', url: 'http://a/', headers: [['a', 'b']] },
  ],
  ['wirebench.newCourse', [{ course: 'a', to: '/tmp/a' }], 'copyCourse', { course: 'a', to: '/tmp/a' }],
  ['wirebench.newLab', [{ course: '/tmp/a', title: 'B' }], 'makeLab', { course: '/tmp/a', title: 'B' }],
];

/** Actions that commands do for a person alone. */
const withoutCommand: readonly ActionId[] = ['compareDns', 'runRequests', 'endRequestSession'];

describe('the table of commands', () => {
  it('has a row for each command of package.json', () => {
    assert.deepEqual(Object.keys(commands).sort(), Object.keys(commandRows).sort());
  });

  it('fits the table of actions: a program that gives parameters does one of them, and each is done', () => {
    const taking = (Object.keys(commands) as CommandId[]).filter((id) => rowOf(id) !== undefined);
    assert.deepEqual([...new Set(calls.map(([id]) => id))].sort(), taking.sort());
    const done = new Set([...taking.map((id) => rowOf(id)!.action), ...withoutCommand]);
    assert.deepEqual([...done].sort(), Object.keys(actions).sort());
  });

  for (const [id, args, action, input] of calls) {
    it(`does ${action} for ${id.slice(10)}(${JSON.stringify(args).slice(1, -1)})`, () => {
      assert.deepEqual(actionFor(id, ...args), [action, input]);
    });
  }

  it('asks a person who gives nothing, a row, or what it is about', () => {
    const abouts = [
      [],
      ['selection'],
      [connection],
      [{ kind: 'saved', name: 'x' }, []],
      [3],
      ['lab'],
      [{ endpoint: 'lab' }],
    ];
    for (const args of abouts)
      for (const [id] of calls) assert.equal(actionFor(id, ...args), undefined, `${id} ${JSON.stringify(args)}`);
    // A message that says not to whom.
    assert.equal(actionFor('wirebench.send', { payload }), undefined);
    assert.equal(actionFor('wirebench.changeBehaviour', undefined, { name: 'echo' }), undefined);
  });

  it('refuses what a program gives wrongly with the field', () => {
    const wrong: readonly (readonly [CommandId, readonly unknown[], string])[] = [
      ['wirebench.startServer', [{ port: 0 }], 'Transport is missing: it must be one of tcp, tls, udp.'],
      ['wirebench.startTcpServer', [{}], 'Port is missing: it must be a port, 0 to 65535.'],
      ['wirebench.connectTls', [{ port: 443 }], 'Host is missing: it must be a text.'],
      ['wirebench.send', ['lab', {}], 'Payload is missing: it must be an object with a kind.'],
      ['wirebench.send', ['lab', { payload: { kind: 'text' } }], 'Payload.text is missing: it must be a text.'],
      [
        'wirebench.stop',
        [{ endpoint: ['lab'] }],
        'Endpoint cannot be a list: it must be the id of an endpoint, or its name.',
      ],
      [
        'wirebench.closeConnection',
        [{ connection: 'x' }],
        'Connection cannot be "x": it must be a whole number of 0 or more.',
      ],
      ['wirebench.changeBehaviour', ['lab', { behaviour: 'x' }], 'Behaviour.name is missing: it must be a text.'],
      ['wirebench.resolveDns', [{ server: '::1' }], 'Name is missing: it must be a text.'],
      ['wirebench.sendHttpGet', [{ url: 5 }], 'Url cannot be 5: it must be a text.'],
    ];
    for (const [id, args, message] of wrong)
      assert.throws(() => actionFor(id, ...args), { code: 'bad-argument', message }, id);
  });
});

describe('the call of a command', () => {
  /** As the editor gives one: no plain object. */
  const uri = new (class Uri {
    readonly scheme = 'file';
  })();

  it('is a program’s if it has parameters', () => {
    const isProgram = (...args: [unknown?, unknown?]) => readCall(args[0], args[1]).isProgram;
    assert.ok(isProgram({ port: 0 }) && isProgram(3, { payload }) && isProgram(connection, { payload }));
    assert.ok(isProgram({ endpoint: 'lab' }) && isProgram({}));
    assert.ok(!isProgram() && !isProgram('selection') && !isProgram(connection, [connection]) && !isProgram('lab'));
    // The title of an editor calls with its file and an object of the editor's own.
    assert.ok(!isProgram(uri, { groupId: 0 }) && !isProgram(uri));
  });

  it('is about the row, the selected rows, or a reference', () => {
    const other: Node = { kind: 'endpoint', endpoint: 4 };
    assert.deepEqual(readCall('selection', undefined, [connection, other]).nodes, [connection, other]);
    assert.equal(readCall('selection', undefined, [connection]).node, connection);
    assert.equal(readCall('selection', undefined).reference, undefined);
    assert.deepEqual(readCall(connection, [connection, other, 'x']).nodes, [connection, other]);
    assert.deepEqual(readCall(connection, undefined).nodes, [connection]);
    assert.equal(readCall({ kind: 'connection', endpoint: 'x', connection: 1 }, undefined).node, undefined);
    assert.deepEqual([readCall(3, undefined).reference, readCall('lab', undefined).reference], [3, 'lab']);
    assert.equal(readCall({ endpoint: 'lab' }, undefined).reference, 'lab');
    assert.equal(readCall({ connection: 7 }, undefined).connection, 7);
  });

  it('can be read whatever it has, or is refused with a field', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (target, others) => {
        try {
          assert.equal(readCall(target, others).target, target);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'bad-argument');
        }
      }),
    );
  });
});
