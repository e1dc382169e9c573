import assert from 'node:assert/strict';
import type { HttpItem, Item, RequestFile } from '../../../src/requests/model.ts';
import type { RunItem } from '../../../src/requests/words/run/model.ts';
import { parseRequestFile } from '../../../src/requests/parse.ts';

function only(text: string): { file: RequestFile; item: Item } {
  const file = parseRequestFile(text);
  const items = file.regions.flatMap((region) => region.item ?? []);
  assert.equal(items.length, 1, JSON.stringify(file.problems));
  return { file, item: items[0]! };
}

function http(text: string): HttpItem {
  const { item } = only(text);
  assert.equal(item.kind, 'http');
  return item;
}

function codes(text: string): string[] {
  return parseRequestFile(text).problems.map(({ code }) => code);
}

/** `code "what it is about"` of each problem. */
function marks(text: string): string[] {
  return parseRequestFile(text).problems.map(({ code, start, end }) => `${code} "${text.slice(start, end)}"`);
}

describe('request lines', () => {
  it('have a method, a target and a version, each in its place', () => {
    const text = 'PATCH  http://h/a?b={{c}}   HTTP/1.0\n';
    const item = http(text);
    assert.deepEqual(
      [item.method?.value, item.target.text, item.version?.value],
      ['PATCH', 'http://h/a?b={{c}}', 'HTTP/1.0'],
    );
    assert.deepEqual(
      [item.method, item.target, item.version].map((each) => text.slice(each!.start, each!.end)),
      ['PATCH', 'http://h/a?b={{c}}', 'HTTP/1.0'],
    );
    assert.deepEqual(item.target.placeholders, [{ start: 20, end: 25, at: 13, expression: 'c' }]);
  });

  it('place placeholders of lines that are joined', () => {
    const text = 'GET http://h\n    ?a={{b}}\n    &c={{d}}\n';
    const { target } = http(text);
    assert.equal(target.text, 'http://h?a={{b}}&c={{d}}');
    for (const each of target.placeholders) {
      assert.equal(text.slice(each.start, each.end), `{{${each.expression}}}`);
      assert.equal(target.text.slice(each.at, each.at + 5), `{{${each.expression}}}`);
    }
  });

  for (const target of [
    'http://h',
    '/path',
    '{{base}}/x',
    'localhost:8080',
    'example.com/a',
    '[::1]:80/x',
    '{{host}}:80',
  ]) {
    it(`may be ${target} alone`, () => assert.equal(http(`${target}\n`).target.text, target));
  }

  it('keep a method that nobody knows', () => {
    assert.equal(http('FOO http://h/\n').method?.value, 'FOO');
    assert.deepEqual(marks('FOO http://h/\n'), ['unknown-method "FOO"']);
  });

  it('say what is wrong, and the rest of the file is read', () => {
    const text =
      'what is this\n\n###\nGTE http://h\n###\nSERV tcp://h:1\n###\nGET ftp://h\n###\nGET\n###\nGET http://h\n';
    assert.deepEqual(marks(text), [
      'bad-request-line "what is this"',
      'unknown-method "GTE"',
      'unknown-word "SERV"',
      'bad-scheme "ftp"',
      'bad-request-line "GET"',
    ]);
    assert.equal((parseRequestFile(text).regions.at(-1)!.item as HttpItem).target.text, 'http://h');
  });

  it('are found after a line that is none', () =>
    assert.equal(http('rubbish, and\nGET http://h\n').target.text, 'http://h'));
});

describe('headers and bodies', () => {
  it('have problems where a header is none', () => {
    assert.deepEqual(marks('GET http://h\nNo colon\nBad name: x\nGood: y\n'), [
      'bad-header "No colon"',
      'bad-header "Bad name: x"',
    ]);
    assert.deepEqual(marks('POST http://h\nA: b\n{"a": 1}\n'), ['no-empty-line "{"a": 1}"']);
  });

  it('warn of a request in a body', () =>
    assert.deepEqual(codes('GET http://h\n\nGET http://h/2\n'), ['no-separator']));

  it('say what encoding there is not', () =>
    assert.deepEqual(marks('POST http://h\n\n<@utf-7x ./f\n'), ['unknown-encoding "utf-7x"']));

  it('keep the white space of lines', () => {
    const [part] = http('POST http://h\n\n  a  \n\n\tb \n\n').body;
    assert.ok(part?.kind === 'text');
    assert.equal(part.template.text, '  a  \n\n\tb ');
  });
});

describe('our words', () => {
  it('have options with problems in their places', () => {
    const text = 'TCP h:1\ntimeuot: 2s\ntimeout: soon\nformat: hxe\nexpect: -1\n???\n\nx\n';
    assert.deepEqual(marks(text), [
      'unknown-option "timeuot"',
      'bad-value "soon"',
      'bad-value "hxe"',
      'bad-value "-1"',
      'bad-check "???"',
    ]);
    const replacements = parseRequestFile(text).problems.map(({ replacement }) => replacement);
    assert.deepEqual(replacements.slice(0, 3), ['timeout', undefined, 'hex']);
  });

  it('judge options of a behaviour by the behaviour', () => {
    assert.deepEqual(codes('SERVE tcp://h:1\nbehaviour: fixed\nreply: x\n'), []);
    assert.deepEqual(marks('SERVE tcp://h:1\nbehaviour: echo\nreply: x\n'), ['unknown-option "reply"']);
    assert.deepEqual(marks('SERVE tcp://h:1\nbehaviour: bin\n'), ['bad-value "bin"']);
    assert.deepEqual(marks('SERVE udp://h:1\nframing: line\n'), ['unknown-option "framing"']);
    assert.deepEqual(marks('SERVE tcp://h:1\nbehaviour: file\n'), ['missing-option "behaviour: file"']);
    assert.deepEqual(codes('SERVE {{scheme}}://h:1\nbehaviour: {{b}}\nwhatever: x\n'), []);
  });

  it('have addresses that are judged', () => {
    assert.deepEqual(codes('TCP {{host}}:{{p}}\n\nx\n'), []);
    assert.deepEqual(marks('TCP tcp://h:1\n\nx\n'), ['bad-address "tcp://h:1"']);
    assert.deepEqual(marks('SERVE tpc://h:1\n'), ['bad-address "tpc"']);
    assert.deepEqual(marks('SERVE tcp://h:99999\n'), ['bad-address "h:99999"']);
    assert.deepEqual(marks('RELAY tcp://h:1\n'), ['not-supported "RELAY"', 'bad-request-line "tcp://h:1"']);
  });

  it('say on their line that this version cannot run them', () =>
    assert.deepEqual(marks('RELAY tcp://h:1 -> tcp://h:2\nseed: 7\n'), ['not-supported "RELAY"']));

  it('refuse a body that has no meaning', () =>
    assert.deepEqual(marks('DNS a.test\n\ntext\n'), ['unexpected-text "text"']));

  it('split a command as a shell does', () => {
    const { item } = only(`RUN p 'a b'"c d" $'e\\tf\\x41' g\\ h "i\\"j\\k" '' {{x y}}z\n`);
    assert.deepEqual(
      (item as RunItem).command.map(({ text }) => text),
      ['p', 'a bc d', 'e\tfA', 'g h', 'i"j\\k', '', '{{x y}}z'],
    );
    assert.deepEqual(marks('RUN p "a\n'), ['unclosed-quote ""a"']);
  });

  it('keep the backslashes of a path of Windows, and say where one goes', () => {
    const command = (line: string): string[] => (only(`RUN ${line}\n`).item as RunItem).command.map(({ text }) => text);
    assert.deepEqual(command('C:\\tools\\app.exe --root=D:\\new\\data E:\\'), [
      'C:\\tools\\app.exe',
      '--root=D:\\new\\data',
      'E:\\',
    ]);
    assert.deepEqual(command('.\\server.exe ..\\bin\\x %TEMP%\\a'), ['.\\server.exe', '..\\bin\\x', '%TEMP%\\a']);
    assert.deepEqual(command('\\\\server\\share\\x "C:\\a b\\c" C:\\a\\ b'), [
      '\\\\server\\share\\x',
      'C:\\a b\\c',
      'C:\\a\\',
      'b',
    ]);
    assert.deepEqual(command("printf a\\\\nb c\\ d '\\n'"), ['printf', 'a\\nb', 'c d', '\\n']);
    assert.deepEqual(marks("RUN C:\\a \\\\s\\t a\\\\nb '\\n' a\\ b\n"), []);
    assert.deepEqual(marks('RUN bin\\app.exe x\n'), ['backslash-lost "bin\\app.exe"']);
    const [problem] = parseRequestFile('RUN bin\\app.exe x\n').problems;
    assert.equal(problem?.replacement, "'bin\\app.exe'");
    assert.match(problem.message, /this word is binapp\.exe/);
  });
});

describe('checks', () => {
  const check = (text: string): unknown[] => {
    const found = parseRequestFile(`GET http://h\n\n${text}\n`).regions[0]!.checks[0]!;
    return [found.subject.value, found.path?.text, found.negated === true, found.predicate.value, found.value?.text];
  };

  it('have a subject, a path, a predicate and a value', () => {
    assert.deepEqual(check('?? status == 200'), ['status', undefined, false, '==', '200']);
    assert.deepEqual(check('??  header  content-type   startsWith  application/json '), [
      'header',
      'content-type',
      false,
      'startsWith',
      'application/json',
    ]);
    assert.deepEqual(check('?? body $.a[?(@.b == 1)].c == x == y'), [
      'body',
      '$.a[?(@.b == 1)].c',
      false,
      '==',
      'x == y',
    ]);
    assert.deepEqual(check('?? received text == a b\\n'), ['received text', undefined, false, '==', 'a b\\n']);
    assert.deepEqual(check('?? answers[0].exchange != {{x}}'), [
      'answers[0].exchange',
      undefined,
      false,
      '!=',
      '{{x}}',
    ]);
    assert.deepEqual(check('?? body =='), ['body', undefined, false, '==', undefined]);
  });

  it('are turned round by not and !', () => {
    assert.deepEqual(check('?? body not exists'), ['body', undefined, true, 'exists', undefined]);
    assert.deepEqual(check('?? body !exists'), ['body', undefined, true, 'exists', undefined]);
    assert.deepEqual(check('?? body x not equals 1'), ['body', 'x', true, 'equals', '1']);
  });

  it('have problems', () => {
    assert.deepEqual(
      marks('GET http://h\n\n?? status = 200\n?? stauts == 200\n?? status x == 1\n?? header == 1\n?? status <\n??\n'),
      [
        ...[
          'unknown-predicate "="',
          'unknown-subject "stauts"',
          'bad-check "x"',
          'bad-check "header"',
          'bad-check "<"',
          'bad-check "??"',
        ],
      ],
    );
    assert.deepEqual(codes('?? status == 200\n'), ['check-without-request']);
  });
});

describe('curl commands', () => {
  const curl = (text: string): HttpItem => http(text);

  it('say what they mean', () => {
    const item = curl(
      `curl -sSLkX PATCH 'h:80/a' -u me:{{pw}} --digest -m 2.5 -x http://p:1 --unix-socket /s --http2-prior-knowledge --compressed -d @f\n`,
    );
    const own = item.curl?.own;
    assert.deepEqual(item.curl, {
      own,
      ...{ location: true, insecure: true, user: 'me:{{pw}}', digest: true, maxTime: 2.5 },
      ...{ proxy: 'http://p:1', unixSocket: '/s', compressed: true, offerHttp2: false },
      ...{ fixedMethod: true, posted: true },
    });
    assert.equal(own?.['content-type']?.text, 'application/x-www-form-urlencoded');
    assert.deepEqual([item.method?.value, item.target.text, item.version?.value], ['PATCH', 'http://h:80/a', 'HTTP/2']);
    assert.deepEqual(
      item.body.map((part) => part.kind === 'file' && part.path.text),
      ['f'],
    );
  });

  it('go on over lines that a backslash, a quote or an option continues', () => {
    const item = curl('curl http://h \\\n -d "a\nb" \\\r\n --data-raw @c\n  -H A:b\n\n?? status == 200\n');
    assert.deepEqual(
      item.body.map((part) => part.kind === 'text' && part.template.text),
      ['a\nb', '&', '@c'],
    );
    assert.deepEqual(
      item.headers.map(({ name }) => name.value),
      ['A'],
    );
  });

  it('have problems with options in their places', () => {
    assert.deepEqual(marks('curl http://h --compresed --capath x -W\n'), [
      'unknown-option "--compresed"',
      'not-supported "--capath"',
      'unknown-option "-W"',
    ]);
    assert.deepEqual(marks('curl -d a\n'), ['bad-request-line "curl"']);
    assert.deepEqual(marks('curl http://h -H\n'), ['missing-value "-H"']);
    assert.deepEqual(marks('curl http://h\ntext\n'), ['unexpected-text "text"']);
  });
});

describe('a file', () => {
  it('names requests, by tag or by title', () => {
    const file = parseRequestFile(
      '### login\nGET http://h\n### Two words\nGET http://h\n### t\n# @name other\nGET http://h\n',
    );
    assert.deepEqual(
      file.regions.map((region) => region.name?.value),
      ['login', undefined, 'other'],
    );
  });

  it('finds names that are there twice and names that are not there', () => {
    assert.deepEqual(marks('# @name a\nGET http://h\n###\n# @name a\n# @ref b\nGET http://h\n'), [
      'duplicate-name "a"',
      'unknown-request "b"',
    ]);
  });

  it('does not take a title for the name of a request if another request says that name', () => {
    const { regions } = parseRequestFile(
      '### first\n# @name echo\nSERVE tcp://127.0.0.1:0\n\n### echo\nTCP 127.0.0.1:1\n\n### other\nGET http://x\n',
    );
    assert.deepEqual(
      regions.map(({ name, title }) => [name?.value, title?.value]),
      [
        ['echo', 'first'],
        [undefined, 'echo'],
        ['other', 'other'],
      ],
    );
  });
});
