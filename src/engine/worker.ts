import { parentPort, workerData } from 'node:worker_threads';
import { Engine } from './engine.ts';
import type { EngineLimits, ToEngine } from './messages.ts';

/** The entry of the engine's thread: messages in, messages out, nothing else. */
const port = parentPort;
if (!port) throw new Error('The engine runs in a worker thread.');

/**
 * Eight million bytes of heap that are never used and never visited. V8 allows the old generation to grow to some four times of what
 * it holds, and counts the bytes of chunks that wait for their scavenge, up to 32 MiB: with the eight megabytes of the engine alone,
 * bulk traffic makes it mark the whole heap many times a second, at the cost of a third of the rate.
 */
const ballast = new Array<number>(2 ** 20).fill(0.5);

const engine = new Engine(workerData as EngineLimits, (message) => port.postMessage(message));
port.on('message', (message: ToEngine) => engine.receive(message));
// Held for as long as the thread lives.
port.on('close', () => ballast.length);
