import assert from 'node:assert/strict';
import { webviewHtml } from '../../../src/vscode/webviewHtml.ts';

const page = { title: 'Traffic', script: 'start();', style: '.row { color: red; }', nonce: 'abc' };

describe('the document of a webview', () => {
  it('has its script and style within it, by a nonce, and may load nothing', () => {
    const html = webviewHtml(page);
    assert.ok(html.includes('<script nonce="abc">start();</script>'));
    assert.ok(html.includes('<style nonce="abc">.row { color: red; }</style>'));
    const policy = /content="(default-src[^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; base-uri 'none'; form-action 'none'",
    );
    assert.doesNotMatch(html, /\b(src|href)=/);
    assert.ok(webviewHtml({ ...page, blobImages: true }).includes('; img-src blob:;'));
  });

  it('carries data that no reader of HTML takes for anything else', () => {
    const first = {
      preview:
        '</body><script>alert(1)</script>"\' onload="x" <!-- "vscode-resource://a/b" vscode-webview: \u2028 東京 🚀',
    };
    const html = webviewHtml({ ...page, first });
    const given = /<body data-first="([A-Za-z0-9+/=]+)">/.exec(html)?.[1];
    assert.deepEqual(JSON.parse(Buffer.from(given!, 'base64').toString()), first);
    assert.equal(html.replace(/ data-first="[^"]*"/, ''), webviewHtml(page));
  });

  it('is not made of a script or a style that would end early', () => {
    for (const script of ['a</script>', 'a</SCRIPT >', '"<!--<Script>"'])
      assert.throws(() => webviewHtml({ ...page, script }));
    assert.ok(webviewHtml({ ...page, script: 'comment("<!--")' }).includes('comment("<!--")'));
    assert.throws(() => webviewHtml({ ...page, style: '</style><script>' }));
  });
});
