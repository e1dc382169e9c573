import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { webviewHtml } from '../../../src/vscode/webviewHtml.ts';
import { themeCss, type ThemeName } from './themes.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');
const origin = 'http://response.test';

export type Files = Map<string, { body: string; contentType: string }>;

/** The response view's own bundle and the harness's, built once. */
export async function buildResponseHarness(): Promise<Files> {
  const files: Files = new Map();
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'src/webview/response/main.tsx', out: 'response' },
      { in: 'test/ui/harness/responsePage.ts', out: 'harness' },
    ],
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'chrome132',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    logLevel: 'warning',
  });
  for (const { path: file, text } of result.outputFiles) {
    const contentType = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    files.set(`/${path.basename(file)}`, { body: text, contentType });
  }
  return files;
}

export interface ResponseHarnessOptions {
  readonly sample: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

/** A page with the response view under the policy that it has in VS Code. What it throws or logs as an error is in `errors`. */
export async function openResponse(
  browser: Browser,
  files: Files,
  { sample, theme = 'dark', width = 760, height = 720 }: ResponseHarnessOptions,
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const nonce = 'harness';
  const html = webviewHtml({
    title: 'Response',
    script: '/response.js',
    style: '/response.css',
    cspSource: origin,
    nonce,
    blobImages: true,
  })
    .replace('</title>', '</title><link rel="stylesheet" href="/theme.css">')
    .replace('<body>', `<body><script nonce="${nonce}" type="module" src="/harness.js"></script>`);
  await page.route('**/*', (route) => {
    const { pathname, protocol } = new URL(route.request().url());
    if (protocol === 'blob:') return route.continue();
    if (pathname === '/') return route.fulfill({ body: html, contentType: 'text/html' });
    if (pathname === '/theme.css') return route.fulfill({ body: themeCss(theme), contentType: 'text/css' });
    const file = files.get(pathname);
    return file ? route.fulfill(file) : route.fulfill({ status: 404, body: '' });
  });
  await page.goto(`${origin}/?${new URLSearchParams({ sample }).toString()}`);
  await page.locator('.verdict').waitFor();
  return { page, errors };
}
