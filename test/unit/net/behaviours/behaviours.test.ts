import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { behaviourNamed } from '../../../../src/net/behaviours/named.ts';
import { completeOptions } from '../../../../src/net/behaviours/options.ts';
import { behaviours } from '../../../../src/net/behaviours/table.ts';
import { readOption } from '../../../../src/net/behaviours/options.ts';
import { strftime } from '../../../../src/net/behaviours/strftime.ts';
import { answerOf, FakeHost } from '../../../helpers/fakeHost.ts';

describe('behaviours', () => {
  it('are the ones people are promised, each with a sentence', () => {
    assert.deepEqual(
      behaviours.map(({ name }) => name),
      // prettier-ignore
      ['none', 'echo', 'discard', 'fixed', 'time', 'daytime', 'chargen', 'uppercase', 'calculator', 'words', 'chat', 'file', 'rules', 'dialogue', 'script'],
    );
    for (const { sentence, options } of behaviours)
      for (const text of [sentence, ...options.map((option) => option.sentence)]) assert.match(text, /^[A-Z].*\.$/su);
  });

  it('check their options', () => {
    const file = behaviourNamed(behaviours, 'file');
    assert.deepEqual(completeOptions(file, { path: 'x' }), { path: 'x', piece: 1024 });
    for (const [given, code, said] of [
      [{}, 'missing-option', /"path"/u],
      [{ path: 1 }, 'bad-option', /the path of a file, not 1/u],
      [{ path: '' }, 'bad-option', /not ""/u],
      [{ path: 'x', piece: 0 }, 'bad-option', /from 1 to 65507, not 0/u],
      [{ path: 'x', peice: 1 }, 'unknown-option', /Did you mean "piece"/u],
      [{ path: 'x', constructor: 1 }, 'unknown-option', /path, piece/u],
    ] as const)
      assert.throws(
        () => completeOptions(file, given),
        (error: Error & { code: string }) => error.code === code && said.test(error.message),
      );
    assert.throws(() => behaviourNamed(behaviours, 'calcualtor'), /Did you mean "calculator"/u);
    assert.throws(() => behaviourNamed(behaviours, 'toString'), { code: 'unknown-behaviour' });
    assert.deepEqual(readOption(file.options[1]!, ' 9 '), { ok: true, value: 9 });
  });

  for (const [name, message, answer, options] of [
    ['echo', 'a\x00\xff', 'a\x00\xc3\xbf', {}],
    ['discard', 'x', '', {}],
    ['none', 'x', '', {}],
    ['fixed', 'x', 'ok\n', {}],
    ['fixed', 'x', 'no $1 \\n', { reply: 'no $1 \\n' }],
    ['uppercase', 'straße\n', 'STRASSE\n', {}],
    ['calculator', '5 + 6', '5+6 = 11', {}],
    ['calculator', '(+, 5, 6)\n', '5+6 = 11\n', {}],
    ['calculator', '1+1\r\n2*2', '1+1 = 2\r\n2*2 = 4', {}],
    ['calculator', '5 +\n', 'error at position 4: expected a number, found the end\n', {}],
    ['words', 'hello a\n', 'hello: 5 characters, first h\na: 1 character, first a\n', {}],
    ['words', ' \n', 'no words\n', {}],
    ['rules', 'hello', 'hi', { rules: 'hello => hi' }],
    ['rules', 'HELLO\nhello\n', 'what?\nhi\n', { rules: '# a comment\n\nhello => hi\n* => what?' }],
    ['rules', 'My name is $1\\n', 'hello $1\\n\tyou', { rules: '/^my name is (.+)$/i => hello $1\\tyou' }],
    ['rules', 'Ada loves Bob', 'Bob, Ada {c}', { rules: '/(?<a>\\w+) loves (?<b>\\w+)/ => {b}, {a} \\{c}' }],
    ['rules', '1=>2', 'yes', { rules: '/=>/ => yes' }],
    ['rules', '1=>2', 'yes', { rules: '1\\=>2 => yes' }],
    ['rules', 'x', '', { rules: 'y => z' }],
  ] as const) {
    it(`${name} answers ${JSON.stringify(message)} with ${JSON.stringify(answer)}`, async () => {
      const got = await answerOf(name, message, { options });
      assert.equal(got, answer);
      if (name !== 'echo') assert.equal(await answerOf(name, message, { options, transport: 'udp' }), answer);
    });
  }

  it('speak the encoding of the server, and replace what cannot be decoded', async () => {
    assert.equal(await answerOf('uppercase', Buffer.from('é', 'latin1'), { encoding: 'latin-1' }), 'É');
    assert.equal(await answerOf('uppercase', Buffer.from('a\xff', 'latin1')), 'A\xef\xbf\xbd');
  });

  it('decode a character that straddles chunks', async () => {
    const host = await new FakeHost().start('uppercase');
    const a = host.connect();
    const bytes = Buffer.from('é');
    host.hear(a, bytes.subarray(0, 1));
    host.hear(a, bytes.subarray(1));
    assert.equal(a.text, 'É');
  });

  it('rules that backtrack without end are stopped and left out', async () => {
    const host = await new FakeHost().start('rules', { rules: '/^(a+)+$/ => slow\n* => other' });
    const a = host.connect();
    host.hear(a, `${'a'.repeat(64)}b`);
    assert.equal(a.text, 'other');
    assert.equal(host.failures[0]?.code, 'rule-too-slow');
    host.hear(a, 'aaa');
    assert.equal(a.text, 'otherother');
  });

  it('rules that cannot be read are refused with their line', async () => {
    for (const rules of [
      'x => y\nno arrow',
      'x => y\n/(/ => z',
      'x => y\n/(a)/ => $2',
      'x => y\n/a/g => z',
      'x => y\nq => \\q',
    ])
      await assert.rejects(
        answerOf('rules', 'x', { options: { rules } }),
        (error: Error & { code: string; facts: { line: number } }) => {
          return error.code === 'bad-rule' && error.facts.line === 2;
        },
      );
    await assert.rejects(answerOf('rules', 'x'), { code: 'bad-option' });
  });

  it('time writes as strftime does', async () => {
    const date = new Date(Date.UTC(2024, 1, 29, 13, 5, 9, 42));
    for (const [format, text] of [
      ['%Y-%m-%d %H:%M:%S', '2024-02-29 13:05:09'],
      ['iso', '2024-02-29T13:05:09+00:00'],
      [
        '%a %A %b %B %d %e %j %y %I %p %f %% %z %Z %u %w',
        'Thu Thursday Feb February 29 29 060 24 01 PM 042000 % +0000 UTC 4 4',
      ],
      ['%U %W %V %G', '08 09 09 2024'],
    ] as const)
      assert.equal(strftime(format, date, true), text);
    assert.match(await answerOf('time', 'x\n'), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/u);
    await assert.rejects(answerOf('time', 'x', { options: { format: '%Q' } }), { code: 'bad-option' });
  });

  it('daytime sends a line and ends', async () => {
    const host = await new FakeHost().start('daytime', { utc: true });
    const a = host.connect();
    assert.match(a.text, /^[A-Z]\w+day, [A-Z]\w+ \d\d, \d{4} \d\d:\d\d:\d\d-UTC\r\n$/u);
    assert.equal(a.ended, true);
    assert.match(await answerOf('daytime', '', { transport: 'udp' }), /\r\n$/u);
  });

  it('chargen sends lines of 72 characters until its peer stops reading', async () => {
    const host = await new FakeHost().start('chargen');
    const a = new (host.connect().constructor as new (host: FakeHost, id: number) => ReturnType<FakeHost['connect']>)(
      host,
      9,
    );
    a.room = 3;
    host.behaviour?.onOpen?.(a);
    await host.until(() => a.sent.length === 3);
    const lines = a.text.split('\r\n');
    assert.equal(lines[0], Array.from({ length: 72 }, (_, i) => String.fromCharCode(32 + i)).join(''));
    assert.ok(lines.slice(0, -1).every((line) => line.length === 72));
    assert.equal(lines[1]![0], '!');
    a.room = 2;
    host.behaviour?.onDrain?.(a);
    await host.until(() => a.sent.length === 5);
    void host.behaviour?.dispose();
    for (let i = 0; i < 50; i++) assert.ok((await answerOf('chargen', 'x', { transport: 'udp' })).length <= 512);
  });

  it('chat passes lines on, with names, and announces who comes and goes', async () => {
    const host = await new FakeHost().start('chat');
    const [a, b] = [host.connect(), host.connect()];
    host.hear(a, '/name Ada\n');
    host.hear(b, '/name Ada\n');
    host.hear(a, 'hi \x1b[2J\nthere');
    host.close(a);
    assert.equal(a.text, '* 127.0.0.1:5002 joined\n* you are Ada\n');
    assert.equal(
      b.text,
      '* 127.0.0.1:5001 is now Ada\n* the name Ada is taken\nAda: hi \\x1b[2J\nAda: there\n* Ada left\n',
    );
  });

  describe('file', () => {
    let folder: string;
    before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-file-'))));
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('sends a file as fast as its peer reads, and ends', async () => {
      const file = path.join(folder, 'big');
      const bytes = Buffer.alloc(300_000, 'abcdefg');
      writeFileSync(file, bytes);
      const host = await new FakeHost().start('file', { path: file });
      const a = host.connect();
      a.room = 1;
      await host.until(() => a.sent.length === 1);
      a.room = Infinity;
      await new Promise((resolve) => setImmediate(resolve));
      host.behaviour?.onDrain?.(a);
      await host.until(() => a.ended);
      assert.ok(Buffer.concat(a.sent).equals(bytes));
    });

    it('sends a file in pieces over UDP', async () => {
      const file = path.join(folder, 'small');
      writeFileSync(file, 'x'.repeat(25));
      const host = await new FakeHost('udp').start('file', { path: file, piece: 10 });
      const a = host.connect();
      host.hear(a, 'go');
      await host.until(() => a.ended);
      assert.deepEqual(
        a.sent.map((piece) => piece.length),
        [10, 10, 5],
      );
    });

    it('fails while it cannot be read, and is mended with the next peer', async () => {
      const file = path.join(folder, 'there.txt');
      writeFileSync(file, 'here');
      const host = await new FakeHost().start('file', { path: file });
      rmSync(file);
      const first = host.connect();
      await host.until(() => first.ended);
      assert.deepEqual([host.failures[0]?.code, host.mendings], ['file-unreadable', 0]);
      writeFileSync(file, 'again');
      const second = host.connect();
      await host.until(() => second.ended);
      assert.deepEqual([second.text, host.failures.length, host.mendings], ['again', 1, 1]);
    });

    it('refuses a file that is not there', async () => {
      await assert.rejects(new FakeHost().start('file', { path: path.join(folder, 'none') }), {
        code: 'file-unreadable',
      });
      await assert.rejects(new FakeHost().start('file', { path: folder }), { code: 'file-unreadable' });
    });
  });
});
