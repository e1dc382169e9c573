import assert from 'node:assert/strict';
import type { SocketRow } from '../../../../src/net/sockets/row.ts';
import { readUnread, UnreadBytes, unreadOfAll, type QueueMeans } from '../../../../src/net/sockets/unread.ts';

const local = { host: '127.0.0.1', port: 40_000 };
const peer = { host: '127.0.0.1', port: 5550 };

/** Queues that a test sets; each look is waited for. */
class Queues implements QueueMeans {
  readonly platform: NodeJS.Platform;
  /** Of our socket, bytes not confirmed; of the other one, bytes not read; undefined: it is not of this machine. */
  ours = 0;
  theirs: number | undefined = 0;
  state: SocketRow['state'] = 'ESTABLISHED';
  ownState: SocketRow['state'] = 'ESTABLISHED';
  failure: Error | undefined;

  constructor(platform: NodeJS.Platform = 'linux') {
    this.platform = platform;
  }

  rows(): Promise<SocketRow[]> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const rows: SocketRow[] = [
      { transport: 'tcp', local, peer, state: this.ownState, sendQueue: this.ours, receiveQueue: 0 },
    ];
    if (this.theirs !== undefined)
      rows.push({
        transport: 'tcp',
        local: peer,
        peer: local,
        state: this.state,
        receiveQueue: this.theirs,
        sendQueue: 0,
      });
    return Promise.resolve(rows);
  }
}

function watching(
  means: QueueMeans,
  transport: 'tcp' | 'udp' = 'tcp',
): { unread: UnreadBytes; next: () => Promise<void> } {
  let wake = (): void => undefined;
  const unread = new UnreadBytes({ transport, local, peer }, { changed: () => wake() }, means);
  return { unread, next: () => new Promise((resolve) => (wake = resolve)) };
}

describe('unread bytes', () => {
  it('are those in both queues, and none once the program has read', async () => {
    const queues = new Queues();
    const { unread, next } = watching(queues);
    assert.deepEqual(unread.state, { bytes: 0 });
    [queues.ours, queues.theirs] = [3, 20];
    unread.sent(23);
    assert.deepEqual(unread.state, {});
    await next();
    assert.deepEqual(unread.state, { bytes: 23, text: '23 bytes that we sent were not yet read' });
    [queues.ours, queues.theirs] = [0, 0];
    await next();
    assert.deepEqual(unread.state, { bytes: 0 });
    unread.ended(false);
    assert.deepEqual(unread.state, { bytes: 0 });
  });

  it('are none after a close that was no reset, although the last look came before the program read', async () => {
    const queues = new Queues();
    const { unread, next } = watching(queues);
    queues.theirs = 23;
    unread.sent(23);
    await next();
    assert.equal(unread.state.bytes, 23);
    unread.ended(false);
    assert.deepEqual(unread.state, { bytes: 0 });
  });

  it('do not count the end of the stream, which Linux counts as a byte', async () => {
    for (const [platform, bytes] of [
      ['linux', 4],
      ['darwin', 5],
    ] as const) {
      const queues = new Queues(platform);
      const { unread, next } = watching(queues);
      [queues.theirs, queues.state] = [5, 'CLOSE_WAIT'];
      unread.sent(5);
      await next();
      assert.equal(unread.state.bytes, bytes);
      unread.ended(false);
    }
  });

  it('do not count our own end, and are none if the other side ends in good order', async () => {
    const queues = new Queues();
    const { unread, next } = watching(queues);
    [queues.ours, queues.theirs] = [0, 7];
    unread.sent(7);
    await next();
    assert.equal(unread.state.bytes, 7);
    [queues.ours, queues.theirs, queues.ownState] = [1, 0, 'FIN_WAIT_1'];
    await next();
    assert.equal(unread.state.bytes, 0);
    const quick = watching(queues);
    [queues.ours, queues.theirs] = [3, 0];
    quick.unread.sent(3);
    await quick.next();
    assert.equal(quick.unread.state.bytes, 2);
    void quick.unread.peerEnded(false);
    quick.unread.ended(false);
    assert.deepEqual(quick.unread.state, { bytes: 0 });
    const gone = watching(queues);
    [queues.ours, queues.theirs, queues.ownState] = [0, undefined, 'TIME_WAIT'];
    gone.unread.sent(3);
    await gone.unread.peerEnded(false);
    assert.deepEqual(gone.unread.state, { bytes: 0 });
    gone.unread.ended(false);
  });

  it('are at most all that was sent since the last look, if a reset came', async () => {
    const queues = new Queues();
    const { unread, next } = watching(queues);
    queues.theirs = 100;
    unread.sent(100);
    await next();
    queues.theirs = 40;
    await next();
    unread.sent(10);
    unread.ended(true);
    assert.deepEqual(unread.state, { bytes: 50, text: 'up to 50 bytes that we sent were never read' });
    const quick = watching(queues).unread;
    quick.sent(1);
    quick.ended(true);
    assert.deepEqual(quick.state, { bytes: 1, text: 'up to 1 byte that we sent was never read' });
  });

  it('are unknown of other machines, systems and transports, and if the system does not tell', async () => {
    const elsewhere = new Queues();
    elsewhere.theirs = undefined;
    const failing = new Queues();
    failing.failure = new Error('no table.');
    for (const [means, said] of [
      [elsewhere, /not one of this machine/u],
      [failing, /no table\.$/u],
    ] as const) {
      const { unread, next } = watching(means);
      unread.sent(1);
      await next();
      assert.match(unread.state.unknown ?? '', said);
      assert.throws(() => readUnread(unreadOfAll([{ bytes: 1 }, unread.state])), { code: 'sockets-unknown' });
    }
    for (const [{ unread }, said] of [
      [watching(new Queues('win32')), /win32 tells it only when the connection has ended/u],
      [watching(new Queues(), 'udp'), /not for UDP/u],
    ] as const) {
      unread.sent(1);
      assert.match(unread.state.unknown ?? '', said);
    }
  });

  it('are known at the end of a connection where the system does not tell its queues', () => {
    const [read, unread] = [watching(new Queues('win32')).unread, watching(new Queues('win32')).unread];
    for (const each of [read, unread]) each.sent(5);
    read.ended(false);
    unread.ended(true);
    assert.deepEqual([readUnread(read.state), readUnread(unread.state)], [0, 5]);
    assert.match(unread.state.text ?? '', /^up to 5 bytes/);
  });

  it('of several connections are their sum, or not known yet', () => {
    assert.equal(readUnread(unreadOfAll([])), 0);
    assert.equal(readUnread(unreadOfAll([{ bytes: 2 }, { bytes: 3 }])), 5);
    assert.equal(readUnread(unreadOfAll([{ bytes: 2 }, {}])), undefined);
  });
});
