import { EngineChannel } from '../../src/engine/client.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineLimits, EngineNotice } from '../../src/engine/messages.ts';

/** The engine without its thread: the same messages, cloned as between threads. */
export interface EngineInProcess {
  readonly channel: EngineChannel;
  readonly engine: Engine;
  /** All so far, the oldest first. */
  readonly notices: EngineNotice[];
  /** The first notice that passes the test, among past and future ones. */
  readonly until: (test: (notice: EngineNotice) => boolean) => Promise<EngineNotice>;
}

export function engineInProcess(limits: EngineLimits = { diskBytes: 0 }): EngineInProcess {
  const notices: EngineNotice[] = [];
  const engine = new Engine(limits, (message) => channel.receive(structuredClone(message)));
  const channel = new EngineChannel((message) => engine.receive(structuredClone(message)));
  channel.onNotice((notice) => notices.push(notice));
  const until = (test: (notice: EngineNotice) => boolean): Promise<EngineNotice> =>
    new Promise((resolve) => {
      const found = notices.find(test);
      if (found) {
        resolve(found);
        return;
      }
      const listening = channel.onNotice((notice) => {
        if (!test(notice)) return;
        listening.dispose();
        resolve(notice);
      });
    });
  return { channel, engine, notices, until };
}
