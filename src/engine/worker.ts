import { parentPort, workerData } from 'node:worker_threads';
import { Engine } from './engine.ts';
import type { EngineLimits, ToEngine } from './messages.ts';

/** The entry of the engine's thread: messages in, messages out, nothing else. */
const port = parentPort;
if (!port) throw new Error('The engine runs in a worker thread.');

const engine = new Engine(workerData as EngineLimits, (message) => port.postMessage(message));
port.on('message', (message: ToEngine) => engine.receive(message));
