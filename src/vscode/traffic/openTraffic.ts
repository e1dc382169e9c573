import { showProblem } from '../problems.ts';
import type { Shell } from '../shell.ts';
import { onEvent, saveTraffic } from '../trafficCommands.ts';
import { TrafficViews } from './trafficViews.ts';

/** The Traffic views of a window. Errors of their pages' requests are shown like those of a command. */
export function openTraffic(shell: Shell): TrafficViews {
  const reported = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (error) {
      await showProblem(shell, error);
    }
  };
  return new TrafficViews({
    extensionUri: shell.context.extensionUri,
    engine: shell.engine,
    onBytesShown: () => shell.firstSteps.did('watch'),
    save: (view, encoding) =>
      void reported(saveTraffic(shell, undefined, { encoding, ...(view !== undefined && { view }) })),
    onEvent: (event) => void reported(onEvent(shell, event)),
  });
}
