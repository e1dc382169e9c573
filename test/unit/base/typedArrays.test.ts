// Bytes in messages to a page, in every form in which an editor may hand them over.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { packArrays, unpackArrays } from '../../../src/base/typedArrays.ts';

/** How a message may arrive: as it is, cloned, or as JSON makes it. */
const ways: Readonly<Record<string, (message: unknown) => unknown>> = {
  'as it is': (message) => message,
  'as a structured clone': (message) => structuredClone(message),
  'as JSON': (message) => JSON.parse(JSON.stringify(message)) as unknown,
  'as the JSON of Buffers': (message) =>
    JSON.parse(
      JSON.stringify(message, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value) : value)),
    ) as unknown,
};

const arrays = fc.oneof(fc.uint8Array(), fc.uint32Array());
const { tree } = fc.letrec((part) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    arrays,
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(part('tree')),
    fc.dictionary(fc.string(), part('tree'), { noNullPrototype: true }),
  ),
}));

describe('typed arrays in messages to a page', () => {
  for (const [way, arrive] of Object.entries(ways)) {
    it(`are read where the editor hands them over ${way}`, () => {
      fc.assert(
        fc.property(tree, (message) => {
          assert.deepEqual(unpackArrays(arrive(packArrays(message))), message);
        }),
      );
    });
  }

  it('are read from buffers', () => {
    const packed = packArrays({ bytes: Uint8Array.of(1, 2, 255) }) as { bytes: { values: Uint8Array } };
    const buffer = { bytes: { ...packed.bytes, values: packed.bytes.values.slice().buffer } };
    assert.deepEqual(unpackArrays(buffer), { bytes: Uint8Array.of(1, 2, 255) });
  });

  it('do not copy a message that has none', () => {
    const message = { kind: 'result', rows: [{ seq: 1, preview: 'hello' }], nothing: null };
    assert.equal(packArrays(message), message);
    assert.equal(unpackArrays(message), message);
  });

  it('read a message that was not packed, or not by us, as it is', () => {
    for (const message of [undefined, null, 5, 'text', Uint8Array.of(1), { 'wirebench:array': 'f64', values: [] }]) {
      assert.deepEqual(unpackArrays(message), message);
    }
    assert.deepEqual(unpackArrays({ 'wirebench:array': 'u8', values: 'x' }), new Uint8Array(0));
  });
});
