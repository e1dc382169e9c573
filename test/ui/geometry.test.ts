// Where things are in the pages, at each of the widths that they are looked at: nothing that can be read is cut off.
import type { Page } from 'playwright-core';
import { becomes } from '../helpers/becomes.ts';
import { pagesOf } from './harness/pages.ts';
import { namesView, responseView, trafficView } from './harness/views.ts';

const sizes = [
  { width: 400, height: 640 },
  { width: 1040, height: 420 },
  { width: 1600, height: 420 },
];

/** The texts of what is wider or higher than its own box, or begins or ends outside of the page. */
function cutOff(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    (one) =>
      [...document.querySelectorAll<HTMLElement>(one)]
        .filter((element) => element.getClientRects().length > 0)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          const inner = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
          return left < 0 || right > document.documentElement.clientWidth || inner;
        })
        .map((element) => element.textContent),
    selector,
  );
}

for (const size of sizes) {
  describe(`the pages, ${size.width} pixels wide`, () => {
    const traffic = pagesOf(trafficView);
    const response = pagesOf(responseView);
    const names = pagesOf(namesView);

    it('show lengths of seven digits in full', async () => {
      const page = await traffic({ ...size, height: 900, endpoints: 1 });
      await page.locator('.row .length', { hasText: '1,048,5' }).first().waitFor();
      await becomes(() => cutOff(page, '.row .cell.length'), []);
    });

    it('show all numbers that the selected bytes may be', async () => {
      const page = await traffic({ ...size, height: 900 });
      await page.locator('.rows').focus();
      await page.keyboard.press('Home');
      for (let i = 0; i < 13; i++) await page.keyboard.press('ArrowDown');
      await page.locator('.pane.hex .byte').nth(57).click();
      await page.locator('.inspector', { hasText: 'f64 le' }).waitFor();
      await becomes(() => cutOff(page, '.inspector'), []);
    });

    it('wrap a body where it ends, whatever its characters are', async () => {
      const page = await response({ ...size, sample: 'json' });
      await page.locator('.escape', { hasText: '\\u202e' }).waitFor();
      await becomes(() => cutOff(page, '.text-row, .code'), []);
    });

    it('show the records of an answer without scrolling to the side', async () => {
      const page = await names({ ...size, sample: 'answer' });
      await page.getByRole('button', { name: /^10 mail/ }).click();
      await becomes(() => cutOff(page, '.table-scroll, .records td, .records .cell'), []);
    });
  });
}

describe('the view of bytes', () => {
  const open = pagesOf(trafficView);

  it('shows them and their text side by side, in a very narrow view too', async () => {
    for (const width of [340, 400, 1040, 1600]) {
      const page = await open({ width, height: 900 });
      await page.locator('.rows').focus();
      await page.keyboard.press('Home');
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
      await page.locator('.pane.hex .byte').first().waitFor();
      await becomes(() => cutOff(page, '.pane.hex .byte, .pane.text .char'), []);
    }
  });
});
