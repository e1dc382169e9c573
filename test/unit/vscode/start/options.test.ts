import assert from 'node:assert/strict';
import { resolveSpec } from '../../../../src/endpoints/resolve.ts';
import type { EndpointSpec } from '../../../../src/endpoints/spec.ts';
import { endpointKinds, kindFields } from '../../../../src/endpoints/table.ts';
import { listedOptions, optionText, optionValue, withOption } from '../../../../src/vscode/start/serverOptions.ts';

/** A value of each kind of value. */
const values: Readonly<Record<string, unknown>> = {
  integer: 1,
  duration: 1,
  port: 1,
  boolean: true,
  text: 'x',
  encoding: 'utf-8',
  framing: { kind: 'line' },
  path: '/tmp/x',
  host: 'localhost',
  address: '127.0.0.1',
  list: ['x'],
  groups: [{ group: '239.1.2.3' }],
};

describe('the options that the quick way leaves out', () => {
  for (const [id, kind] of Object.entries(endpointKinds)) {
    const specs: readonly EndpointSpec[] = [
      { role: 'server', ...kindFields(kind), port: 0 } as EndpointSpec,
      ...('client' in kind
        ? [{ role: 'client', transport: kind.transport, host: '127.0.0.1', port: 1 } as EndpointSpec]
        : []),
    ];
    it(`are options that ${id} takes, within their limits`, () => {
      for (const spec of specs) {
        const listed = listedOptions(spec);
        assert.ok(listed.length > 1);
        for (const placed of listed) {
          const { path, option } = placed;
          const value = option.choices?.at(-1) ?? values[option.value.name];
          assert.notEqual(value, undefined, option.value.name);
          let changed = withOption(spec, placed, value);
          assert.deepEqual(optionValue(changed, placed), value);
          // A certificate and its key go together.
          if (/^tls\.(cert|key)File$/.test(path.join('.')))
            changed = { ...changed, tls: { certFile: 'c', keyFile: 'k' } } as EndpointSpec;
          assert.doesNotThrow(() => resolveSpec(changed), path.join('.'));
          for (const limit of [option.minimum, option.maximum])
            if (limit !== undefined) resolveSpec(withOption(spec, placed, limit));
        }
      }
    });

    it(`are read of ${id} as they are written`, () => {
      for (const spec of specs)
        for (const { option } of listedOptions(spec)) {
          const { value: kindOfValue } = option;
          const value = option.choices?.at(-1) ?? values[kindOfValue.name];
          assert.deepEqual(kindOfValue.read(kindOfValue.print(value), option), { ok: true, value }, option.label);
        }
    });
  }

  it('are those that mean something to the kind', () => {
    const labels = (spec: EndpointSpec) => listedOptions(spec).map(({ option }) => option.label);
    const dns = { role: 'server', transport: 'udp', application: 'dns', port: 0 } as EndpointSpec;
    assert.deepEqual(labels(dns), ['Name', 'Encoding']);
    const http = labels({ role: 'server', transport: 'tcp', application: 'http', port: 0 });
    assert.ok(http.includes('Allowed hosts') && !http.includes('Framing') && !http.includes('Certificate'));
  });

  it('say what holds where nothing is set', () => {
    const texts = (application?: 'http') => {
      const spec = { role: 'server', transport: 'tcp', port: 0, ...(application && { application }) } as EndpointSpec;
      return Object.fromEntries(
        listedOptions(spec).map((placed) => [placed.option.label, optionText(placed, undefined)]),
      );
    };
    assert.equal(texts()['Idle timeout'], 'never');
    assert.equal(texts('http')['Idle timeout'], '60s');
    assert.equal(texts()['Half-open'], 'no');
    assert.equal(texts()['Backlog'], '511');
  });

  it('can be set and taken out again', () => {
    const spec: EndpointSpec = { role: 'server', transport: 'tls', port: 0 };
    const option = listedOptions(spec).find(({ path }) => path.join('.') === 'tls.requestClientCert')!;
    const set = withOption(spec, option, true);
    assert.deepEqual(set, { ...spec, tls: { requestClientCert: true } });
    assert.equal(optionText(option, optionValue(set, option)), 'yes');
    assert.equal(optionValue(withOption(set, option, undefined), option), undefined);
  });
});
