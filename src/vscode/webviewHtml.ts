interface WebviewPage {
  readonly title: string;
  /**
   * The text of the page's only script, and of its only style sheet: the page loads nothing else before it shows its
   * content.
   */
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  /** The page may show pictures that it makes from bytes. Default: false. */
  readonly blobImages?: boolean;
  /** The page's first data (`firstData` of the webview). It may contain anything. */
  readonly first?: unknown;
}

/**
 * The document of a webview. Script and style are ours and run by their nonce; nothing is loaded, and nothing else
 * runs.
 */
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

/**
 * JSON as Base64: none of its characters has a meaning in HTML, or for an editor that rewrites addresses in its pages.
 */
function packed(data: unknown): string {
  return Buffer.from(JSON.stringify(data)).toString('base64');
}

/**
 * Checks that the text of the build cannot end its element early: it has no end tag and, if it opens a comment (HTML,
 * "script data escaped"), no start tag either. Other text is not ours.
 */
function checked(text: string): string {
  if (/<\/(script|style)/i.test(text) || (text.includes('<!--') && /<script/i.test(text)))
    throw new Error('A script or style of a page would not end where its element does.');
  return text;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
