export interface WebviewPage {
  readonly title: string;
  readonly script: string;
  readonly style: string;
  readonly cspSource: string;
  readonly nonce: string;
  /** Pictures that the page itself made of bytes may be shown. Default false. */
  readonly blobImages?: boolean;
}

/** The document of a webview: no inline script or style; the script runs by its nonce only. */
export function webviewHtml(page: WebviewPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    ...(page.blobImages ? ['img-src blob:'] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeAttribute(page.title)}</title>
<link rel="stylesheet" href="${escapeAttribute(page.style)}">
</head>
<body>
<script nonce="${escapeAttribute(page.nonce)}" type="module" src="${escapeAttribute(page.script)}"></script>
</body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
