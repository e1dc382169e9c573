import assert from 'node:assert/strict';
import { parseDotenv, readEnvironments } from '../../../src/requests/environments.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import { template } from '../../../src/requests/parse/template.ts';
import { createScope, VariableError, type Scope, type ScopeOptions } from '../../../src/requests/variables.ts';

function scope(text: string, options: Partial<ScopeOptions> = {}, region = 0): Scope {
  const file = parseRequestFile(text);
  return createScope({
    file,
    ...(file.regions[region] && { region: file.regions[region] }),
    now: () => 1_700_000_000_000,
    random: () => 0.5,
    ...options,
  });
}

async function filled(text: string, within: Scope): Promise<string> {
  const { text: out, problems } = await within.expand(template(text, 0, text.length));
  assert.deepEqual(problems, []);
  return out;
}

function fails(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof VariableError && error.code === code && message.test(error.message);
}

describe('variables', () => {
  it('are defined in terms of others, in any order', async () => {
    assert.equal(
      await filled('{{a}}-{{ b }}', scope('@a = 1{{b}}\n@b = 2\\t{{c}}\n', { environment: { c: '{{d}}', d: 3 } })),
      '12\t3-2\t3',
    );
  });

  it('take the last definition before a use, else the first after it', async () => {
    const text = '@a = 1\nGET http://h\n###\n@a = 2\nGET http://h\n###\n@a = 3\n@late = x\n@late = y\nGET http://h\n';
    assert.equal(await filled('{{a}}{{late}}', scope(text, {}, 0)), '1x');
    assert.equal(await filled('{{a}}', scope(text, {}, 1)), '2');
    assert.equal(await filled('{{a}}', scope(text, {}, 2)), '3');
  });

  it('may not need themselves', async () => {
    await assert.rejects(scope('@a = {{b}}\n@b = {{a}}\n').value('a'), fails('variable-cycle', /a → b → a/));
    await assert.rejects(scope('', { environment: { a: '{{a}}' } }).value('a'), fails('variable-cycle', /a → a/));
  });

  it('are drawn once for a request, and system variables each time', async () => {
    let drawn = 0;
    const options = { uuid: () => `u${++drawn}`, environment: { e: '{{$uuid}}', f: '{{e}}' } };
    const text = '@id = {{$guid}}\n@other = {{id}}\nGET http://h\n';
    const first = scope(text, options, 0);
    assert.equal(await filled('{{id}} {{id}} {{other}} {{$guid}} {{$guid}}', first), 'u1 u1 u1 u2 u3');
    assert.equal(await filled('{{id}} {{e}} {{f}} {{e}}', first), 'u1 u4 u4 u4');
    assert.equal(await filled('{{id}}', scope(text, options, 0)), 'u5');
  });

  it('that name a request without a result say why it has none', async () => {
    const request = (name: string): string => `# @name ${name}\nGET http://h\n`;
    const text = `${request('a')}###\n${request('b')}${request('c')}###\n${request('d')}`;
    for (const [name, why] of [
      ['a', /^The request a has not run yet, so there is no \{\{a\.response\.status\}\}\.$/],
      ['b', /Its # @name stands with the request c: put ### between the two\.$/],
      ['c', /It is the name of this request itself\. If another is meant, put ### between the two\.$/],
      ['d', /It stands below this one: put it above, or write # @ref d here\.$/],
    ] as const)
      await assert.rejects(scope(text, {}, 1).value(`${name}.response.status`), fails('no-result', why));
  });

  it('of a file and of the environment with one name are two', async () => {
    const both = scope('@a = file\n', { environment: { a: 'KEY' }, processEnv: { KEY: 'value' } });
    assert.equal(await filled('{{a}} {{$processEnv %a}} {{a}}', both), 'file value file');
  });

  it('that are unknown are said with their place and the nearest name', async () => {
    const { text, problems } = await scope('@token = 1\n').expand(template('a {{tokne}} b', 0, 13));
    assert.equal(text, 'a {{tokne}} b');
    assert.deepEqual(
      problems.map(({ code, start, end, replacement }) => [code, start, end, replacement]),
      [['unknown-variable', 2, 11, '{{token}}']],
    );
  });

  it('bring no line break into a line', async () => {
    const within = scope('@a = x\\r\\nEvil: y\n');
    const { problems } = await within.expand(template('{{a}}', 0, 5), { oneLine: true });
    assert.equal(problems[0]?.code, 'line-break-in-value');
    assert.match(problems[0].message, /value of a /);
    assert.equal(await filled('{{a}}', within), 'x\r\nEvil: y');
  });

  it('are encoded for a URL after a percent sign', async () =>
    assert.equal(await filled('{{%a}}', scope('@a = x y&z\n')), 'x%20y%26z'));

  it('read results by name', async () => {
    const results = (name: string): ReturnType<NonNullable<ScopeOptions['results']>> => {
      if (name === 'echo') return { data: { port: 9000, answers: [{ exchange: 'm' }] } };
      if (name !== 'login') return undefined;
      const body = '{"token": "t", "list": [{"id": 1, "a-b": 5}, {"id": 2}], "n": null}';
      return {
        request: { headers: [['A', 'b']], body: () => 'q=1', url: 'http://h' },
        response: {
          status: 201,
          headers: [
            ['X', '1'],
            ['x', '2'],
          ],
          body: () => Promise.resolve(body),
        },
      };
    };
    const within = scope('# @name other\nGET http://h\n', { results });
    const cases: Record<string, string> = {
      'echo.port': '9000',
      'echo.answers[0].exchange': 'm',
      'login.response.body.$.token': 't',
      'login.response.body.token': 't',
      'login.response.body.$.list[?(@.id == 2)].id': '2',
      'login.response.body.$..id': '1',
      'login.response.body.$.list[0].a-b': '5',
      'login.response.body.list': '[{"id":1,"a-b":5},{"id":2}]',
      'login.response.headers.x': '1, 2',
      'login.response.status': '201',
      'login.request.headers.a': 'b',
      'login.request.body.*': 'q=1',
      'login.token': 't',
      'login.list.length': '2',
      'login.list[-1].id': '2',
      'login.n': 'null',
    };
    for (const [expression, value] of Object.entries(cases))
      assert.equal(await within.value(expression), value, expression);
    await assert.rejects(
      within.value('login.response.body.$.none'),
      fails('nothing-found', /login\.response\.body\.\$\.none/),
    );
    await assert.rejects(within.value('login.response.body.$.[('), fails('nothing-found', /JSONPath/));
    await assert.rejects(within.value('other.port'), fails('no-result', /has not run/));
    await assert.rejects(within.value('login.constructor'), fails('nothing-found', /constructor/));
  });

  it('ask each question once, and what nobody answers is said', async () => {
    const asked: string[] = [];
    const file = '# @prompt user Your name\n# @prompt password\nGET http://h\n';
    const within = scope(file, {
      prompt: ({ name, description, secret }) => {
        asked.push(`${name} ${description ?? '-'} ${secret}`);
        return Promise.resolve(name === 'password' ? null : 'ann');
      },
    });
    assert.equal(await filled('{{user}}{{user}}', within), 'annann');
    await assert.rejects(within.ask(), fails('prompt-cancelled', /password/));
    assert.deepEqual(asked, ['user Your name false', 'password - true']);
    await assert.rejects(scope(file).value('user'), fails('no-prompt', /user/));
  });

  it('of the system are made from the clock, chance and the environment', async () => {
    const within = scope('', {
      processEnv: { HOME: '/h' },
      dotenv: (name) => (name === 'K' ? 'v' : undefined),
      environment: { which: 'HOME' },
      zone: () => 90,
    });
    const cases: Record<string, string> = {
      $timestamp: '1700000000',
      '$timestamp 1 M': '1702592000',
      '$timestamp -1 ms': '1699999999',
      '$datetime rfc1123': 'Tue, 14 Nov 2023 22:13:20 GMT',
      "$datetime 'ddd D/M [at] h A' 2 y": 'Fri 14/11 at 10 PM',
      '$localDatetime iso8601': '2023-11-14T23:43:20+01:30',
      '$localDatetime rfc1123': 'Tue, 14 Nov 2023 23:43:20 +0130',
      '$randomInt 10 20': '15',
      '$randomInt 20 10': '15',
      '$random.integer(0, 100)': '50',
      '$random.float(0, 1)': '0.5',
      '$processEnv HOME': '/h',
      '$processEnv %which': '/h',
      '$processEnv NONE': '',
      '$env.HOME': '/h',
      '$dotenv K': 'v',
    };
    for (const [expression, value] of Object.entries(cases))
      assert.equal(await within.value(expression), value, expression);
    await assert.rejects(within.value('$dotenv NONE'), fails('unknown-variable', /NONE/));
    await assert.rejects(within.value('$datetime nonsense'), fails('bad-arguments', /rfc1123/));
    await assert.rejects(within.value('$randmInt 1 2'), fails('unknown-variable', /\$randomInt/));
    await assert.rejects(within.value('$aadToken'), fails('not-supported', /Azure/));
    assert.match(
      await scope('', { random: Math.random.bind(Math) }).value('$guid'),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe('environments', () => {
  it('come from the setting and files, private ones last, with what all share', () => {
    const environments = readEnvironments({
      setting: { $shared: { a: 's', z: 1 }, dev: { b: 'setting' } },
      files: [
        { name: 'http-client.env.json', text: '\ufeff{"dev": {"b": "file", "c": {"d": 1}}, "prod": {}}' },
        { name: 'http-client.private.env.json', text: '{"dev": {"c": "secret", "__proto__": "x"}}' },
      ],
    });
    assert.deepEqual(environments.names, ['dev', 'prod']);
    assert.deepEqual(Object.entries(environments.of('dev')).sort(), [
      ['__proto__', 'x'],
      ['a', 's'],
      ['b', 'file'],
      ['c', 'secret'],
      ['z', 1],
    ]);
    assert.deepEqual(environments.of(undefined), { a: 's', z: 1 });
    assert.deepEqual(environments.problems, []);
  });

  it('that are wrong are said, and the others stand', () => {
    const { problems, names } = readEnvironments({
      setting: [],
      files: [
        { name: 'f', text: '{' },
        { name: 'g', text: '{"a": 1, "b": {}}' },
      ],
    });
    assert.deepEqual(
      problems.map(({ source, code }) => `${source} ${code}`),
      ['setting bad-environment', 'f bad-json', 'g bad-environment'],
    );
    assert.deepEqual(names, ['b']);
  });

  it('read .env files as dotenv does', () => {
    const text =
      '# c\nA=1\nexport B = two words # c\nC="x\\ny # z" # c\nD=\'a\\nb\'\nE=\nF="multi\nline"\r\nG=a#b\nH: y\n  bad line\n';
    assert.deepEqual(
      { ...parseDotenv(text) },
      { A: '1', B: 'two words', C: 'x\ny # z', D: 'a\\nb', E: '', F: 'multi\nline', G: 'a', H: 'y' },
    );
  });
});
