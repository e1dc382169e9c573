import type { Browser } from 'playwright-core';
import { webviewHtml } from '../../../src/vscode/webviewHtml.ts';
import type { TrafficFirst, TrafficReading } from '../../../src/webview/traffic/protocol.ts';
import type { ThemeName } from './themes.ts';
import { buildWebview, openWebview, type Files, type OpenedPage } from './webview.ts';

/** What harness/page.ts gives the page, for functions that are evaluated there. */
interface Harness {
  readonly copied: string;
  readonly requests: readonly { readonly name: string; readonly params?: { readonly command?: string } | null }[];
  saved(): { readonly history: readonly string[]; readonly encoding: string } | null;
  firstRows(): number;
  first(reading: TrafficReading): unknown;
  arrive(events: number, forget?: number): void;
  post(message: unknown): void;
  weakTexts(): string[];
  setDelay(milliseconds: number): void;
  measure(frames: number, pixels: number): Promise<unknown>;
}
declare global {
  var trafficHarness: Harness;
}

interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

export interface TrafficOptions extends PageOptions {
  /** How many events there are; and how many were forgotten before. */
  readonly events?: number;
  readonly forgotten?: number;
  readonly place?: 'panel' | 'editor';
  /** What comes with the page. */
  readonly first?: TrafficFirst;
  /** Milliseconds that each message takes. */
  readonly delay?: number;
  readonly endpoints?: number;
}

export interface SampleOptions extends PageOptions {
  /** Which of the answers that harness/exchanges.ts or harness/namesAnswers.ts has. */
  readonly sample: string;
}

/** One of our views, alone in a page, before a host that the harness plays. */
export interface HarnessView<Options extends PageOptions> {
  build(): Promise<Files>;
  open(browser: Browser, files: Files, options: Options): Promise<OpenedPage>;
}

/** With so many events. */
export const trafficView: HarnessView<TrafficOptions> = {
  build: () => buildWebview('traffic', 'page.ts'),
  open: (browser, files, options) => {
    const { events = 1_000_000, forgotten = 0, place = 'panel', delay = 0, endpoints = 3, first, ...page } = options;
    const query = Object.entries({ events, forgotten, place, delay, endpoints }).map(([name, value]) => [
      name,
      String(value),
    ]);
    return openWebview(browser, files, {
      ...{ theme: 'dark', width: 1200, height: 420, ...page },
      query: Object.fromEntries(query) as Record<string, string>,
      started: '.toolbar',
      view: 'traffic',
      html: (built) => webviewHtml({ ...built, title: 'Traffic', first }),
    });
  },
};

export const responseView: HarnessView<SampleOptions> = {
  build: () => buildWebview('response', 'responsePage.ts'),
  open: (browser, files, { sample, ...page }) =>
    openWebview(browser, files, {
      ...{ theme: 'dark', width: 760, height: 720, ...page },
      query: { sample },
      started: '.verdict',
      view: 'response',
      html: (built) => webviewHtml({ ...built, title: 'Response', blobImages: true }),
    }),
};

export const namesView: HarnessView<SampleOptions> = {
  build: () => buildWebview('names', 'namesPage.ts'),
  open: (browser, files, { sample, ...page }) =>
    openWebview(browser, files, {
      ...{ theme: 'dark', width: 900, height: 720, ...page },
      query: { sample },
      started: '.verdict, .empty',
      view: 'names',
      html: (built) => webviewHtml({ ...built, title: 'Names' }),
    }),
};
