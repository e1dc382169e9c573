import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/emitter.ts';
import { FirstSteps, steps } from '../../../src/vscode/firstSteps.ts';
import type { RegistryChange } from '../../../src/vscode/registryMirror.ts';
import { emptyRegistry } from '../../../src/vscode/registryMirror.ts';
import { endpointSnapshot } from './snapshots.ts';

describe('the first steps', () => {
  const made = (before: readonly string[] = []) => {
    const changes = new Emitter<RegistryChange>();
    const ticked: string[] = [];
    const stored: unknown[] = [];
    const state = {
      get: (_key: string, otherwise?: unknown) => (before.length > 0 ? before : otherwise) as never,
      update: (_key: string, value: unknown) => {
        stored.push(value);
        return Promise.resolve();
      },
    };
    const firstSteps = new FirstSteps(state, { onDidChange: changes.event }, (key) => ticked.push(key));
    return { firstSteps, changes, ticked, stored };
  };

  it('are ticked once, and remembered', () => {
    const { firstSteps, ticked, stored } = made();
    for (const step of [...steps, ...steps]) firstSteps.did(step);
    assert.deepEqual(
      ticked,
      steps.map((step) => `wirebench.did.${step}`),
    );
    assert.deepEqual(stored.at(-1), [...steps]);
  });

  it('are ticked again when the extension starts, without those that are no steps any more', () => {
    const { firstSteps, ticked } = made(['talk', 'dance']);
    assert.deepEqual(ticked, ['wirebench.did.talk']);
    assert.ok(firstSteps.has('talk'));
    assert.ok(!firstSteps.has('start'));
  });

  it('are done by a server that runs and by bytes that arrive, not by a start that fails', () => {
    const { firstSteps, changes } = made();
    const tell = (...endpoints: ReturnType<typeof endpointSnapshot>[]) =>
      changes.fire({ before: emptyRegistry, after: { ...emptyRegistry, endpoints } });
    tell(endpointSnapshot({ state: 'failed' }));
    assert.deepEqual(
      steps.filter((step) => firstSteps.has(step)),
      [],
    );
    tell(endpointSnapshot({ state: 'running' }));
    assert.deepEqual(
      steps.filter((step) => firstSteps.has(step)),
      ['start'],
    );
    const idle = endpointSnapshot({ state: 'running' });
    tell({ ...idle, counters: { ...idle.counters, bytesIn: 1 } });
    assert.deepEqual(
      steps.filter((step) => firstSteps.has(step)),
      ['start', 'talk'],
    );
  });
});
