import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asAsked } from '../../../../src/protocol/dns/asAsked.ts';
import { decodeMessage } from '../../../../src/protocol/dns/decode.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { formatName, parseName, sameName, type Name } from '../../../../src/protocol/dns/name.ts';
import { arbitraryMessage } from '../../../helpers/dnsArbitraries.ts';
import { HOSTILE, makeRecord, raw } from '../../../helpers/dnsHostile.ts';
import { decodeStrict } from '../../../helpers/dnsText.ts';

const name = parseName('www.Wirebench.test');
const shuffled = parseName('wWw.wIREbENCH.TesT');

const answerTo = (asked: Name) =>
  encodeMessage({
    id: 1,
    response: true,
    questions: [{ name: asked, type: 1, class: 1 }],
    answers: [makeRecord('A', '192.0.2.1', asked), makeRecord('CNAME', 'www', asked)],
  });

describe('an answer whose question came in letters chosen at random', () => {
  it('has the name as it was asked for, in the records that point to it too, and nothing else is changed', () => {
    const bytes = answerTo(shuffled);
    const before = bytes.slice();
    const changed = asAsked(bytes, name);
    assert.deepEqual(bytes, before, 'the bytes of the wire stay');
    const message = decodeStrict(changed);
    assert.equal(formatName(message.questions[0]!.name), 'www.Wirebench.test.');
    for (const record of message.answers) assert.equal(formatName(record.name), 'www.Wirebench.test.');
    const different = [...changed.keys()].filter((i) => changed[i] !== before[i]);
    assert.ok(different.length > 0 && different.every((i) => i > 12 && i < 12 + 20));
    assert.ok(
      different.every((i) => (changed[i]! ^ before[i]!) === 0x20),
      'letters differ by their case only',
    );
  });

  it('is left alone where it has another name, or none', () => {
    const other = answerTo(parseName('other.wirebench.test'));
    assert.equal(asAsked(other, name), other);
    const longer = answerTo(parseName('x.www.wirebench.test'));
    assert.equal(asAsked(longer, name), longer);
    const none = encodeMessage({ id: 1, response: true, rcode: 1 });
    assert.equal(asAsked(none, name), none);
    for (const length of [0, 5, 12]) {
      const scrap = answerTo(shuffled).slice(0, length);
      assert.equal(asAsked(scrap, name), scrap);
    }
  });

  it('is left alone where its name has a pointer, which has no place there', () => {
    // The name goes through a pointer to the header's bytes: following it would write over the header.
    const bytes = raw(
      [1, 0, 0, 0],
      [3, 0x57, 0x57, 0x57, 0xc0, 18, 9, ...Buffer.from('wirebench'), 4, ...Buffer.from('test'), 0],
      [0, 1, 0, 1],
    );
    assert.equal(asAsked(bytes, name), bytes);
  });

  it('never throws, and never makes another message of a right one', () => {
    for (const [what, bytes] of Object.entries(HOSTILE)) assert.doesNotThrow(() => asAsked(bytes, name), what);
    fc.assert(
      fc.property(arbitraryMessage, (parts) => {
        const bytes = encodeMessage(parts);
        const [question] = decodeMessage(bytes).questions;
        const asked = question?.name ?? name;
        const upper = asked.map((label) => label.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)));
        const changed = decodeStrict(asAsked(bytes, upper));
        assert.equal(changed.questions.length, parts.questions.length);
        if (question !== undefined) assert.ok(sameName(changed.questions[0]!.name, asked));
        assert.deepEqual(
          changed.answers.map(({ type, rdata }) => [type, rdata.length]),
          decodeMessage(bytes).answers.map(({ type, rdata }) => [type, rdata.length]),
        );
      }),
      { numRuns: 60 },
    );
  });
});
