import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRequestFile } from '../../../src/requests/parse.ts';
import { printRequestFile } from '../../../src/requests/print.ts';
import { createScope, VariableError } from '../../../src/requests/variables.ts';
import { isXPath, namespacesFor } from '../../../src/requests/xml/body.ts';
import { parseXml, type Limits } from '../../../src/requests/xml/document.ts';
import { ask, comparedValue, insertedText, XmlProblem } from '../../../src/requests/xml/xpath.ts';

const shelf = `<?xml version="1.0"?>
<shelf xmlns:x="urn:extra"><book id="b1"><title>Emma</title><price>7.50</price></book>
<book id="b2" x:lent="yes"><title>Kim &amp; Co</title><price>9</price><!-- old --></book></shelf>`;
const feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title></feed>';
const page = `<!DOCTYPE html><html><head><meta charset=utf-8><title>A &eacute;</title></head>
<body><input name=csrf value="t&amp;1"><p>one<p>two<br><ul><li>1<li>2</ul><script>if (a<b) c()</script></body></html>`;

/** What takes an XPath minutes. */
const endless = {
  text: `<r>${('<a>'.repeat(200) + '</a>'.repeat(200)).repeat(200)}</r>`,
  path: 'count(//a//a//a//a//a//a)',
};

const xml = (text: string, path: string, html = false): ReturnType<typeof ask> => ask({ text, html, path });

describe('XPath', () => {
  /** What REST Client puts into a request, and what httpYac compares. */
  const found: readonly [path: string, text: string, inserted: string | undefined, compared: unknown][] = [
    ['//title', shelf, 'Emma', ['Emma', 'Kim & Co']],
    ['/shelf/book[2]/title', shelf, 'Kim & Co', 'Kim & Co'],
    ['//book[@id="b2"]/title/text()', shelf, 'Kim & Co', 'Kim & Co'],
    ['//book[price < 8]', shelf, '<title>Emma</title><price>7.50</price>', 'Emma7.50'],
    ['//book[last()]/@id', shelf, 'b2', 'b2'],
    ['//@x:lent', shelf, 'yes', 'yes'],
    ['count(//book)', shelf, '2', 2],
    ['sum(//price)', shelf, '16.5', 16.5],
    ['string(//title)', shelf, 'Emma', 'Emma'],
    ['boolean(//nothing)', shelf, 'false', false],
    ['//price | //title', shelf, 'Emma', ['Emma', '7.50', 'Kim & Co', '9']],
    ['//comment()', shelf, ' old ', ' old '],
    ['//book[2]/preceding-sibling::book/title', shelf, 'Emma', 'Emma'],
    ['id("b1")/title', shelf, 'Emma', 'Emma'],
    ['//nothing', shelf, undefined, undefined],
    ['/', '<a b="&quot;1">x<c/>&lt;</a>', '<a b="&quot;1">x<c/>&lt;</a>', 'x<'],
    ['//title', feed, undefined, undefined],
    ["//*[local-name()='title']", feed, 'News', 'News'],
    ['/a/b', '<a><b><![CDATA[1 < 2]]> yes</b></a>', '1 < 2 yes', '1 < 2 yes'],
    ['/a/b', '<a><b>cut sh', 'cut sh', 'cut sh'],
    ['//@__proto__', '<a __proto__="x" constructor="y"/>', 'x', 'x'],
  ];
  for (const [path, text, inserted, compared] of found) {
    it(`${path} of ${text.slice(0, 30).replaceAll('\n', ' ')}`, () => {
      assert.equal(insertedText(xml(text, path)), inserted);
      assert.deepEqual(comparedValue(xml(text, path)), compared);
    });
  }

  const ofPage: readonly [path: string, compared: unknown][] = [
    ['//title', 'A é'],
    ['//INPUT[@name="csrf"]/@value', 't&1'],
    ['//p', ['one', 'two']],
    ['count(//li)', 2],
    ['//script', 'if (a<b) c()'],
  ];
  for (const [path, compared] of ofPage)
    it(`${path} of a page`, () => assert.deepEqual(comparedValue(xml(page, path, true)), compared));

  it('says in which namespace a name is that was not found', () => {
    const answer = xml(feed, '//title');
    assert.match((answer.kind === 'nodes' && answer.hint) || '', /namespace http:\/\/www\.w3\.org\/2005\/Atom/);
  });

  it('knows prefixes that the file says', () => {
    const namespaces = new Map([['a', 'http://www.w3.org/2005/Atom']]);
    assert.equal(insertedText(ask({ text: feed, html: false, path: '/a:feed/a:title', namespaces })), 'News');
  });

  const refused: readonly [what: string, text: string, path: string, message: RegExp][] = [
    ['JSON', '{"a": 1}', '//a', /is neither XML nor HTML/],
    ['nothing', '', '/', /is neither XML nor HTML/],
    ['a path that is none', '<a/>', '//a[', /"\/\/a\[" is not an XPath/],
    ['a function that nobody knows', '<a/>', 'system("x")', /is not an XPath/],
    ['a prefix that nobody knows', '<a/>', '//q:a', /the prefix q of .* stands for no namespace/],
    ['elements too deep', '<a>'.repeat(501), '//a', /more than 500 elements within each other/],
    ['too much text', `<a>${'x'.repeat(4 * 1024 * 1024)}</a>`, '/a', /longer than the 4194304 characters/],
  ];
  for (const [what, text, path, message] of refused)
    it(`refuses ${what}`, () =>
      assert.throws(
        () => xml(text, path),
        (error: unknown) => {
          assert.ok(error instanceof XmlProblem);
          assert.match(error.message, message);
          return true;
        },
      ));

  it('reads no more nodes than its limit', () => {
    const most: Limits = { text: 1000, nodes: 2, depth: 10 };
    assert.ok(parseXml('<a><b/></a>', false, most).element);
    assert.throws(() => parseXml('<a><b c="1"/></a>', false, most), /more than the 2 elements/);
  });

  it('puts no entity of a document type in place of its name', () => {
    const levels = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`);
    const bomb = `<!DOCTYPE a [<!ENTITY e0 "ha">${levels.join('')}<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&e20;&f;&lt;</a>`;
    assert.equal(insertedText(xml(bomb, '/a')), '&e20;&f;<');
  });

  it('stops what takes too long', () => {
    const question = { ...endless, html: false, timeout: 100 };
    assert.throws(() => ask(question), /takes longer than 100 ms/);
  });

  it('never fails in another way than its own', () => {
    const piece = fc.constantFrom(
      '<a',
      '<b>',
      '</a>',
      '>',
      '/>',
      ' x="1"',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&amp;',
      '&#0;',
      '<?p',
      '?>',
      '<!DOCTYPE',
      '[',
      '\u0000',
      ' xmlns:p="u"',
      '<p:q>',
      't',
    );
    const paths = fc.constantFrom(
      '//a',
      '/',
      '//@*',
      '//p:q',
      '//text()',
      'count(//node())',
      '//namespace::*',
      '//a/..',
      '//a[2]/following::b',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), paths, fc.boolean(), (pieces, path, html) => {
        try {
          const answer = ask({ text: pieces.join(''), html, path });
          comparedValue(answer);
          insertedText(answer);
        } catch (error) {
          assert.ok(error instanceof XmlProblem, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('XPath in request files', () => {
  const kinds: readonly [path: string, type: string, is: boolean][] = [
    ['//a', '', true],
    ['//a', 'application/json', true],
    ['asXml.count(//a)', 'text/plain', true],
    ['count(//a)', 'application/xml; charset=utf-8', true],
    ['count(//a)', 'application/soap+xml', true],
    ['(//a)[1]', 'text/html;charset=utf-8', true],
    ['$.a', 'application/xml', false],
    ['a.b', 'application/json', false],
    ['a.b', 'text/plain', false],
    ['asJson.$.a', 'text/html', false],
  ];
  for (const [path, type, is] of kinds)
    it(`${path} in ${type || 'no type'}`, () => assert.equal(isXPath(path, type), is));

  const scope = (text: string, body: string, type: string, patience?: number): ReturnType<typeof createScope> => {
    const file = parseRequestFile(text);
    const message = { headers: [['content-type', type]] as const, body: () => body };
    return createScope({
      file,
      region: file.regions.at(-1)!,
      results: (name) => (name === 'shelf' ? { request: message, response: { ...message, status: 200 } } : undefined),
      ...(patience !== undefined && { patience }),
    });
  };
  const values: readonly [expression: string, value: string][] = [
    ['shelf.response.body.//book[2]/@id', 'b2'],
    ['shelf.response.body./shelf/book[title = "Emma"]/price', '7.50'],
    ['shelf.response.body.asXml.//title', 'Emma'],
    ['shelf.response.body.count(//book)', '2'],
    ['shelf.request.body.//title', 'Emma'],
    ['$xpath:shelf //book[2]/title', 'Kim & Co'],
    ['%shelf.response.body.//book[2]/title', 'Kim%20%26%20Co'],
    ['shelf.response.body.*', shelf],
  ];
  for (const [expression, value] of values)
    it(`{{${expression}}}`, async () => {
      assert.equal(await scope('GET http://a/', shelf, 'text/xml').value(expression), value);
    });

  const problems: readonly [expression: string, body: string, type: string, code: string, message: RegExp][] = [
    [
      'shelf.response.body.//isbn',
      shelf,
      'text/xml',
      'nothing-found',
      /^There is nothing at shelf\.response\.body\.\/\/isbn\.$/,
    ],
    ['shelf.response.body.//title', feed, 'text/xml', 'nothing-found', /local-name\(\)/],
    ['shelf.response.body.//title', '{}', 'application/json', 'bad-xpath', /the body is neither XML nor HTML/],
    ['shelf.response.body.//[', shelf, 'text/xml', 'bad-xpath', /is not an XPath/],
    ['$xpath //a', shelf, 'text/xml', 'bad-arguments', /\{\{\$xpath:login \/\/token\}\}/],
  ];
  for (const [expression, body, type, code, message] of problems)
    it(`{{${expression}}} of ${body.slice(0, 10)} is ${code}`, async () => {
      await assert.rejects(scope('GET http://a/', body, type).value(expression), (error: unknown) => {
        assert.ok(error instanceof VariableError);
        assert.equal(error.code, code);
        assert.match(error.message, message);
        return true;
      });
    });

  it('holds whoever shows its value no longer than that has patience', async () => {
    const value = scope('GET http://a/', endless.text, 'text/xml', 50).value(`shelf.response.body.${endless.path}`);
    await assert.rejects(value, /the body takes longer than 50 ms/);
  });

  it('@xpath_ns, with or without a # before it, counts from its request on', async () => {
    const text =
      '@xpath_ns p=urn:one\nGET http://a/\n\n###\n# @xpath_ns q = "urn:two"\n@xpath_ns p=urn:three\nGET http://a/\n';
    const file = parseRequestFile(text);
    assert.deepEqual(file.problems, []);
    const seen = file.regions.map((region) => Object.fromEntries(namespacesFor(file, region)));
    assert.deepEqual(seen, [{ p: 'urn:one' }, { p: 'urn:three', q: 'urn:two' }]);
    const again = parseRequestFile(printRequestFile(file));
    assert.deepEqual(Object.fromEntries(namespacesFor(again, undefined)), { p: 'urn:three', q: 'urn:two' });
    const value = scope('@xpath_ns f=http://www.w3.org/2005/Atom\nGET http://a/', feed, 'text/xml');
    assert.equal(await value.value('shelf.response.body./f:feed/f:title'), 'News');
  });

  it('a check has an XPath with blanks and brackets in it', () => {
    const file = parseRequestFile(
      'GET http://a/\n\n?? xpath //book[price < 8 and @id = "b1"]/title == Emma\n?? xpath exists\n',
    );
    const [check] = file.regions[0]!.checks;
    assert.equal(check!.path!.text, '//book[price < 8 and @id = "b1"]/title');
    assert.equal(check!.value!.text, 'Emma');
    assert.deepEqual(
      file.problems.map(({ message }) => message),
      ['xpath needs a name: ?? xpath //book[1]/title == Emma.'],
    );
  });
});
