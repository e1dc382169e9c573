import type { Browser, Page } from 'playwright-core';
import { webviewHtml } from '../../../src/vscode/webviewHtml.ts';
import type { ThemeName } from './themes.ts';
import { buildWebview, openWebview, type Files } from './webview.ts';

export const buildNamesHarness = (): Promise<Files> => buildWebview('names', 'namesPage.ts');

export interface NamesHarnessOptions {
  readonly sample: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

/** A page with the Names view that shows a sample. */
export function openNames(
  browser: Browser,
  files: Files,
  { sample, theme = 'dark', width = 900, height = 720 }: NamesHarnessOptions,
): Promise<{ page: Page; errors: string[] }> {
  return openWebview(browser, files, {
    width,
    height,
    theme,
    query: { sample },
    started: '.verdict, .empty',
    html: (host) => webviewHtml({ title: 'Names', script: '/names.js', style: '/names.css', ...host }),
  });
}
