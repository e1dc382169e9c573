import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { WirebenchError } from '../../../../src/base/errors.ts';
import { pieceBytes, RecordedStream } from '../../../../src/net/stream/recordedStream.ts';
import type { ConnectionState } from '../../../../src/net/spec.ts';
import { endings, type Ending } from '../../../../src/traffic/endings.ts';
import { FakeRecorder } from '../../../helpers/fakeRecorder.ts';

const local = { host: '127.0.0.1', port: 1 };
const peer = { host: '127.0.0.1', port: 2 };

function recorded(): { recorder: FakeRecorder; record: RecordedStream } {
  const recorder = new FakeRecorder();
  return { recorder, record: new RecordedStream({ recorder, id: recorder.addEndpoint() }, 'tcp', local, peer) };
}

/** What may happen to a stream, in any order; what comes after its end is not entered. */
type Step =
  | { readonly what: 'received' | 'sent' | 'sent frame'; readonly length: number }
  | { readonly what: 'opened' | 'closing' | 'closed' }
  | { readonly what: 'ended'; readonly by: 'us' | 'peer' }
  | { readonly what: 'fail'; readonly code: 'reset' | 'timeout' }
  | { readonly what: 'broke'; readonly system: string };

const length = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: pieceBytes - 1, max: 3 * pieceBytes }));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom('received' as const, 'sent' as const, 'sent frame' as const), length }),
  fc.record({ what: fc.constantFrom('opened' as const, 'closing' as const, 'closed' as const) }),
  fc.record({ what: fc.constant('ended' as const), by: fc.constantFrom('us' as const, 'peer' as const) }),
  fc.record({ what: fc.constant('fail' as const), code: fc.constantFrom('reset' as const, 'timeout' as const) }),
  fc.record({ what: fc.constant('broke' as const), system: fc.constantFrom('ECONNRESET', 'ETIMEDOUT', 'EIO') }),
);

/** The same, as plainly as it can be said: whole byte strings, flags, and the words of the first reason. */
class Model {
  state: ConnectionState = 'opening';
  bytesIn: Uint8Array[] = [];
  bytesOut: Uint8Array[] = [];
  frames: number[] = [];
  halves: string[] = [];
  errors: string[] = [];
  finished: Ending | undefined;
  broken: Ending | undefined;
}

function filled(length: number, value: number): Buffer {
  return Buffer.alloc(length, Uint8Array.of(value & 0xff, 1, 2, 3, 5, 8, 13));
}

function take(record: RecordedStream, model: Model, one: Step, value: number): void {
  const isClosed = model.state === 'closed';
  // Whoever has the socket sends and hears nothing over one that is gone, and is told of its end once.
  if (isClosed && 'length' in one) return;
  if (isClosed && (one.what === 'closed' || one.what === 'opened')) return;
  switch (one.what) {
    case 'received': {
      const bytes = filled(one.length, value);
      record.received(bytes);
      model.bytesIn.push(bytes);
      return;
    }
    case 'sent':
    case 'sent frame': {
      const bytes = filled(one.length, value);
      record.sent(bytes, one.what === 'sent frame');
      model.bytesOut.push(bytes);
      if (one.what === 'sent frame') model.frames.push(bytes.length);
      return;
    }
    case 'opened':
      record.opened();
      if (model.state === 'opening') model.state = 'open';
      return;
    case 'closing':
      record.closing();
      if (!isClosed) model.state = 'closing';
      return;
    case 'ended': {
      record.ended(one.by);
      model.finished ??= one.by === 'us' ? 'closed-by-us' : 'closed-by-peer';
      const direction = one.by === 'us' ? 'out' : 'in';
      if (isClosed || model.halves.includes(direction)) return;
      const isSecond = model.halves.push(direction) === 2;
      if (model.state === 'open') model.state = `half-closed-${direction}`;
      else if (isSecond && model.state.startsWith('half-closed')) model.state = 'closing';
      return;
    }
    case 'fail':
      record.fail(new WirebenchError({ code: one.code, message: one.code }));
      if (!isClosed && model.errors.length === 0) model.errors.push(one.code);
      return;
    case 'broke':
      record.broke(Object.assign(new Error(one.system), { code: one.system }));
      model.broken ??= ({ ECONNRESET: 'reset-by-peer', ETIMEDOUT: 'timed-out' } as const)[one.system] ?? 'failed';
      return;
    case 'closed':
      record.closed();
      model.state = 'closed';
  }
}

describe('a recorded stream', () => {
  it('has the events that a plain model has, whatever happens to it in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 24 }), (steps) => {
        const { recorder, record } = recorded();
        const model = new Model();
        let ending: Ending | undefined;
        for (const [index, one] of steps.entries()) {
          const wasClosed = model.state === 'closed';
          take(record, model, one, index);
          if (!wasClosed && one.what === 'closed') ending = model.broken ?? model.finished ?? 'closed-by-us';
          assert.equal(record.state, model.state);
          assert.equal(record.lastSeq, recorder.events.at(-1)!.seq);
        }
        assert.equal(record.isOver, model.state === 'closed');
        assert.equal(recorder.events[0]!.kind, 'opened');
        assert.equal(recorder.of('opened').length, 1);
        assert.deepEqual(recorder.bytes('in'), Buffer.concat(model.bytesIn));
        assert.deepEqual(recorder.bytes('out'), Buffer.concat(model.bytesOut));
        assert.deepEqual(
          recorder.of('frame', 'out').map(({ bytes }) => bytes.length),
          model.frames,
        );
        assert.deepEqual(
          recorder.of('half-closed').map(({ direction }) => direction),
          model.halves,
        );
        assert.deepEqual(recorder.errorCodes(), model.errors);
        const closed = recorder.of('closed').map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
        assert.deepEqual(closed, ending === undefined ? [] : [endings[ending].text]);
        if (ending !== undefined) assert.equal(recorder.events.at(-1)!.kind, 'closed');
      }),
    );
  });
});

/** A stream as Node's sockets are: what is written comes to `written`, what a peer sends is pushed. */
class Wire extends Duplex {
  readonly written: Buffer[] = [];

  constructor() {
    super({ allowHalfOpen: true });
  }

  override _read(): void {
    // Pushed by the test.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(Buffer.from(chunk));
    done();
  }

  override _writev(): void {
    throw new Error('the tap hands over one buffer');
  }
}

type Act =
  | { readonly what: 'write'; readonly text: string; readonly encoding: 'utf8' | 'latin1' | 'hex' }
  | { readonly what: 'write bytes' | 'push'; readonly length: number; readonly value: number }
  | { readonly what: 'cork' | 'uncork' | 'end' | 'peer ends' | 'another stream' };

const chunk = {
  length: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constant(pieceBytes + 9)),
  value: fc.nat(255),
};
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('write bytes' as const), ...chunk }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('push' as const), ...chunk }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('write' as const),
      text: fc.stringMatching(/^(?:[0-9a-f]{2}){0,8}$/),
      encoding: fc.constantFrom('utf8' as const, 'latin1' as const, 'hex' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom(...(['cork', 'uncork', 'end', 'peer ends', 'another stream'] as const)),
    }),
  },
);

/** Everything that the stream does by itself is done. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a tapped stream', () => {
  it('is recorded to the byte in both directions, whoever writes and reads it in whatever way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 16 }), async (acts) => {
        const { recorder, record } = recorded();
        const wires: { readonly wire: Wire; readonly read: Buffer[]; ended: boolean; peerEnded: boolean }[] = [];
        const open = () => {
          const wire = new Wire();
          const one = { wire, read: [] as Buffer[], ended: false, peerEnded: false };
          wires.push(one);
          // What is read instead is the user's to say; what is recorded is what came.
          record.tap(wire as unknown as Socket, { received: (chunk) => Buffer.from(chunk).reverse() });
          wire.on('data', (chunk: Buffer) => one.read.push(chunk));
          return one;
        };
        let now = open();
        record.opened();
        const sent: Buffer[] = [];
        const came: Buffer[] = [];
        const read: Buffer[] = [];
        const halves = new Set<string>();
        for (const one of acts) {
          switch (one.what) {
            case 'write':
            case 'write bytes': {
              if (now.ended) break;
              const data = one.what === 'write' ? Buffer.from(one.text, one.encoding) : filled(one.length, one.value);
              if (one.what === 'write') now.wire.write(one.text, one.encoding);
              else now.wire.write(data);
              sent.push(data);
              break;
            }
            case 'push':
              if (now.peerEnded) break;
              now.wire.push(filled(one.length, one.value));
              came.push(filled(one.length, one.value));
              read.push(filled(one.length, one.value).reverse());
              break;
            case 'cork':
            case 'uncork':
              now.wire[one.what]();
              break;
            case 'end':
              now.wire.end();
              now.ended = true;
              halves.add('out');
              break;
            case 'peer ends':
              if (!now.peerEnded) now.wire.push(null);
              now.peerEnded = true;
              halves.add('in');
              break;
            case 'another stream':
              while (now.wire.writableCorked > 0) now.wire.uncork();
              await turn();
              now = open();
          }
          await turn();
        }
        while (now.wire.writableCorked > 0) now.wire.uncork();
        await turn();
        const out = Buffer.concat(sent);
        assert.deepEqual(recorder.bytes('out'), out);
        assert.deepEqual(Buffer.concat(wires.flatMap(({ wire }) => wire.written)), out, 'what the system got');
        assert.deepEqual(recorder.bytes('in'), Buffer.concat(came));
        assert.deepEqual(Buffer.concat(wires.flatMap((one) => one.read)), Buffer.concat(read), 'what was read');
        assert.ok(
          recorder.of('data').every((event) => event.bytes.length > 0),
          'no event of nothing',
        );
        assert.deepEqual(
          recorder
            .of('half-closed')
            .map(({ direction }) => direction)
            .sort(),
          [...halves].sort(),
        );
      }),
    );
  });

  it('is kept where its user wants it kept, unless an error is named', () => {
    const { record } = recorded();
    const wire = new Wire();
    let keeps = true;
    record.tap(wire as unknown as Socket, { held: () => keeps });
    wire.destroy();
    assert.equal(wire.destroyed, false);
    keeps = false;
    wire.destroy();
    assert.equal(wire.destroyed, true);
    const other = new Wire().on('error', () => undefined);
    record.tap(other as unknown as Socket, { held: () => true });
    other.destroy(new Error('broken'));
    assert.equal(other.destroyed, true);
  });
});
