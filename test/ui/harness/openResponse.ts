import type { Browser, Page } from 'playwright-core';
import { webviewHtml } from '../../../src/vscode/webviewHtml.ts';
import type { ThemeName } from './themes.ts';
import { buildWebview, openWebview, type Files } from './webview.ts';

export const buildResponseHarness = (): Promise<Files> => buildWebview('response', 'responsePage.ts');

export interface ResponseHarnessOptions {
  readonly sample: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

/** A page with the response view that shows a sample. */
export function openResponse(
  browser: Browser,
  files: Files,
  { sample, theme = 'dark', width = 760, height = 720 }: ResponseHarnessOptions,
): Promise<{ page: Page; errors: string[] }> {
  return openWebview(browser, files, {
    width,
    height,
    theme,
    query: { sample },
    started: '.verdict',
    html: (host) =>
      webviewHtml({ title: 'Response', script: '/response.js', style: '/response.css', blobImages: true, ...host }),
  });
}
