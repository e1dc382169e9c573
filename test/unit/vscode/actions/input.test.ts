import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { taken, type Input } from '../../../../src/vscode/actions/input.ts';
import { actions, type ActionId } from '../../../../src/vscode/actions/table.ts';

const inputOf = (id: ActionId): Input<unknown> => actions[id].input;

function sentenceOf(id: ActionId, value: unknown): string {
  try {
    taken(inputOf(id), value);
    return 'taken';
  } catch (error) {
    assert.ok(error instanceof WirebenchError, String(error));
    assert.equal(error.code, 'bad-argument');
    return error.message;
  }
}

/** By action: what it takes, and what it refuses with which sentence. */
const cases: { readonly [A in ActionId]: { readonly right: unknown; readonly wrong: readonly [unknown, string][] } } = {
  startServer: {
    right: { transport: 'tcp', port: 0, name: 'lab', behaviour: { name: 'echo', options: { delay: 1 } } },
    wrong: [
      [{ port: 0 }, 'Transport is missing: it must be one of tcp, tls, udp.'],
      [{ transport: 'tcp' }, 'Port is missing: it must be a port, 0 to 65535.'],
      [{ transport: 'tcp', port: '80' }, 'Port cannot be "80": it must be a port, 0 to 65535.'],
      [
        { transport: 'tcp', port: 1, behaviour: 'echo' },
        'Behaviour cannot be "echo": it must be an object with name, options.',
      ],
      [{ transport: 'tcp', port: 1, behaviour: {} }, 'Behaviour.name is missing: it must be a text.'],
      [5, 'The argument cannot be 5: it must be an object.'],
    ],
  },
  connect: {
    right: { transport: 'udp', host: '::1', port: 53 },
    wrong: [
      [{ transport: 'udp', port: 53 }, 'Host is missing: it must be a text.'],
      [{ transport: 'quic', host: '::1', port: 53 }, 'Transport cannot be "quic": it must be one of tcp, tls, udp.'],
    ],
  },
  startSavedServer: { right: { name: 'lab' }, wrong: [[{ name: 1 }, 'Name cannot be 1: it must be a text.']] },
  stop: {
    right: { endpoints: [1, 'lab'] },
    wrong: [
      [{}, 'Endpoints is missing: it must be a list of endpoints.'],
      [{ endpoints: ['x', {}] }, 'Endpoints[1] cannot be an object: it must be the id of an endpoint, or its name.'],
    ],
  },
  stopAll: { right: {}, wrong: [['now', 'The argument cannot be "now": it must be an object.']] },
  restart: {
    right: { endpoints: [] },
    wrong: [[{ endpoints: 1 }, 'Endpoints cannot be 1: it must be a list of endpoints.']],
  },
  remove: {
    right: { endpoints: ['lab'] },
    wrong: [[{ endpoints: [-1] }, 'Endpoints[0] cannot be -1: it must be the id of an endpoint, or its name.']],
  },
  removeStopped: { right: {}, wrong: [[[], 'The argument cannot be a list: it must be an object.']] },
  changeBehaviour: {
    right: { endpoint: 'lab', behaviour: { name: 'echo' } },
    wrong: [
      [{ endpoint: 'lab' }, 'Behaviour is missing: it must be an object with name, options.'],
      [
        { endpoint: {}, behaviour: { name: 'echo' } },
        'Endpoint cannot be an object: it must be the id of an endpoint, or its name.',
      ],
      [
        { endpoint: 1, behaviour: { name: 'echo', options: 1 } },
        'Behaviour.options cannot be 1: it must be an object.',
      ],
    ],
  },
  closeConnections: {
    right: { connections: [3], how: 'reset' },
    wrong: [
      [{ connections: ['3'], how: 'reset' }, 'Connections[0] cannot be "3": it must be a whole number of 0 or more.'],
      [{ connections: [3], how: 'kill' }, 'How cannot be "kill": it must be one of end, close, reset.'],
    ],
  },
  send: {
    right: {
      endpoint: 1,
      to: { kind: 'address', address: { host: '::1', port: 9 } },
      payload: { kind: 'text', text: 'x', lineEnding: 'crlf', macros: true, encoding: 'utf-8' },
      repeat: { times: 2, interval: 0 },
    },
    wrong: [
      [{ endpoint: 1, payload: 'x' }, 'Payload cannot be "x": it must be an object with a kind.'],
      [
        { endpoint: 1, payload: { text: 'x' } },
        'Payload.kind is missing: it must be one of text, escapes, hex, base64, file.',
      ],
      [
        { endpoint: 1, payload: { kind: 'toString' } },
        'Payload.kind cannot be "toString": it must be one of text, escapes, hex, base64, file.',
      ],
      [{ endpoint: 1, payload: { kind: 'text' } }, 'Payload.text is missing: it must be a text.'],
      [
        { endpoint: 1, payload: { kind: 'text', text: '', lineEnding: 'ff' } },
        'Payload.lineEnding cannot be "ff": it must be one of none, lf, crlf, cr.',
      ],
      [{ endpoint: 1, payload: { kind: 'file', text: 'x' } }, 'Payload.path is missing: it must be a text.'],
      [{ payload: { kind: 'hex', text: '' } }, 'Endpoint is missing: it must be the id of an endpoint, or its name.'],
      [
        { endpoint: 1, payload: { kind: 'hex', text: '' }, to: { kind: 'address', address: { host: '::1' } } },
        'To.address.port is missing: it must be a port, 0 to 65535.',
      ],
      [
        { endpoint: 1, payload: { kind: 'hex', text: '' }, repeat: { times: 1.5, interval: 1 } },
        'Repeat.times cannot be 1.5: it must be a whole number of 0 or more.',
      ],
    ],
  },
  showTraffic: {
    right: { endpoint: 'lab' },
    wrong: [[{ filter: 1 }, 'Filter cannot be 1: it must be a text.']],
  },
  clearTraffic: { right: {}, wrong: [[null, 'The argument cannot be null: it must be an object.']] },
  saveTraffic: {
    right: { path: '/tmp/x', format: 'jsonl', encoding: 'latin-1', view: 1 },
    wrong: [
      [{}, 'Path is missing: it must be a text.'],
      [{ path: '/tmp/x', format: 'pcap' }, 'Format cannot be "pcap": it must be one of text, jsonl.'],
    ],
  },
  resolveDns: {
    right: { name: 'a.test', type: 'MX', edns: false, timeout: 100 },
    wrong: [
      [{ name: ['a.test'] }, 'Name cannot be a list: it must be a text.'],
      [{ name: 'a.test', timeout: 'soon' }, 'Timeout cannot be "soon": it must be a whole number of 0 or more.'],
      [
        { name: 'a.test', edns: true },
        'Edns cannot be true: it must be the UDP payload in bytes, 512 to 65535, or false.',
      ],
    ],
  },
  reverseLookUp: { right: { address: '::1' }, wrong: [[{ name: 'x' }, 'Address is missing: it must be a text.']] },
  compareDns: {
    right: { spec: { name: 'a.test' }, servers: ['127.0.0.1'] },
    wrong: [
      [{ spec: { name: 1 }, servers: [] }, 'Spec.name cannot be 1: it must be a text.'],
      [{ spec: { name: 'a.test' } }, 'Servers is missing: it must be a list of servers.'],
    ],
  },
  traceDns: {
    right: { name: 'a.test', hints: [{ name: 'ns1.', addresses: ['127.0.0.1'] }], family: 4 },
    wrong: [
      [{ name: 'a.test', family: 5 }, 'Family cannot be 5: it must be 4 or 6.'],
      [{ name: 'a.test', hints: [{ name: 'ns1.' }] }, 'Hints[0].addresses is missing: it must be a list of addresses.'],
    ],
  },
  lookUpName: {
    right: { what: 'port', subject: '443' },
    wrong: [
      [{ what: 'user', subject: 'root' }, 'What cannot be "user": it must be one of host, address, service, port.'],
    ],
  },
  sendHttp: {
    right: {
      method: 'POST',
      url: 'http://a.test/',
      headers: [['a', 'b']],
      body: [{ kind: 'bytes', bytes: new Uint8Array(2) }],
    },
    wrong: [
      [{ method: 'GET', headers: [] }, 'Url is missing: it must be a text.'],
      [{ method: 'GET', url: 'x', headers: { a: 'b' } }, 'Headers cannot be an object: it must be a list of headers.'],
      [
        { method: 'GET', url: 'x', headers: [], body: [{ kind: 'text' }] },
        'Body[0].kind cannot be "text": it must be one of bytes, file.',
      ],
    ],
  },
  runRequests: {
    right: { source: { id: 'a', text: 'GET http://a/', session: 'a', before: [] }, regions: [0], keeps: true },
    wrong: [
      [{}, 'Source is missing: it must be an object with id, text, path, folder, session, before.'],
      [
        { source: { id: 'a', text: '', session: 'a' } },
        'Source.before is missing: it must be a list of the parts above it.',
      ],
      [
        { source: { id: 'a', text: '', session: 'a', before: [{ id: 'b' }] } },
        'Source.before[0].text is missing: it must be a text.',
      ],
      [
        { source: { id: 'a', text: '', session: 'a', before: [] }, regions: ['x'] },
        'Regions[0] cannot be "x": it must be a whole number of 0 or more.',
      ],
    ],
  },
  copyCourse: {
    right: { course: 'sockets', to: '/tmp/sockets', languages: ['python', 'c'] },
    wrong: [
      [{ course: 'sockets' }, 'To is missing: it must be a text.'],
      [
        { course: 'a', to: 'b', languages: ['cobol'] },
        'Languages[0] cannot be "cobol": it must be one of python, javascript, c, java.',
      ],
    ],
  },
  makeLab: {
    right: { course: '/tmp/sockets', title: 'Hello' },
    wrong: [[{ title: 'Hello' }, 'Course is missing: it must be a text.']],
  },
  endRequestSession: { right: { session: 'a' }, wrong: [[{}, 'Session is missing: it must be a text.']] },
};

describe('the inputs of actions', () => {
  for (const [id, { right, wrong }] of Object.entries(cases) as [ActionId, (typeof cases)[ActionId]][]) {
    it(`of ${id} are taken as they are, or refused with the field`, () => {
      assert.equal(taken(inputOf(id), right), right);
      assert.ok(wrong.length > 0);
      for (const [value, sentence] of wrong) assert.equal(sentenceOf(id, value), sentence);
    });
  }

  it('take or refuse whatever comes, each with a sentence', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom('endpoint', 'endpoints', 'payload', 'to', 'repeat', 'name', 'kind', 'transport', '__proto__'),
        fc.anything({ maxDepth: 3 }),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(actions) as ActionId[])), anything, (id, value) => {
        assert.equal(sentenceOf(id, value) === 'taken', inputOf(id).is(value));
      }),
    );
  });
});
