import assert from 'node:assert/strict';
import { savedText } from '../../../../src/vscode/endpoints/itemText.ts';
import { checkSaved, problemText } from '../../../../src/vscode/start/savedCheck.ts';

const good = { name: 'echo', transport: 'tcp', port: 9000, behaviour: { name: 'echo' } };

describe('saved servers are checked when they are read', () => {
  const cases: readonly (readonly [what: string, entry: unknown, message: RegExp])[] = [
    ['a port that is none', { ...good, port: 99_999 }, /^Port cannot be 99999: a port is a whole number/],
    ['a port as text', { ...good, port: '9000' }, /^Port cannot be "9000"/],
    ['no port', { name: 'echo', transport: 'tcp' }, /^Port is missing/],
    ['an unknown transport', { ...good, transport: 'sctp' }, /sctp/],
    ['an address that is none', { ...good, host: '127.0.0.256' }, /127\.0\.0\.256/],
    ['a field that there is not', { ...good, prot: 1 }, /^Prot cannot be 1: there is no such option/],
    [
      'a behaviour that there is not',
      { ...good, behaviour: { name: 'ecko' } },
      /no behaviour "ecko"\. Did you mean echo\?/,
    ],
    ['a behaviour of another kind', { ...good, behaviour: { name: 'zone' } }, /no behaviour "zone"/],
    ['an option that there is not', { ...good, behaviour: { name: 'echo', options: { loud: true } } }, /loud/],
    ['no name', { transport: 'tcp', port: 1 }, /^Its name is missing/],
    ['a number', 5, /must be an object/],
    ['nothing', null, /must be an object/],
  ];
  for (const [what, entry, message] of cases) {
    it(`says ${what}, and which server it is`, async () => {
      const problems = await checkSaved([good, entry]);
      assert.equal(problems.length, 1);
      assert.equal(problems[0]!.place, 2);
      assert.match(problems[0]!.message, message);
      assert.match(problemText(problems[0]!), /^The saved server number 2 .*wirebench\.servers cannot be started\. /);
    });
  }

  it('finds nothing where nothing is wrong: every kind of server, its defaults', async () => {
    const http = { name: 'web', transport: 'tcp', application: 'http', port: 0, behaviour: { name: 'bin' } };
    const silent = { name: 'silent', transport: 'udp', port: 0 };
    assert.deepEqual(await checkSaved([good, http, silent]), []);
    assert.deepEqual(await checkSaved(undefined), []);
  });

  it('says a name that is there twice, and a setting that is no list', async () => {
    assert.match((await checkSaved([good, good]))[0]!.message, /An earlier server has the same name/);
    assert.match(problemText((await checkSaved({ echo: good }))[0]!), /must be a list/);
  });

  it('shows on its row what is wrong, whatever the entry holds', () => {
    const row = savedText({ name: 'x', port: { a: 1 }, host: 5, behaviour: 7 } as never, 'Port cannot be an object.');
    assert.match(row.description, /Port cannot be an object/);
    assert.equal(row.context, 'saved.wrong');
  });
});
