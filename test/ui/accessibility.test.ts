import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { pagesOf } from './harness/pages.ts';
import { seriousFindings } from './harness/axe.ts';
import { themes, type ThemeName } from './harness/themes.ts';
import { useTheme } from './harness/webview.ts';
import { namesView, responseView, trafficView, type HarnessView } from './harness/views.ts';

/** What a page shows while it is looked at; each part is looked at in every theme. */
interface Part<Options> {
  readonly what: string;
  readonly options: Options;
  readonly act?: (page: Page) => Promise<unknown>;
}

const tab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click();

async function chooseEvent(page: Page, downs: number): Promise<void> {
  await page.locator('.row:not([hidden])[aria-busy=false]').first().waitFor();
  await page.locator('.rows').focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < downs; i++) await page.keyboard.press('ArrowDown');
  await page.locator('.details .facts').waitFor();
}

/** In the themes of the harness, one after the other. */
function isAccessible<Options extends object>(
  name: string,
  view: HarnessView<Options>,
  parts: readonly Part<Options>[],
): void {
  describe(`${name}, by axe-core`, () => {
    const open = pagesOf(view);
    for (const { what, options, act } of parts) {
      it(`has no serious finding: ${what}`, async () => {
        const page = await open(options);
        await act?.(page);
        for (const theme of Object.keys(themes) as ThemeName[]) {
          await useTheme(page, theme);
          assert.deepEqual(await seriousFindings(page), [], `in the theme ${theme}`);
        }
      });
    }
  });
}

isAccessible('the traffic view', trafficView, [
  { what: 'the list', options: { events: 2000, forgotten: 10 } },
  {
    what: 'the fields and bytes of an event',
    options: { events: 2000, width: 1500 },
    act: (page) => chooseEvent(page, 7),
  },
  { what: 'an error', options: { events: 2000, width: 430, height: 640 }, act: (page) => chooseEvent(page, 332) },
  { what: 'no traffic', options: { events: 0 } },
  {
    what: 'a filter that is wrong, and its help',
    options: { events: 2000 },
    act: async (page) => {
      await page.locator('.filter input').fill('nope:3');
      await page.locator('.filter-error').waitFor();
      await page.getByRole('button', { name: 'Filter syntax' }).click();
    },
  },
  {
    what: 'suggestions',
    options: { events: 2000 },
    act: async (page) => {
      await page.locator('.filter input').pressSequentially('d');
      await page.keyboard.press('ArrowDown');
      await page.getByRole('option').first().waitFor();
    },
  },
]);

isAccessible('the response view', responseView, [
  { what: 'a body', options: { sample: 'json' }, act: (page) => page.locator('.text-row, .line').first().waitFor() },
  { what: 'headers', options: { sample: 'json' }, act: tab('Headers') },
  { what: 'timing', options: { sample: 'redirects' }, act: tab('Timing') },
  { what: 'checks', options: { sample: 'checks' }, act: tab('Checks') },
  { what: 'raw bytes', options: { sample: 'json' }, act: tab('Raw Bytes') },
  { what: 'a certificate', options: { sample: 'selfSigned' }, act: tab('Certificates') },
  { what: 'bytes', options: { sample: 'binary' } },
  { what: 'a request that runs', options: { sample: 'running' } },
  { what: 'a conversation', options: { sample: 'conversation' } },
]);

isAccessible('the Names view', namesView, [
  {
    what: 'a record and its bytes',
    options: { sample: 'answer' },
    act: (page) => page.getByRole('button', { name: /^10 mail/ }).click(),
  },
  { what: 'checks', options: { sample: 'checks' } },
  { what: 'answers of several servers', options: { sample: 'compared' } },
  { what: 'what the system says', options: { sample: 'lookup' } },
  { what: 'a question that runs', options: { sample: 'running' } },
  { what: 'nothing asked yet', options: { sample: 'empty' } },
]);
