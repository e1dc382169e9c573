import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { certificateFixes, certificateHint } from '../../../../src/requests/certificates.ts';
import { meantHeader } from '../../../../src/requests/headerNames.ts';
import { headers } from '../../../../src/requests/httpWords.ts';
import { doubts } from '../../../../src/requests/language/doubts.ts';
import type { Fix } from '../../../../src/requests/model.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import { blocksOf } from '../blocks.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../fixtures/requests');

const doubtsIn = (text: string, ...environment: string[]) => doubts(parseRequestFile(text), environment);
/** `{{usr}} → {{user}}: There is no variable usr. …` */
const told = (text: string, ...environment: string[]) =>
  doubtsIn(text, ...environment).map(
    ({ start, end, replacement, message }) => `${text.slice(start, end)} → ${replacement ?? 'nothing'}: ${message}`,
  );
const mended = (text: string, { start, end, text: by }: Fix) => text.slice(0, start) + by + text.slice(end);

describe('doubts about a request file', () => {
  it('mark a variable that nobody defines, wherever it stands, with the nearest and a definition', () => {
    const text =
      '@user = ann\n@base = http://h/{{usr}}\n\n### one\nGET {{base}}/{{usr}}\nX-Who: {{ %nobodyAtAll }}\n\n{{usr}}\n\n?? body == {{usr}}\n';
    assert.deepEqual(told(text), [
      '{{usr}} → {{user}}: There is no variable usr. Did you mean user?',
      '{{usr}} → {{user}}: There is no variable usr. Did you mean user?',
      '{{ %nobodyAtAll }} → nothing: There is no variable nobodyAtAll. Define it: @nobodyAtAll = value, or in an environment.',
      '{{usr}} → {{user}}: There is no variable usr. Did you mean user?',
      '{{usr}} → {{user}}: There is no variable usr. Did you mean user?',
    ]);
    const [fix] = doubtsIn(text)[2]!.fixes;
    assert.equal(fix!.title, 'Define @nobodyAtAll');
    assert.match(mended(text, fix!), /^@user = ann\n@base = http:\/\/h\/\{\{usr\}\}\n@nobodyAtAll = \n\n### one\n/);
    assert.deepEqual(
      doubtsIn(mended(text, fix!)).filter(({ message }) => message.includes('nobody')),
      [],
    );
    const bare = 'GET http://h/{{a}}\r\n';
    assert.equal(mended(bare, doubtsIn(bare)[0]!.fixes[0]!), '@a = \r\n\r\nGET http://h/{{a}}\r\n');
  });

  it('know the result of a request by its name, and say how one is named', () => {
    const text =
      '# @name login\nPOST http://h/\n\n### b\nGET http://h/{{login.response.body.$.x}}/{{loginResponse.status}}/{{login.x}}\nAuthorization: {{logn.response.body.$.t}}\nX-A: {{other.response.body.$.t}}\n';
    assert.deepEqual(told(text), [
      '{{logn.response.body.$.t}} → {{login.response.body.$.t}}: There is no variable or request logn. Did you mean login?',
      '{{other.response.body.$.t}} → nothing: There is no variable or request other. A request is named by # @name other.',
    ]);
    assert.deepEqual(doubtsIn(text)[1]!.fixes, []);
  });

  it('leave alone what an environment, a prompt, the system or a definition further down gives, and what scripts may', () => {
    for (const text of [
      'GET http://h/{{host}}/{{a.b}}/{{deep.x[0]}}\n',
      '# @prompt who Your name\nGET http://h/{{who}}\n',
      'GET http://h/{{$guid}}/{{$processEnv HOME}}/{{$dotenv X}}/{{$shared y}}/{{$prompt z}}\n',
      'GET http://h/{{late}}\n\n###\n@late = 1\nGET http://h/\n',
      '< {%\n  request.variables.set("x", 1);\n%}\nGET http://h/{{x}}\n',
      '# @import ./other.http\nGET http://h/{{x}}\n',
      '{{\n  exports.x = 1;\n}}\nGET http://h/{{x}}\n',
      '# @loop for item of list\nGET http://h/{{item}}\n',
      'GET http://h/{{new Date()}}\n',
      'POST http://h/\n\n\\{\\{x\\}\\}\n',
    ])
      assert.deepEqual(told(text, 'host', 'a.b', 'deep'), [], text);
  });

  it('mark headers that are almost one, and none that a standard or a person has', () => {
    const text =
      'GET http://h/\nContet-Type: a\nContentType: b\ncontent_type: c\nAutorization: d\nReferrer: e\nUser-Agents: f\nX-Contet-Type: g\nApi-Key: h\nVersion: i\nHosts: j\n';
    assert.deepEqual(
      doubtsIn(text).map(({ start, end, replacement }) => `${text.slice(start, end)} → ${replacement}`),
      [
        'Contet-Type → Content-Type',
        'ContentType → Content-Type',
        'content_type → Content-Type',
        'Autorization → Authorization',
        'Referrer → Referer',
        'User-Agents → User-Agent',
        'Hosts → Host',
      ],
    );
    for (const { name } of headers) assert.equal(meantHeader(name), undefined, name);
    for (const name of ['Accept-Patch', 'Accept-Post', 'Content-MD5', 'Cookie2', 'Content-Version', 'Last-Event-ID'])
      assert.equal(meantHeader(name), undefined, name);
    assert.deepEqual(told("curl http://h/ -H 'Contet-Type: x'\n"), []);
  });

  it('are none in the files and documented blocks of the three clients and in ours', () => {
    for (const dialect of ['restclient', 'httpyac', 'jetbrains', 'wirebench'])
      for (const name of readdirSync(path.join(fixtures, dialect)).filter((one) => one.endsWith('.http')))
        assert.deepEqual(told(readFileSync(path.join(fixtures, dialect, name), 'utf8'), 'host'), [], name);
    let headersSeen = 0;
    for (const dialect of ['restclient', 'httpyac', 'jetbrains'])
      for (const block of blocksOf(readFileSync(path.join(fixtures, 'blocks', `${dialect}.txt`), 'utf8'))) {
        const file = parseRequestFile(block.text);
        headersSeen += file.regions.flatMap(({ item }) => (item?.kind === 'http' ? item.headers : [])).length;
        assert.deepEqual(
          doubts(file, []).filter(({ code }) => code === 'doubtful-header'),
          [],
          block.text,
        );
      }
    assert.ok(headersSeen > 50, `${headersSeen} headers`);
  });
});

describe('a certificate that cannot be verified', () => {
  const fixed = (text: string, code: string) => {
    const { item } = parseRequestFile(text).regions.find((region) => region.item)!;
    return certificateFixes(code, text, item!).map((fix) => [fix.title, mended(text, fix)]);
  };

  it('names the tags, options or parts of a command that help, and writes them', () => {
    const text = '### a\n# @name x\nGET https://h/\n';
    assert.deepEqual(fixed(text, 'tls-self-signed'), [
      ['Write # @no-reject-unauthorized', '### a\n# @name x\n# @no-reject-unauthorized\nGET https://h/\n'],
      ['Write # @ca ca.pem', '### a\n# @name x\n# @ca ca.pem\nGET https://h/\n'],
    ]);
    assert.deepEqual(fixed('GET https://h/\r\n', 'tls-wrong-name'), [
      ['Write # @no-reject-unauthorized', '# @no-reject-unauthorized\r\nGET https://h/\r\n'],
    ]);
    assert.deepEqual(fixed("curl -s 'https://h/'\n", 'tls-unknown-authority'), [
      ['Write --insecure', "curl --insecure -s 'https://h/'\n"],
      ['Write --cacert ca.pem', "curl --cacert ca.pem -s 'https://h/'\n"],
    ]);
    assert.deepEqual(fixed('TLS h:443\n\nhello\n', 'tls-untrusted'), [
      ['Write verify: false', 'TLS h:443\nverify: false\n\nhello\n'],
      ['Write ca: ca.pem', 'TLS h:443\nca: ca.pem\n\nhello\n'],
    ]);
    assert.deepEqual(fixed(text, 'refused'), []);
  });

  it('means by what is written what it says', () => {
    for (const text of ['GET https://h/\n', "curl 'https://h/'\n", 'TLS h:443\n', 'DNS h A\nserver: tls://127.0.0.1\n'])
      for (const [, after] of fixed(text, 'tls-self-signed'))
        assert.deepEqual(
          parseRequestFile(after!).problems.filter(({ severity }) => severity === 'error'),
          [],
          after,
        );
  });

  it('says it in a sentence', () => {
    const { item } = parseRequestFile('GET https://h/\n').regions[0]!;
    assert.equal(
      certificateHint('tls-self-signed', item!),
      'Above the request, # @no-reject-unauthorized sends all the same, and # @ca FILE names an authority to trust.',
    );
    assert.equal(
      certificateHint('tls-expired', item!),
      'Above the request, # @no-reject-unauthorized sends all the same.',
    );
    assert.equal(certificateHint('refused', item!), undefined);
  });
});
