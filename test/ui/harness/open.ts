import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { trafficHtml } from '../../../src/vscode/traffic/html.ts';
import { themeCss, type ThemeName } from './themes.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');
const origin = 'http://traffic.test';

/** What harness/page.ts gives the page, for functions that are evaluated there. */
interface Harness {
  readonly copied: string;
  readonly requests: readonly { readonly name: string; readonly params?: { readonly command?: string } | null }[];
  saved(): { readonly history: readonly string[]; readonly encoding: string } | null;
  firstRows(): number;
  arrive(events: number, forget?: number): void;
  post(message: unknown): void;
  weakTexts(): string[];
  setDelay(milliseconds: number): void;
  measure(frames: number, pixels: number): Promise<unknown>;
}
declare global {
  var trafficHarness: Harness;
}

export interface HarnessOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** How many events there are; and how many were forgotten before. */
  readonly events?: number;
  readonly forgotten?: number;
  readonly place?: 'panel' | 'editor';
}

/** The view's own bundle and the harness's, built once. */
export async function buildHarness(): Promise<Map<string, { body: string; contentType: string }>> {
  const files = new Map<string, { body: string; contentType: string }>();
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'src/webview/traffic/main.tsx', out: 'traffic' },
      { in: 'test/ui/harness/page.ts', out: 'harness' },
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

/** A page with the traffic view under the policy that it has in VS Code. What the page throws or logs as an error is in `errors`. */
export async function openHarness(
  browser: Browser,
  files: Map<string, { body: string; contentType: string }>,
  options: HarnessOptions = {},
): Promise<{ page: Page; errors: string[] }> {
  const { theme = 'dark', width = 1200, height = 420, events = 1_000_000, forgotten = 0, place = 'panel' } = options;
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const nonce = 'harness';
  const html = trafficHtml({ script: '/traffic.js', style: '/traffic.css', cspSource: origin, nonce })
    .replace('</title>', '</title><link rel="stylesheet" href="/theme.css">')
    .replace('<body>', `<body><script nonce="${nonce}" type="module" src="/harness.js"></script>`);
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ body: html, contentType: 'text/html' });
    if (pathname === '/theme.css') return route.fulfill({ body: themeCss(theme), contentType: 'text/css' });
    const file = files.get(pathname);
    return file ? route.fulfill(file) : route.fulfill({ status: 404, body: '' });
  });
  await page.goto(
    `${origin}/?${new URLSearchParams({ events: String(events), forgotten: String(forgotten), place }).toString()}`,
  );
  await page.locator('.toolbar').waitFor();
  return { page, errors };
}
