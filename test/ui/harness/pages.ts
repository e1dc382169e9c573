import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../helpers/browser.ts';
import type { HarnessView } from './views.ts';
import type { Files, OpenedPage } from './webview.ts';

/**
 * For a `describe` of one view: a browser before its tests, and how they open pages, which are closed after each; a page that
 * threw, or did what its content security policy forbids, fails the test.
 */
export function pagesOf<Options extends object>(view: HarnessView<Options>): (options: Options) => Promise<Page> {
  let browser: Browser;
  let files: Files;
  let opened: OpenedPage[] = [];

  before(async () => {
    [browser, files] = await Promise.all([launchBrowser(), view.build()]);
  });
  after(() => browser.close());
  afterEach(async () => {
    const errors = opened.flatMap((one) => one.errors);
    for (const { page } of opened) await page.context().close();
    opened = [];
    assert.deepEqual(errors, []);
  });

  return async (options) => {
    const one = await view.open(browser, files, options);
    one.page.setDefaultTimeout(40_000);
    opened.push(one);
    return one.page;
  };
}
