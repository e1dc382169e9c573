import { parentPort, workerData } from 'node:worker_threads';
import { Engine } from './engine.ts';
import type { EngineLimits, ToEngine } from './messages.ts';

/** The entry of the engine's thread. It passes messages in and out, and does nothing else. */
const port = parentPort;
if (!port) throw new Error('The engine runs in a worker thread.');

/**
 * Eight million bytes of heap that are never used or visited. V8 allows the old generation to grow to about four times
 * its content, and counts the bytes of chunks that wait for their scavenge, up to 32 MiB. With only the eight megabytes
 * of the engine, bulk traffic makes V8 mark the whole heap many times a second, which costs a third of the rate.
 */
const ballast = new Array<number>(2 ** 20).fill(0.5);

const engine = new Engine(workerData as EngineLimits, (message) => port.postMessage(message));
port.on('message', (message: ToEngine) => engine.receive(message));
// Kept for the life of the thread.
port.on('close', () => ballast.length);
