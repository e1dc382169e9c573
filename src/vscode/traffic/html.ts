/** The page of a traffic view: no inline script or style; the script runs by its nonce only. */
export function trafficHtml(page: { script: string; style: string; cspSource: string; nonce: string }): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Traffic</title>
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
