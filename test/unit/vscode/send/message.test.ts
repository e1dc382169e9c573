import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeDraft, payloadOf, readRepeat, type Draft } from '../../../../src/vscode/send/draft.ts';
import {
  forget,
  historyLength,
  pinnedFirst,
  Recall,
  remember,
  togglePin,
  type PastMessage,
} from '../../../../src/vscode/send/history.ts';

const draft = (text: string, parts: Partial<Draft> = {}): Draft => ({
  kind: 'text',
  text,
  encoding: 'utf-8',
  lineEnding: 'none',
  macros: true,
  ...parts,
});

describe('a message being written', () => {
  it('becomes the payload of its kind', () => {
    assert.deepEqual(payloadOf(draft('41', { kind: 'hex' })), { kind: 'hex', text: '41' });
    assert.deepEqual(payloadOf(draft('/tmp/x', { kind: 'file' })), { kind: 'file', path: '/tmp/x' });
    assert.deepEqual(payloadOf(draft('a', { lineEnding: 'crlf' })), {
      kind: 'text',
      text: 'a',
      encoding: 'utf-8',
      lineEnding: 'crlf',
      macros: true,
    });
  });

  it('is described by what matters to its kind', () => {
    assert.equal(describeDraft(draft('a', { kind: 'escapes', lineEnding: 'lf' })), 'escapes, utf-8, LF');
    assert.equal(describeDraft(draft('a', { macros: false })), 'text, utf-8, no line ending, macros off');
    assert.equal(
      describeDraft(draft('41', { kind: 'hex', repeat: { times: 3, interval: 10 } })),
      'hex, 3 times every 10 ms',
    );
  });

  it('repeats as it is told, within the limits', () => {
    const read = (text: string) => {
      const result = readRepeat(text);
      return result.ok ? result.repeat : 'wrong';
    };
    assert.deepEqual(read('10 every 500'), { times: 10, interval: 500 });
    assert.deepEqual(read('10 times every 500 ms'), { times: 10, interval: 500 });
    assert.deepEqual(read('10 0'), { times: 10, interval: 0 });
    assert.deepEqual(read('3'), { times: 3, interval: 1000 });
    assert.equal(read(''), undefined);
    for (const text of ['0', '-1', 'often', '1000001 1', '2 86400001']) assert.equal(read(text), 'wrong', text);
  });
});

describe('the history of messages', () => {
  it('holds the newest first, each once, without how often it was sent', () => {
    let history: PastMessage[] = [];
    for (const text of ['a', 'b', 'a']) history = remember(history, draft(text, { repeat: { times: 2, interval: 0 } }));
    assert.deepEqual(
      history.map(({ text }) => text),
      ['a', 'b'],
    );
    assert.equal('repeat' in history[0]!, false);
  });

  it('is bounded, but for what is pinned', () => {
    let history = togglePin(remember([], draft('keep')), draft('keep'));
    for (let n = 0; n < historyLength + 20; n++) history = remember(history, draft(String(n)));
    assert.equal(history.length, historyLength + 1);
    assert.equal(pinnedFirst(history)[0]?.text, 'keep');
    history = remember(history, draft('keep'));
    assert.equal(history[0]?.pinned, true);
    assert.equal(forget(history, draft('keep')).length, historyLength);
    assert.deepEqual(remember([], draft('x'.repeat(70_000))), []);
  });

  it('steps back and forth, and returns to what was being typed', () => {
    const recall = new Recall([draft('new'), draft('old')], draft('typing'));
    const texts = ([1, 1, 1, -1, -1, -1] as const).map((by) => recall.step(by)?.text);
    assert.deepEqual(texts, ['new', 'old', undefined, 'new', 'typing', undefined]);
  });

  it('never grows beyond its bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 300 }), (texts) => {
        const history = texts.reduce<PastMessage[]>((past, text) => remember(past, draft(text)), []);
        return history.length <= historyLength && new Set(history.map(({ text }) => text)).size === history.length;
      }),
    );
  });
});
