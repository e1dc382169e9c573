import path from 'node:path';
import { EngineLink } from '../../../../src/vscode/engineLink.ts';
import { RegistryMirror } from '../../../../src/vscode/registryMirror.ts';
import type { Means, Surroundings } from '../../../../src/vscode/actions/means.ts';
import { actions, type ActionId, type ActionResult } from '../../../../src/vscode/actions/table.ts';
import { taken } from '../../../../src/vscode/actions/input.ts';
import { engineInProcess } from '../../../helpers/engineInProcess.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A window without an editor: a real engine, its registry, and surroundings that a test changes. */
export interface FakeWindow {
  readonly means: Means;
  readonly around: Mutable<Surroundings>;
  /** The filters with which the view of the traffic was opened. */
  readonly shown: (string | undefined)[];
  /** Does an action as a program does: its input goes through the guard. */
  readonly act: <A extends ActionId>(id: A, input: unknown, signal?: AbortSignal) => Promise<ActionResult<A>>;
  readonly end: () => Promise<void>;
}

export function fakeWindow(): FakeWindow {
  const { channel } = engineInProcess();
  const engine = new EngineLink(() =>
    Promise.resolve({
      request: channel.request.bind(channel),
      onNotice: channel.onNotice,
      stop: async () => {
        await channel.request('engine.shutdown', null);
      },
    }),
  );
  const around: Mutable<Surroundings> = {
    isTrusted: true,
    folder: undefined,
    settings: { defaultHost: '127.0.0.1', defaultEncoding: 'utf-8', connectTimeout: 10_000 },
    savedServers: [],
    courses: path.join(import.meta.dirname, '../../../../courses'),
  };
  const shown: (string | undefined)[] = [];
  const showTraffic = (filter: string | undefined): Promise<void> => {
    shown.push(filter);
    return Promise.resolve();
  };
  const means: Means = { engine, registry: new RegistryMirror(engine), around, showTraffic };
  return {
    means,
    around,
    shown,
    act: (id, input, signal) => {
      const { input: wanted, run } = actions[id];
      return run(means, taken(wanted, input), signal ? { signal } : {});
    },
    end: () => engine.stop(),
  };
}
