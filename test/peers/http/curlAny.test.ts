import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { alike, CurlBench } from '../../helpers/curlBench.ts';
import { bench, type Bench } from '../../unit/requests/run/running.ts';
import { curlFiles } from './curlCommands.ts';

/** Text that an option takes: no placeholder of ours is in it. */
const units = [...Array.from(' abcXYZ019-_.~:/?#@!&=;,%+*()[]{}|<>"\'\\$`^'), '\u00e9', '\u20ac', '\u{1f600}'];
const text = fc
  .array(fc.constantFrom(...units), { maxLength: 12 })
  .map((list) => list.join(''))
  .filter((value) => !value.includes('{{'));
const plain = fc.stringMatching(/^[a-z0-9=.-]{1,8}$/);

const single = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
const double = (value: string): string => `"${value.replaceAll(/[\\"$`]/g, '\\$&')}"`;
const ansi = (value: string): string => `$'${value.replaceAll(/[\\']/g, '\\$&')}'`;
const quoted = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(value, fc.constantFrom(single, double, ansi)).map(([word, quote]) => quote(word));

const names = ['X-A', 'x-b', 'Accept', 'user-agent', 'Host', 'Content-Type', 'Authorization', 'Cookie', 'Referer'];
const header = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom(': ', ':', ':  '),
    fc.oneof(text, plain),
    fc.constantFrom('', ';', ':'),
  )
  .map(([name, colon, value, alone]) => (alone === '' ? `${name}${colon}${value}` : `${name}${alone}`));
const field = fc
  .tuple(
    plain,
    fc.constantFrom('=', '=', '=@a.txt', '=<a.txt', '=@"a b.txt"', '=@dot.png,a.txt'),
    text,
    fc.constantFrom('', '', ';type=a/b', ';filename=z.gif', ';type=text/x; q=1;filename="y\\"z"', ';headers="X: 1"'),
  )
  .map(([name, how, value, more]) => `${name}${how === '=' ? `=${value}` : how}${more}`);

const option = (name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  quoted(value).map((word) =>
    /^-\w$/.test(name) && word.length % 2 === 0 && word.length > 2 ? `${name}${word}` : `${name} ${word}`,
  );
const data = fc.oneof(
  ...['-d', '--data-raw', '--data-binary', '--data-urlencode'].map((name) =>
    option(name, fc.oneof(text, plain, fc.constantFrom('@up.txt', 'n@a.txt', ''))),
  ),
);
/** Of one command: curl takes only one kind of body. */
const kinds: readonly fc.Arbitrary<readonly string[]>[] = [
  fc.constant([]),
  fc.array(data, { minLength: 1, maxLength: 3 }),
  option('--json', text).map((one) => [one]),
  fc.array(
    fc.oneof(
      option('-F', field),
      option(
        '--form-string',
        fc.tuple(plain, text).map(([name, value]) => `${name}=${value}`),
      ),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  fc.constant(['-T up.txt']),
  fc.constantFrom(['--path-as-is'], ['--path-as-is', '-I']),
  fc.constant(['-I']),
  fc.array(option('--data-urlencode', text), { maxLength: 2 }).map((list) => ['-G', ...list]),
];
const others = fc.oneof(
  { weight: 4, arbitrary: option('-H', header) },
  ...['-A', '-e'].map((name) => ({ weight: 1, arbitrary: option(name, fc.oneof(text, plain)) })),
  {
    weight: 1,
    arbitrary: option(
      '-b',
      text.map((value) => `a=${value}`),
    ),
  },
  {
    weight: 1,
    arbitrary: option(
      '-u',
      text.map((value) => `me:${value}`),
    ),
  },
  { weight: 1, arbitrary: option('-X', fc.constantFrom('PUT', 'DELETE', 'get', 'M-SEARCH')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('-L', '--compressed', '-0', '-s', '-g', '--no-location', '-sSL', '-r 0-9'),
  },
);
const target = fc
  .array(
    fc.constantFrom(
      '/',
      '/a',
      '/..',
      '/.',
      '/b.c',
      '/%7e',
      '?',
      'q=1',
      '&',
      '#f',
      '{x}',
      '[2-2]',
      '[]',
      '\u00e9',
      '"',
      '|',
      '~',
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const command = fc
  .tuple(
    fc.oneof(...kinds),
    fc.array(others, { maxLength: 3 }),
    fc.tuple(target, fc.constantFrom(single, double)),
    fc.nat({ max: 5 }),
    fc.constantFrom(' ', ' \\\n  '),
  )
  .map(([kind, list, [at, quote], place, between]) => {
    const words = [...kind, ...list];
    words.splice(place, 0, quote(`http://HOST${at}`));
    return ['curl', ...words].join(between);
  });

describe('any curl command, beside curl', function () {
  this.timeout(180_000);
  let the: Bench;
  let side: CurlBench;
  before(async () => {
    the = bench();
    side = await CurlBench.start(curlFiles);
  });
  after(async () => {
    await the.close();
    await side.stop();
  });

  it('goes out as from curl, or is refused', async () => {
    let sent = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(command, async (written) => {
        const line = written.replaceAll('HOST', side.server.host);
        const theirs = await side.sent(['bash', '--norc'], line).catch(() => [...side.server.requests]);
        side.server.requests.length = 0;
        const { outcomes } = await the.run(`${line}\n`, { path: path.join(side.folder, 'x.http') });
        runs++;
        const refused = outcomes[0]?.fault === 'file';
        if (refused) assert.deepEqual(side.server.requests, []);
        else {
          assert.equal(outcomes[0]?.error?.message, undefined);
          assert.deepEqual(side.server.requests.map(alike), theirs.map(alike));
          sent++;
        }
      }),
      // To shrink takes minutes: each step is two programs.
      { numRuns: 100, endOnFailure: true },
    );
    // What is refused says nothing.
    assert.ok(sent > runs / 3, `${sent} of ${runs}`);
  });
});
