import assert from 'node:assert/strict';
import { freePort } from '../../helpers/nets.ts';
import { builtCommandLine, type Built } from './built.ts';

interface Told {
  readonly labs: readonly {
    readonly of: string;
    readonly changes: readonly { step: string; check?: number; states: Record<string, number[]> }[];
  }[];
}

describe('wirebench check --flaky', () => {
  let the: Built;
  before(async () => {
    the = await builtCommandLine();
    const port = await freePort();
    the.write(
      'course/01-even/01-even.lab.md',
      `# Even numbers

\`\`\`python file=even.py
\`\`\`

\`\`\`http
@number = {{$randomInt 0 1000}}

### It doubles
RUN python3 even.py {{number}}
ready: exit

?? exitCode == 0
?? output contains even

### It is there
SERVE tcp://127.0.0.1:${port}
behaviour: echo

?? port > 0
\`\`\`
`,
    );
    the.write('course/01-even/even.py', 'import sys\nprint("odd" if int(sys.argv[1]) % 2 else "even")\n');
    the.write('course/solutions/01-even/even.py', 'print("even")\n');
  });
  after(() => the.remove());

  it('tells the steps and checks that changed, and the seeds, which bring them back', async () => {
    const { status, stdout, stderr } = await the.check('course', '--flaky', '6', '--seed', '3', '--json');
    assert.equal(status, 1, stdout + stderr);
    const { labs } = JSON.parse(stdout) as Told;
    assert.deepEqual(
      labs.map(({ of, changes }) => [of, changes.map(({ step, check }) => [step, check])]),
      [
        ['solution', []],
        [
          'starter',
          [
            ['It doubles', undefined],
            ['It doubles', 2],
          ],
        ],
      ],
    );
    const { states } = labs[1]!.changes[0]!;
    const seeds = Object.values(states).flat().sort();
    assert.deepEqual(seeds, [3, 4, 5, 6, 7, 8]);
    const [passed] = states['passed']!;
    const again = await the.check('course', '--seed', `${passed}`, '--once');
    assert.equal(again.status, 0, again.stdout);
  });

  it('is content with programs that always come to the same', async () => {
    the.write('course/01-even/even.py', 'print("odd")\n');
    const { status, stdout } = await the.check('course', '--flaky', '2');
    assert.match(
      stdout,
      /^✓ .*01-even\.lab\.md: the solution, 2 times: always the same\n✓ .*the starter, 2 times: always/,
    );
    assert.equal(status, 0);
  });

  it('refuses options that contradict it', async () => {
    assert.match(
      (await the.check('course', '--flaky', '2', '--self')).stderr,
      /--flaky and --self contradict each other/,
    );
    assert.match((await the.check('course', '--flaky', '2', '--junit', 'x')).stderr, /--flaky and --junit contradict/);
    assert.match((await the.check('course', '--flaky', '0')).stderr, /"0" is not a valid number for --flaky/);
  });
});
