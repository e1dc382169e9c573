import { parentPort, workerData } from 'node:worker_threads';
import { errorData } from '../base/errors.ts';
import { Engine } from './engine.ts';
import type { EngineLimits, FromEngine, ToEngine } from './messages.ts';

/** The entry of the engine's thread: messages in, messages out, nothing else. */
const port = parentPort;
if (!port) throw new Error('The engine runs in a worker thread.');

const post = (message: FromEngine): void => port.postMessage(message);
const engine = new Engine(workerData as EngineLimits, (notice) => post({ kind: 'notice', notice }));

port.on('message', (message: ToEngine) => {
  engine.handle(message).then(
    (result) => post({ kind: 'result', id: message.id, result }),
    (error: unknown) => post({ kind: 'failure', id: message.id, error: errorData(error) }),
  );
});
