import assert from 'node:assert/strict';
import { resolveSpec } from '../../../src/endpoints/resolve.ts';
import type { ServerSpec } from '../../../src/endpoints/spec.ts';
import { keptSpec } from '../../../src/endpoints/kept.ts';

describe('a server as it is kept in the settings', () => {
  for (const transport of ['tcp', 'tls', 'udp'] as const) {
    it(`has nothing that holds anyway (${transport})`, () => {
      const given = { role: 'server', transport, host: '127.0.0.1', port: 9000, name: 'mine' } as ServerSpec;
      const kept = keptSpec(resolveSpec(given) as ServerSpec);
      assert.deepEqual(kept, { ...given, encoding: 'utf-8', behaviour: { name: 'none' } });
    });
  }

  it('has what was chosen', () => {
    const chosen = { framing: { kind: 'line' }, halfOpen: true, receiveBuffer: 1024, family: 6 } as const;
    const given: ServerSpec = { role: 'server', transport: 'tcp', host: 'localhost', port: 0, ...chosen };
    const kept = keptSpec(resolveSpec(given) as ServerSpec);
    assert.deepEqual({ ...kept, ...chosen }, kept);
  });
});
