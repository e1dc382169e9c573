import assert from 'node:assert/strict';
import { resolveSpec } from '../../../../src/net/resolveSpec.ts';
import type { EndpointSpec, Framing } from '../../../../src/net/spec.ts';
import type { Transport } from '../../../../src/traffic/event.ts';
import { behaviourNamed } from '../../../../src/net/behaviours/table.ts';
import {
  clientOptions,
  framingText,
  groupsText,
  optionText,
  optionValue,
  readBehaviourOption,
  readFraming,
  readGroups,
  readInteger,
  serverOptions,
  withOption,
} from '../../../../src/vscode/start/serverOptions.ts';

const values = {
  integer: 1,
  boolean: true,
  text: 'x',
  encoding: 'utf-8',
  framing: { kind: 'line' },
  file: '/tmp/x',
  groups: [{ group: '239.1.2.3' }],
};

describe('the options that the quick way leaves out', () => {
  const specs = (transport: Transport): [typeof serverOptions, EndpointSpec][] => [
    [serverOptions, { role: 'server', transport, port: 0 } as EndpointSpec],
    [clientOptions, { role: 'client', transport, host: '127.0.0.1', port: 1 }],
  ];

  for (const transport of ['tcp', 'tls', 'udp'] as const) {
    it(`are options that a ${transport} endpoint takes`, () => {
      for (const [options, spec] of specs(transport)) {
        for (const option of options.filter(({ transports }) => transports.includes(transport))) {
          let changed = withOption(spec, option, values[option.type]);
          assert.deepEqual(optionValue(changed, option), values[option.type]);
          // A certificate and its key go together.
          if (option.path.join('.') === 'tls.certFile')
            changed = { ...changed, tls: { certFile: 'c', keyFile: 'k' } } as EndpointSpec;
          if (option.path.join('.') === 'tls.keyFile')
            changed = { ...changed, tls: { certFile: 'c', keyFile: 'k' } } as EndpointSpec;
          assert.doesNotThrow(() => resolveSpec(changed), option.path.join('.'));
          if (option.type === 'integer') {
            for (const limit of [option.minimum, option.maximum]) {
              if (limit !== undefined) resolveSpec(withOption(spec, option, limit));
            }
          }
        }
      }
    });
  }

  for (const [transport, application] of [
    ['tcp', 'http'],
    ['tls', 'http'],
    ['udp', 'dns'],
  ] as const) {
    it(`are options that a server of ${application} over ${transport} takes`, () => {
      const spec = { role: 'server', transport, application, port: 0 } as EndpointSpec;
      // A certificate and its key go together.
      const given = transport === 'tls' ? ({ ...spec, tls: { certFile: 'c', keyFile: 'k' } } as EndpointSpec) : spec;
      for (const option of serverOptions.filter(({ transports, plain }) => !plain && transports.includes(transport)))
        assert.doesNotThrow(() => resolveSpec(withOption(given, option, values[option.type])), option.path.join('.'));
    });
  }

  it('can be set and taken out again', () => {
    const spec: EndpointSpec = { role: 'server', transport: 'tls', port: 0 };
    const option = serverOptions.find(({ path }) => path.join('.') === 'tls.requestClientCert')!;
    const set = withOption(spec, option, true);
    assert.deepEqual(set, { ...spec, tls: { requestClientCert: true } });
    assert.equal(optionText(option, optionValue(set, option)), 'yes');
    assert.equal(optionValue(withOption(set, option, undefined), option), undefined);
  });

  it('read framings as they write them', () => {
    const framings: Framing[] = [
      { kind: 'none' },
      { kind: 'line' },
      { kind: 'fixed', length: 16 },
      { kind: 'length-prefix', bytes: 2, endian: 'big' },
      { kind: 'length-prefix', bytes: 4, endian: 'little', includesPrefix: true },
      { kind: 'delimiter', delimiter: '\\r\\n.\\r\\n' },
    ];
    for (const framing of framings) assert.deepEqual(readFraming(framingText(framing)), { ok: true, value: framing });
    for (const text of [
      '',
      'lines',
      'line 2',
      'fixed',
      'fixed 0',
      'fixed x',
      'prefix 3',
      'prefix 2 middle',
      'delimiter',
    ]) {
      assert.equal(readFraming(text).ok, false, text);
    }
  });

  it('read multicast groups as they write them', () => {
    const groups = [{ group: '239.1.2.3' }, { group: '239.1.2.4', interface: '127.0.0.1' }, { group: 'ff02::7' }];
    assert.equal(groupsText(groups), '239.1.2.3, 239.1.2.4 on 127.0.0.1, ff02::7');
    assert.deepEqual(readGroups(groupsText(groups)), { ok: true, value: groups });
    for (const text of ['', '239.1.2', 'x', '239.1.2.3 127.0.0.1', '239.1.2.3 on', '239.1.2.3 on lo', '239.1.2.3,'])
      assert.equal(readGroups(text).ok, false, text);
  });

  it('read numbers within their limits', () => {
    assert.deepEqual(readInteger(' 12 ', { minimum: 1, maximum: 12 }), { ok: true, value: 12 });
    for (const text of ['', '1.5', 'x', '13', '0', '0x1']) {
      assert.equal(readInteger(text, { minimum: 1, maximum: 12 }).ok, false, text);
    }
    const option = { name: 'rate', sentence: '', type: 'number', minimum: 0.5 } as const;
    assert.deepEqual(readBehaviourOption('0.5', option), { ok: true, value: 0.5 });
    assert.equal(readBehaviourOption('0.4', option).ok, false);
    assert.equal(readBehaviourOption('', { name: 'reply', sentence: '', type: 'string', required: true }).ok, false);
  });

  it('say what is wrong with a rule while it is typed', () => {
    const [option] = behaviourNamed('rules').options;
    assert.deepEqual(readBehaviourOption('hello => hi', option!), { ok: true, value: 'hello => hi' });
    assert.deepEqual(readBehaviourOption('hello', option!), {
      ok: false,
      message: 'Line 1 of rules is not a rule that can be used: a rule is written PATTERN => REPLY.',
    });
  });
});
