import assert from 'node:assert/strict';
import fc from 'fast-check';
import { directions, eventKinds, type Direction, type EventKind } from '../../../src/traffic/event.ts';
import { Journal, type JournalOptions } from '../../../src/traffic/journal.ts';
import { FakeFile, turn } from './fakeFile.ts';

const local = { host: '127.0.0.1', port: 9000 };
const peer = { host: '127.0.0.1', port: 5555 };
const tiny: JournalOptions = { memoryBytes: 512, blockBytes: 64, memoryEvents: 24, blockEvents: 4 };

interface Recorded {
  readonly kind: EventKind;
  readonly direction: Direction;
  readonly endpoint: number;
  readonly connection: number;
  readonly bytes: Buffer;
}

type Step =
  | {
      readonly do: 'append';
      readonly kind: number;
      readonly direction: number;
      readonly connection: number;
      readonly length: number;
    }
  | { readonly do: 'share'; readonly back: number; readonly start: number; readonly length: number }
  | { readonly do: 'clear' }
  | { readonly do: 'disk'; readonly what: 'prompt' | 'slow' | 'fail' }
  | { readonly do: 'finish'; readonly index: number }
  | { readonly do: 'turn' }
  | { readonly do: 'memory'; readonly blocks: number }
  | { readonly do: 'diskBytes'; readonly slots: number }
  | { readonly do: 'check' };

const stepOf = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      kind: fc.nat(eventKinds.length - 1),
      direction: fc.nat(directions.length - 1),
      connection: fc.nat(2),
      length: fc.oneof(
        { weight: 10, arbitrary: fc.nat(20) },
        { weight: 10, arbitrary: fc.nat(90) },
        { weight: 1, arbitrary: fc.nat(700) },
      ),
    }),
  },
  {
    weight: 25,
    arbitrary: fc.record({ do: fc.constant('share' as const), back: fc.nat(9), start: fc.nat(9), length: fc.nat(30) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('disk' as const),
      what: fc.constantFrom(...(['prompt', 'prompt', 'prompt', 'slow', 'fail'] as const)),
    }),
  },
  { weight: 15, arbitrary: fc.record({ do: fc.constant('finish' as const), index: fc.nat(1) }) },
  { weight: 120, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('memory' as const), blocks: fc.integer({ min: 4, max: 14 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('diskBytes' as const), slots: fc.integer({ min: 0, max: 30 }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('check' as const) }) },
);

/** A journal beside a plain array of everything that was recorded. */
class Run {
  readonly file = new FakeFile();
  readonly journal: Journal;
  readonly all: Recorded[] = [];
  readonly connections: number[];
  cleared = 0;
  clearedBytes = 0;
  failNext = false;
  #filled = 0;
  clock = 0;
  /** How often an event was read back from disk. */
  fromDisk = 0;

  constructor(diskBytes: number) {
    this.journal = new Journal({
      ...tiny,
      diskBytes,
      diskBytesPerSecond: 1e12,
      monotonic: () => (this.clock += 60),
      openFile: () => Promise.resolve(this.file),
    });
    const endpoint = this.journal.addEndpoint('echo');
    this.connections = [0, 1, 2].map((i) =>
      i === 0 ? 0 : this.journal.addConnection(endpoint, 'tcp', local, peer).id,
    );
  }

  payload(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => (this.#filled = (this.#filled * 31 + 7) % 251)));
  }

  record(recorded: Recorded, append: () => number): void {
    const { next } = this.journal;
    const seq = append();
    assert.equal(seq, next);
    // A payload of more than a quarter of memory comes as pieces.
    let at = 0;
    do {
      const length = this.journal.next - next === 1 ? recorded.bytes.length : this.pieceLength();
      this.all.push({ ...recorded, bytes: recorded.bytes.subarray(at, at + length) });
      at += length;
    } while (at < recorded.bytes.length);
    assert.equal(this.all.length, this.journal.next);
  }

  blocks = 8;
  pieceLength(): number {
    return (this.blocks * 64) / 4;
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'append': {
        const kind = eventKinds[step.kind]!;
        const direction = directions[step.direction]!;
        const connection = this.connections[step.connection]!;
        const bytes = this.payload(step.length);
        const given = Buffer.from(bytes);
        this.record({ kind, direction, endpoint: 1, connection, bytes }, () =>
          this.journal.append(kind, direction, { endpoint: 1, id: connection }, given),
        );
        given.fill(0);
        return;
      }
      case 'share': {
        const of = this.all.length - 1 - step.back;
        const earlier = this.all[of]?.bytes.subarray(step.start, step.start + step.length);
        if (!earlier) return;
        const bytes = Buffer.from(earlier);
        this.record({ kind: 'data', direction: 'out', endpoint: 1, connection: 1, bytes }, () =>
          this.journal.appendShared('data', 'out', { endpoint: 1, id: 1 }, of, step.start, earlier),
        );
        return;
      }
      case 'clear':
        this.cleared += this.journal.next - this.journal.first;
        this.clearedBytes += lengths(this.all.slice(this.journal.first));
        this.journal.clear();
        return;
      case 'disk':
        this.file.prompt = step.what === 'prompt';
        this.failNext = step.what === 'fail';
        return;
      case 'finish':
        this.file.finish(step.index, this.failNext ? new Error('ENOSPC: no space left on device') : undefined);
        await turn();
        this.noteFailure();
        return;
      case 'turn':
        await turn();
        return;
      case 'memory':
        this.journal.configure({ memoryBytes: step.blocks * 64 });
        this.blocks = step.blocks;
        return;
      case 'diskBytes':
        this.journal.configure({ diskBytes: step.slots * 116 });
        return;
      case 'check':
        await this.check();
    }
  }

  /** The journal says itself, in a note, that the disk failed. */
  noteFailure(): void {
    const pieces: Buffer[] = [];
    while (this.all.length < this.journal.next) {
      const bytes = Buffer.from(this.journal.bytesInMemory(this.all.length)!);
      pieces.push(bytes);
      this.all.push({ kind: 'note', direction: 'none', endpoint: 0, connection: 0, bytes });
    }
    if (pieces.length > 0) assert.match(Buffer.concat(pieces).toString(), /no space left/);
  }

  async check(): Promise<void> {
    const { journal, all } = this;
    // Writes that may begin, begin: they can push older events off the disk. After that nothing is appended, so what is held stays held.
    await turn();
    const state = journal.state();
    assert.equal(state.next, all.length);
    assert.equal(state.events, all.length);
    assert.equal(state.bytes, lengths(all));
    assert.ok(state.first <= state.next);
    assert.equal(state.forgottenEvents + this.cleared, state.first);
    assert.equal(state.forgottenBytes + this.clearedBytes, lengths(all.slice(0, state.first)));
    assert.ok(state.memoryBytes <= this.blocks * 64);
    assert.ok(this.file.bytes.length <= 30 * 116);
    this.checkCounters();
    const rows = await journal.readRows(0, all.length);
    assert.deepEqual(
      rows.map((row) => row.seq),
      all.slice(state.first).map((_, i) => state.first + i),
    );
    for (const row of rows) {
      const { bytes, ...wanted } = all[row.seq]!;
      const { seq, time, length, ...given } = row;
      assert.ok(time > 0);
      assert.deepEqual(given, wanted);
      assert.equal(length, bytes.length);
      if (!journal.isInMemory(seq)) this.fromDisk++;
      assert.deepEqual(Buffer.from(await journal.readBytes(seq)), bytes, `payload of ${seq}`);
      assert.deepEqual(Buffer.from(await journal.readBytes(seq, 3, 5)), bytes.subarray(3, 8));
      const inMemory = journal.bytesInMemory(seq);
      if (inMemory) assert.deepEqual(Buffer.from(inMemory), bytes);
    }
    if (state.first > 0) await assert.rejects(journal.readBytes(state.first - 1), { code: 'event-forgotten' });
  }

  checkCounters(): void {
    for (const connection of this.connections.slice(1)) {
      const own = this.all.filter((event) => event.connection === connection);
      assert.deepEqual(this.journal.connectionCounters(connection), count(own));
    }
    assert.deepEqual(this.journal.endpointCounters(1), count(this.all.filter((event) => event.endpoint === 1)));
  }
}

function lengths(events: readonly Recorded[]): number {
  return events.reduce((sum, event) => sum + event.bytes.length, 0);
}

function count(events: readonly Recorded[]) {
  const of = (kind: EventKind, direction: Direction) =>
    events.filter((e) => e.kind === kind && e.direction === direction);
  return {
    bytesIn: lengths(of('data', 'in')),
    bytesOut: lengths(of('data', 'out')),
    chunksIn: of('data', 'in').length,
    chunksOut: of('data', 'out').length,
    framesIn: of('frame', 'in').length,
    framesOut: of('frame', 'out').length,
    errors: events.filter((e) => e.kind === 'error').length,
  };
}

describe('the journal', () => {
  it('holds what a plain array holds, in memory and on disk, and counts exactly what it forgot', async function () {
    this.timeout(60_000);
    let fromDisk = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 4 * 116, 12 * 116, 30 * 116),
        fc.array(stepOf, { maxLength: 300, size: 'max' }),
        async (diskBytes, steps) => {
          const run = new Run(diskBytes);
          for (const step of steps) await run.step(step);
          await run.check();
          fromDisk += run.fromDisk;
        },
      ),
      { numRuns: 100 },
    );
    assert.ok(fromDisk > 20, `the runs read ${fromDisk} events from disk`);
  });

  it('keeps on disk what memory had to forget', async () => {
    const run = new Run(30 * 116);
    for (let i = 0; i < 36; i++) {
      await run.step({ do: 'append', kind: 1, direction: 1, connection: 1, length: 30 });
      await turn();
    }
    assert.equal(run.journal.first, 0);
    assert.equal(run.journal.isInMemory(15), false);
    await run.check();
    assert.ok(run.fromDisk > 15);
  });

  it('forgets what a slow disk could not save, and all before it', async () => {
    const run = new Run(30 * 116);
    await run.step({ do: 'append', kind: 1, direction: 1, connection: 1, length: 60 });
    run.file.prompt = false;
    for (let i = 0; i < 40; i++) {
      await run.step({ do: 'append', kind: 1, direction: 1, connection: 1, length: 60 });
      await turn();
    }
    assert.equal(run.file.waiting, 2);
    assert.ok(run.journal.first > 30);
    const { first } = run.journal;
    run.file.finish();
    run.file.finish();
    await turn();
    assert.equal(run.journal.first, first);
    await run.check();
  });

  it('goes on in memory when the disk fails, and says so', async () => {
    const run = new Run(30 * 116);
    run.file.prompt = false;
    run.failNext = true;
    for (let i = 0; i < 6; i++) await run.step({ do: 'append', kind: 1, direction: 1, connection: 1, length: 60 });
    await turn();
    await run.step({ do: 'append', kind: 1, direction: 1, connection: 1, length: 60 });
    await run.step({ do: 'finish', index: 0 });
    assert.equal(run.all.at(-1)?.kind, 'note');
    const writes = run.file.writes;
    for (let i = 0; i < 40; i++) await run.step({ do: 'append', kind: 1, direction: 1, connection: 1, length: 60 });
    await run.check();
    assert.ok(run.file.writes <= writes + 1);
  });

  it('copies no bytes for a shared payload', () => {
    const journal = new Journal(tiny);
    const bytes = Buffer.from('hello, world');
    const seq = journal.append('data', 'in', { endpoint: 1, id: 0 }, bytes);
    const before = journal.state().memoryBytes;
    const shared = journal.appendShared('frame', 'in', { endpoint: 1, id: 0 }, seq, 7, bytes.subarray(7));
    assert.equal(journal.state().memoryBytes, before);
    assert.equal(Buffer.from(journal.bytesInMemory(shared)!).toString(), 'world');
  });

  it('records a payload larger than a quarter of memory as events that together hold all of it', async () => {
    const journal = new Journal(tiny);
    const bytes = Buffer.from(Array.from({ length: 300 }, (_, i) => i % 256));
    const seq = journal.append('data', 'in', { endpoint: 1, id: 0 }, bytes);
    const pieces = [];
    for (let at = seq; at < journal.next; at++) pieces.push(await journal.readBytes(at));
    assert.deepEqual(Buffer.concat(pieces), bytes);
    assert.equal(pieces.length, 3);
  });

  it('gives times of the wall clock that do not go back', async () => {
    const journal = new Journal(tiny);
    const before = Date.now();
    for (let i = 0; i < 10; i++) journal.append('note', 'none', { endpoint: 0, id: 0 });
    const after = Date.now();
    const times = (await journal.readRows(0, 10)).map((row) => row.time);
    assert.ok(times.every((time, i) => time >= before - 500 && time <= after + 500 && time >= (times[i - 1] ?? 0)));
  });

  describe('its directory of connections', () => {
    it('drops a connection once it is closed and its last event forgotten', () => {
      const journal = new Journal(tiny);
      const { id } = journal.addConnection(1, 'tcp', local, peer);
      journal.append('data', 'in', { endpoint: 1, id }, Buffer.from('x'));
      journal.closeConnection(id);
      journal.append('closed', 'none', { endpoint: 1, id });
      assert.equal(journal.connection(id)?.id, id);
      assert.equal(journal.connectionCounters(id).bytesIn, 1);
      for (let i = 0; i < 24; i++) journal.append('data', 'in', { endpoint: 1, id: 0 }, Buffer.from('y'));
      assert.equal(journal.connection(id), undefined);
      assert.deepEqual(journal.connectionCounters(id), count([]));
    });

    it('is bounded: the journal forgets its oldest events, exactly counted, so that closed ones can go', () => {
      const journal = new Journal({ ...tiny, maxConnections: 5 });
      for (let i = 0; i < 20; i++) {
        const { id } = journal.addConnection(1, 'tcp', local, peer);
        assert.equal(id, i + 1);
        journal.append('data', 'in', { endpoint: 1, id }, Buffer.from('abc'));
        journal.closeConnection(id);
        assert.ok(journal.directory.size <= 5);
      }
      assert.deepEqual(
        { ...journal.state(), memoryBytes: 0 },
        {
          first: 15,
          next: 20,
          events: 20,
          bytes: 60,
          forgottenEvents: 15,
          forgottenBytes: 45,
          memoryBytes: 0,
          diskBytes: 0,
          endpoints: 0,
        },
      );
    });

    it('takes more when more are open at once', () => {
      const journal = new Journal({ ...tiny, maxConnections: 3 });
      const ids = Array.from({ length: 10 }, () => journal.addConnection(1, 'tcp', local, peer).id);
      for (const id of ids) assert.equal(journal.connection(id)?.id, id);
    });
  });
});
