import type { Browser, Page } from 'playwright-core';
import { trafficHtml } from '../../../src/vscode/traffic/html.ts';
import type { ThemeName } from './themes.ts';
import { buildWebview, openWebview, type Files } from './webview.ts';

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

export const buildHarness = (): Promise<Files> => buildWebview('traffic', 'page.ts');

/** A page with the traffic view and so many events. */
export function openHarness(
  browser: Browser,
  files: Files,
  options: HarnessOptions = {},
): Promise<{ page: Page; errors: string[] }> {
  const { theme = 'dark', width = 1200, height = 420, events = 1_000_000, forgotten = 0, place = 'panel' } = options;
  return openWebview(browser, files, {
    width,
    height,
    theme,
    query: { events: String(events), forgotten: String(forgotten), place },
    started: '.toolbar',
    html: (host) => trafficHtml({ script: '/traffic.js', style: '/traffic.css', ...host }),
  });
}
