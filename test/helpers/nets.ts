import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once, type EventEmitter } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import { WirebenchError } from '../../src/base/errors.ts';
import type { Behaviour, BehaviourHost } from '../../src/net/behaviours/behaviour.ts';
import { Registry } from '../../src/net/registry.ts';
import type { BehaviourSpec } from '../../src/endpoints/behaviour.ts';
import { FakeRecorder } from './fakeRecorder.ts';

/** Two behaviours for tests of endpoints, apart from the real table: none, and an echo. */
export function createPlainBehaviour(spec: BehaviourSpec): Behaviour {
  const dispose = () => undefined;
  if (spec.name === 'none') return { dispose };
  if (spec.name === 'echo')
    return { dispose, onReceived: (conversation, received) => void conversation.echo(received) };
  throw new WirebenchError({ code: 'unknown-behaviour', message: `There is no behaviour ${spec.name}.` });
}

export interface Net {
  readonly recorder: FakeRecorder;
  readonly registry: Registry;
}

export function createNet(
  createBehaviour: (spec: BehaviourSpec, host: BehaviourHost) => Behaviour | Promise<Behaviour> = createPlainBehaviour,
): Net {
  const recorder = new FakeRecorder();
  const registry = new Registry({ recorder, createBehaviour });
  // A state may change without an event, so conditions are checked then too.
  registry.onChange(() => recorder.wake());
  return { recorder, registry };
}

/** A connected client of plain Node, half-open, so that the test decides about both directions. */
export async function dial(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}

/** All bytes that the socket receives until its end. */
export async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Exactly that many bytes from a socket that stays open. */
export async function readBytes(socket: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      total += chunk.length;
      if (total < length) return;
      socket.off('data', onData);
      socket.off('error', reject);
      resolve();
    };
    socket.on('data', onData);
    socket.once('error', reject);
  });
  return Buffer.concat(chunks);
}

/** Below the ports that systems assign automatically (Linux from 32768, others from 49152). */
const FREE_PORTS = { first: 20_000, last: 32_000 };
const handedOut = new Set<number>();

/**
 * A port that is free over TCP and UDP: it was bound and released. Nothing else gets it by chance: no outgoing
 * connection, no bind to port 0, and no second call.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = randomInt(FREE_PORTS.first, FREE_PORTS.last);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (
      (await binds(createServer(), (server) => server.listen(port, host), 'listening')) &&
      (await bindsUdp(port, host))
    )
      return port;
  }
}

async function bindsUdp(port: number, host: string): Promise<boolean> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  return binds(socket, () => socket.bind(port, host), 'listening');
}

/** Whether it could be bound. It is closed again. */
async function binds<T extends EventEmitter & { close(): unknown }>(
  one: T,
  bind: (one: T) => void,
  bound: string,
): Promise<boolean> {
  const free = once(one, bound).then(
    () => true,
    () => false,
  );
  bind(one);
  if (!(await free)) return false;
  const closed = once(one, 'close');
  one.close();
  await closed;
  return true;
}

/** The handles that keep this process alive (sockets, servers, timers, look-ups), by kind and number. */
export function handles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (/TCP|UDP|TLS|Timeout|GetAddrInfo|Worker/.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/**
 * Fails if there are more handles than before. Handles of an earlier test may disappear in between; a handle that was
 * just closed leaves the list only after some turns of the event loop.
 */
export async function assertNoneLeft(before: ReadonlyMap<string, number>): Promise<void> {
  const left = () => [...handles()].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
  for (let turn = 0; turn < 1000 && left().length > 0; turn++) await settled();
  assert.deepEqual(left(), [], 'a handle is left');
}

/** A few turns of the event loop. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
