import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { themeCss, type ThemeName } from './themes.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');

/** Built files by their path in the page. */
export type Files = Map<string, { body: string; contentType: string }>;

/** The bundle of one of our webviews, and the page that plays the extension's part, built once. */
export async function buildWebview(view: string, harness: string): Promise<Files> {
  const files: Files = new Map();
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: `src/webview/${view}/main.tsx`, out: view },
      { in: `test/ui/harness/${harness}`, out: 'harness' },
    ],
    outdir: '/',
    bundle: true,
    write: false,
    format: 'iife',
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

export interface WebviewPage {
  readonly width: number;
  readonly height: number;
  readonly theme: ThemeName;
  /** Given to the harness in the page's address. */
  readonly query: Readonly<Record<string, string>>;
  /** What is there once the view has started. */
  readonly started: string;
  /** The name of its files. */
  readonly view: string;
  readonly html: (built: { readonly script: string; readonly style: string; readonly nonce: string }) => string;
}

export interface OpenedPage {
  readonly page: Page;
  /** What the page throws, or logs as an error: also what the content security policy refused. */
  readonly errors: string[];
}

/** A page with a webview under the policy that it has in VS Code. */
export async function openWebview(
  browser: Browser,
  files: Files,
  { width, height, theme, query, started, view, html }: WebviewPage,
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const origin = 'http://webview.test';
  const nonce = 'harness';
  const [script, style] = ['js', 'css'].map((ending) => files.get(`/${view}.${ending}`)!.body) as [string, string];
  const body = html({ script, style, nonce })
    .replace('</title>', `</title><link nonce="${nonce}" rel="stylesheet" href="/theme.css">`)
    .replace(/<body[^>]*>/, `$&<script nonce="${nonce}" src="/harness.js"></script>`);
  await page.route('**/*', (route) => {
    const { pathname, protocol } = new URL(route.request().url());
    if (protocol === 'blob:') return route.continue();
    if (pathname === '/') return route.fulfill({ body, contentType: 'text/html' });
    if (pathname === '/theme.css') return route.fulfill({ body: themeCss(theme), contentType: 'text/css' });
    const file = files.get(pathname);
    return file ? route.fulfill(file) : route.fulfill({ status: 404, body: '' });
  });
  await page.goto(`${origin}/?${new URLSearchParams(query).toString()}`);
  await page.locator(started).waitFor();
  return { page, errors };
}

/** Changes the theme of an open page, as the editor does. */
export async function useTheme(page: Page, theme: ThemeName): Promise<void> {
  await page.evaluate((css) => {
    const link = document.querySelector<HTMLLinkElement>('link[href="/theme.css"]');
    if (link) link.disabled = true;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
    return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }, themeCss(theme));
}
