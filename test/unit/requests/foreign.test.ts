import assert from 'node:assert/strict';
import { expressionProblem } from '../../../src/requests/expressions.ts';
import { systemVariables } from '../../../src/requests/systemWords.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';

/** `severity code "what it is about"` of each problem. */
function marks(text: string): string[] {
  return parseRequestFile(text).problems.map(
    ({ severity, code, start, end }) => `${severity} ${code} "${text.slice(start, end)}"`,
  );
}

/** Of a request with this body. */
const inBody = (body: string, type?: string): string[] =>
  marks(`POST http://h\n${type === undefined ? '' : `Content-Type: ${type}\n`}\n${body}\n`);

describe('what other clients read and Wirebench does not', () => {
  for (const header of [
    'Authorization: AWS id secret',
    'authorization: aws {{id}} {{secret}} token:{{t}} region:eu-west-1 service:s3',
    'Authorization: COGNITO user password eu-west-1 pool client',
    'Authorization: openid client_credentials local',
    'Authorization: oauth2 password',
    'Authorization: OAuth2',
    'Authorization: NTLM user password',
    'X-ClientCert: cert: ./a.pem key: ./a.key passphrase: secret',
    'X-ClientCert: pfx: ./a.pfx passphrase: {{secret}}',
  ])
    it(`names the secrets of ${header}`, () => {
      assert.deepEqual(marks(`GET http://h\n${header}\n`), [`error not-supported "${header}"`]);
    });

  for (const header of [
    'Authorization: AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo',
    'Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c',
    'Authorization: Bearer token',
    'Authorization: NTLM TlRMTVNTUAABAAAA',
    'Authorization: Negotiate YII',
    'Authorization: Digest user password',
    'X-ClientCert: MIIB',
    'X-Note: aws id secret',
  ])
    it(`sends ${header}`, () => assert.deepEqual(marks(`GET http://h\n${header}\n`), []));

  it('leaves a curl command to say what curl would send', () => {
    assert.deepEqual(marks("curl -H 'Authorization: AWS id secret' http://h\n"), []);
  });

  for (const expression of [
    '$pick Which? $value: a,b',
    '$projectRoot',
    '$historyFolder',
    '$index',
    '$exampleServer',
    '$auth.token("id")',
    '$auth.idToken("id")',
    '$aadToken new',
    '$aadV2Token',
    '$oidcAccessToken',
    'new Date().toISOString()',
    'JSON.stringify(body)',
    'a + b',
    'a || "b"',
    'a ? b : c',
    '`x`',
    '"text"',
    '@request.a = 1',
    '#if user',
    'user | upper',
  ]) {
    it(`names {{${expression}}} where it stands`, () => {
      const text = `GET http://h/{{${expression}}}\n`;
      assert.deepEqual(marks(text).slice(-1), [`error not-supported "{{${expression}}}"`]);
      // A variable may never be used, and a check says it in its outcome.
      assert.deepEqual(marks(`@a = {{${expression}}}\nGET http://h\n`), [`warning not-supported "{{${expression}}}"`]);
      assert.deepEqual(marks(`GET http://h\n\n?? body == {{${expression}}}\n`), [
        `warning not-supported "{{${expression}}}"`,
      ]);
    });
  }

  it('names system variables that nobody knows, and wrong arguments', () => {
    assert.deepEqual(expressionProblem('$giud'), {
      code: 'unknown-variable',
      message: 'There is no system variable $giud. Did you mean $guid?',
      replacement: '$guid',
    });
    assert.equal(expressionProblem('$random.name.firstName')?.code, 'unknown-variable');
    assert.equal(expressionProblem('$datetime')?.code, 'bad-arguments');
    assert.equal(expressionProblem('$randomInt 1')?.code, 'bad-arguments');
    assert.equal(expressionProblem('$processEnv')?.code, 'bad-arguments');
  });

  it('has nothing to say of the variables that are there, as the reference writes them', () => {
    for (const { usage, supported, name } of systemVariables)
      assert.equal(expressionProblem(usage.slice(2, -2)) === undefined, supported, name);
    for (const expression of [
      'host',
      'my-var.port',
      '%name',
      'größe',
      'login.response.body.$.items[?(@.a == "b c")].x',
      "login.response.body.//item[@id='a b']/text()",
      'login.response.body.count(//book)',
      'loginResponse.parsedBody.a[0]',
      'dns.answers[?@.type == "A"].address',
      'loginResponse.headers["x-a"]',
      '$processEnv %which',
      '$env.HOME',
      '$input Name $value: joe',
      '$prompt-askonce Name',
    ])
      assert.equal(expressionProblem(expression), undefined, expression);
  });

  it('keeps a check that it cannot make, and sends the request', () => {
    const text = 'GET http://h\n\n?? js response.parsedBody.a === 3\n?? js client.test("a")\n?? status == 200\n';
    assert.deepEqual(marks(text), [
      'warning not-supported "?? js response.parsedBody.a === 3"',
      'warning not-supported "?? js client.test("a")"',
    ]);
    const { checks } = parseRequestFile(text).regions[0]!;
    assert.deepEqual(
      checks.map(({ notSupported }) => notSupported !== undefined),
      [true, true, false],
    );
  });

  it('names a fragment that other requests would share', () => {
    assert.deepEqual(marks('fragment A on B {\n  c\n}\n\n###\nGET http://h\n'), [
      'error not-supported "fragment A on B {"',
    ]);
    assert.deepEqual(marks('gql A < ./a.gql\n'), ['error not-supported "gql A < ./a.gql"']);
  });
});

describe('a request below another, without ###', () => {
  for (const [text, marked] of [
    ['GET http://a/x\n  POST http://b/y\n', 'POST http://b/y'],
    ['GET http://a/x\nPOST http://b/y\n', 'POST http://b/y'],
    ['GET http://a/x\n  http://b/y\n', 'http://b/y'],
    ['GET http://a/x\n  TCP 127.0.0.1:9\n', 'TCP 127.0.0.1:9'],
    ['GET http://a/x\n\tcurl http://b/y\n', 'curl http://b/y'],
    ['GET http://a/x\nA: b\n  POST http://b/y\n', 'POST http://b/y'],
    ['TCP 127.0.0.1:9\n  UDP 127.0.0.1:9\n', 'UDP 127.0.0.1:9'],
    ['TCP 127.0.0.1:9\nGET http://b/y\n', 'GET http://b/y'],
  ] as const)
    it(`is named: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(marks(text), [`error no-separator "${marked}"`]);
      const { item } = parseRequestFile(text).regions[0]!;
      if (item?.kind === 'http') assert.equal(item.target.text, 'http://a/x');
    });

  it('is told from more of a target or of a header', () => {
    for (const [text, target] of [
      ['GET http://a\n    /b\n    /c\n    ?d=e\n', 'http://a/b/c?d=e'],
      ['GET http://a?u=\n    https://b/c\n', 'http://a?u=https://b/c'],
      ['GET http://a\n    .test/b\n', 'http://a.test/b'],
    ] as const) {
      assert.deepEqual(marks(text), []);
      const { item } = parseRequestFile(text).regions[0]!;
      assert.equal(item?.kind === 'http' && item.target.text, target);
    }
    assert.deepEqual(marks('GET http://a\nX: a\n  b c\n  POST is a word\n'), []);
  });

  it('is named where it is indented in a body, too', () => {
    assert.deepEqual(inBody('text\n\n  POST http://b/y'), ['warning no-separator "POST http://b/y"']);
  });
});

describe('lines of a body', () => {
  const bodyOf = (text: string): string => {
    const { item } = parseRequestFile(text).regions[0]!;
    assert.ok(item?.kind === 'http');
    return item.body.map((part) => (part.kind === 'text' ? part.template.text : `<${part.path.text}>`)).join('');
  };

  it('keeps <>text, and takes out a reference to an earlier response', () => {
    assert.equal(bodyOf('POST http://h\n\n<>text</>\n<> <b/>\n'), '<>text</>\n<> <b/>');
    assert.equal(bodyOf('POST http://h\n\ntext\n\n<> 2024-01-01T101010.200.json\n'), 'text');
  });

  it('are named where they are comments that the text around them needs', () => {
    const csv = '# a,b\n1,2\n#3,4\n5,6';
    assert.deepEqual(inBody(csv, 'text/csv'), ['warning not-sent "# a,b"', 'warning not-sent "#3,4"']);
    const script = '#!/bin/sh\n# say it\necho a';
    assert.deepEqual(inBody(script, 'text/x-sh'), ['warning not-sent "#!/bin/sh"', 'warning not-sent "# say it"']);
    assert.deepEqual(inBody('one\n# two\nthree'), ['warning not-sent "# two"']);
    assert.deepEqual(marks('TCP 127.0.0.1:9\n\none\n// two\nthree\n'), ['warning not-sent "// two"']);
  });

  it('may be comments where nothing is lost', () => {
    assert.deepEqual(inBody('{\n  // a comment\n  "a": 1\n}', 'application/json'), []);
    assert.deepEqual(inBody('a: 1\n# b\nc: 2', 'application/yaml'), []);
    assert.deepEqual(inBody('# say hello\nhello\n# and check it\n?? status == 200'), []);
    const served = (behaviour: string): string[] =>
      marks(`SERVE http://127.0.0.1:0\nbehaviour: ${behaviour}\n\none\n# two\nthree\n`);
    assert.deepEqual(served('mock'), []);
    assert.deepEqual(marks('SERVE tcp://127.0.0.1:0\nbehaviour: fixed\n\none\n# two\nthree\n'), [
      'warning not-sent "# two"',
    ]);
    assert.deepEqual(inBody('one\n\n# two\n\nthree', 'text/plain'), []);
    assert.deepEqual(inBody('one\n# @note two\nthree', 'text/plain'), []);
  });
});

describe('a multipart body', () => {
  const part = '--b\nContent-Disposition: form-data; name="a"\n\n1\n--b--';

  it('without a boundary is named, with the one that it uses', () => {
    const text = `POST http://h\nContent-Type: multipart/form-data\n\n${part}\n`;
    const [problem, ...more] = parseRequestFile(text).problems;
    assert.deepEqual(more, []);
    assert.deepEqual(
      [problem!.code, problem!.severity, text.slice(problem!.start, problem!.end), problem!.replacement],
      ['bad-multipart', 'warning', 'multipart/form-data', 'multipart/form-data; boundary=b'],
    );
    assert.deepEqual(inBody('text', 'multipart/mixed; charset=utf-8'), [
      'warning bad-multipart "multipart/mixed; charset=utf-8"',
    ]);
  });

  it('is named where its delimiters are not its boundary', () => {
    assert.deepEqual(inBody(part, 'multipart/form-data; boundary=c'), [
      'warning bad-multipart "multipart/form-data; boundary=c"',
    ]);
    assert.deepEqual(inBody(part.slice(0, -4), 'multipart/form-data; boundary=b'), [
      'warning bad-multipart "multipart/form-data; boundary=b"',
    ]);
  });

  it('is named where a part begins straight below its headers', () => {
    for (const content of ['< ./a.txt', '<@ ./a.txt', '{"a": 1}', 'some text'])
      assert.deepEqual(inBody(part.replace('\n\n1', `\n${content}`), 'multipart/form-data; boundary="b"'), [
        `warning bad-multipart "${content}"`,
      ]);
  });

  it('is left alone where it is right, or in a file, or its boundary is a variable', () => {
    for (const [body, type] of [
      [part, 'multipart/form-data; boundary=b'],
      [part.replace('\n\n1', '\n\n< ./a.txt'), 'multipart/form-data; boundary=b'],
      [part.replace('"a"', '\n  "a"'), 'multipart/form-data; boundary=b'],
      ['< ./all.bin', 'multipart/form-data; boundary=b'],
      [part, 'multipart/form-data; boundary={{b}}'],
    ] as const)
      assert.deepEqual(inBody(body, type), []);
    assert.deepEqual(marks('POST http://h\nContent-Type: multipart/form-data\n'), []);
  });
});
