interface WebviewPage {
  readonly title: string;
  /** The text of the page's one script, and of its one style sheet: nothing else has to come before something is shown. */
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  /** Pictures that the page itself made of bytes may be shown. Default false. */
  readonly blobImages?: boolean;
  /** What the page reads first (`firstData` of the webview): data, whatever is in it. */
  readonly first?: unknown;
}

/** The document of a webview: script and style are ours and run by their nonce, nothing is loaded, and nothing else runs. */
export function webviewHtml(page: WebviewPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src 'nonce-${page.nonce}'`,
    ...(page.blobImages ? ['img-src blob:'] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const nonce = `nonce="${escapeAttribute(page.nonce)}"`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeAttribute(page.title)}</title>
<style ${nonce}>${checked(page.style)}</style>
</head>
<body${page.first === undefined ? '' : ` data-first="${packed(page.first)}"`}>
<script ${nonce}>${checked(page.script)}</script>
</body>
</html>
`;
}

/** JSON as Base64: no character of it means anything to HTML, or to an editor that rewrites addresses in its pages. */
function packed(data: unknown): string {
  return Buffer.from(JSON.stringify(data)).toString('base64');
}

/**
 * The text of the build ends its element nowhere but at its end: without an end tag in it, and where it opens a comment
 * (HTML, "script data escaped") without a start tag either. Text that does not keep to that is not ours.
 */
function checked(text: string): string {
  if (/<\/(script|style)/i.test(text) || (text.includes('<!--') && /<script/i.test(text)))
    throw new Error('A script or style of a page would not end where its element does.');
  return text;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
