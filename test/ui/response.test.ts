import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { becomes } from '../helpers/becomes.ts';
import { pagesOf } from './harness/pages.ts';
import { responseView, type SampleOptions } from './harness/views.ts';

declare global {
  var hacked: unknown;

  var harness: {
    weakTexts: () => string[];
    asked: { name: string; params: { action?: string; of?: string; offset?: number } }[];
  };
}

/** The response view alone, in a browser, before a host of made-up answers. */
describe('the response view', () => {
  const openPage = pagesOf(responseView);
  const open = (options: SampleOptions | string) =>
    openPage(typeof options === 'string' ? { sample: options } : options);

  const row = (page: Page, text: string) => page.locator('.text-row', { hasText: text });
  const tab = (page: Page, name: string) => page.getByRole('tab', { name });
  /** Waits until the page has asked the host for just this: the host hears of it after the click. */
  const hasAsked = (page: Page, name: string, key: 'action' | 'offset', values: (string | number)[]) =>
    becomes(
      () =>
        page.evaluate(
          (wanted) =>
            globalThis.harness.asked
              .filter((one) => one.name === wanted.name)
              .map(({ params }) => params[wanted.key] ?? null),
          { name, key },
        ),
      values,
    );

  it('shows status, time, size and a body that is laid out and coloured', async () => {
    const page = await open('json');
    await row(page, '"text": "Hello World !!",').waitFor();
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), '200 OK');
    assert.match(await page.locator('.facts').first().innerText(), /8\.05 ms\s+\d+ B\s+HTTP\/1\.1/);
    assert.equal(await row(page, '"large"').locator('.number').innerText(), '12345678901234567890');
    await page.locator('.escape', { hasText: '\\u202e' }).waitFor();
  });

  it('is gone through by keyboard: tabs, ways to show, the body', async () => {
    const page = await open('json');
    await tab(page, 'Body').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('[role=tab][aria-selected=true]:focus', { hasText: 'Headers' }).waitFor();
    await page.getByRole('row', { name: 'X-Odd-CASE kept as it is' }).waitFor();
    await page.keyboard.press('End');
    await page.locator('[role=tab][aria-selected=true]:focus', { hasText: 'Raw Bytes' }).waitFor();
    await row(page, 'HTTP/1.1 200 OK\\r\\n').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('[role=tab][aria-selected=true]:focus', { hasText: 'Body' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.locator('.text-row', { hasText: '{"args":{"text"' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('.pane.hex .byte').first().waitFor();
  });

  it('says the verdict to a screen reader, once the answer is there', async () => {
    const page = await open('checks');
    await page
      .getByRole('status')
      .filter({ hasText: 'get: 200 OK, 2 of 3 checks failed' })
      .waitFor({ state: 'attached' });
  });

  it('shows headers as they were sent and received: order, case, doubles', async () => {
    const page = await open('json');
    await tab(page, 'Headers').click();
    const names = (table: Locator) => () => table.locator('th').allInnerTexts();
    const received = ['Server', 'Date', 'Content-Type', 'Content-Length', 'Set-Cookie', 'Set-Cookie'];
    await becomes(names(page.locator('.facts-table').first()), received);
    await becomes(names(page.locator('.facts-table').last()), ['Host', 'User-Agent', 'Accept', 'X-Odd-CASE']);
  });

  it('shows redirects hop by hop, with the facts of the chosen one', async () => {
    const page = await open('redirects');
    await becomes(() => page.locator('.hop-verdict').allInnerTexts(), ['302 Found', '302 Found', '200 OK']);
    await tab(page, 'Headers').click();
    await page.locator('.hop').first().click();
    await page.getByRole('row', { name: 'Location /relative-redirect/1' }).waitFor();
  });

  it('shows the steps of the exchange as text and as bars that fit', async () => {
    const page = await open('json');
    await tab(page, 'Timing').click();
    await becomes(
      () => page.locator('.timing tbody tr').allInnerTexts(),
      [
        'Name lookup\t0.31 ms\t',
        'Connect\t0.81 ms\t',
        'Send\t0.28 ms\t',
        'Wait for first byte\t5.42 ms\t',
        'Download\t1.23 ms\t',
        'In all\t8.05 ms\t',
      ],
    );
    const track = (await page.locator('.track').first().boundingBox())!;
    const last = (await page.locator('.bar').last().boundingBox())!;
    assert.ok(Math.abs(last.x + last.width - (track.x + track.width)) < 2);
  });

  it('marks failing checks with what was expected and what was found', async () => {
    const page = await open('checks');
    await tab(page, 'Checks').click();
    const failed = page.locator('.check.failed');
    assert.match(await failed.innerText(), /does not hold[^]*Expected\s+Hello World !![^]*Found\s+Hello World/);
    assert.match(await page.locator('.check.error').innerText(), /could not be checked/);
  });

  it('says what failed, and offers to send anyway, once', async () => {
    const page = await open('selfSigned');
    await page.getByRole('alert').filter({ hasText: 'signed by itself' }).waitFor();
    await page.getByRole('button', { name: 'Send Anyway, Once' }).click();
    await hasAsked(page, 'act', 'action', ['sendAnyway']);
    await tab(page, 'Certificates').click();
    await page.getByRole('row', { name: 'Subject CN=localhost' }).waitFor();
  });

  it('shows hostile markup as text: nothing of it runs or loads', async () => {
    const page = await open('html');
    await row(page, 'window.hacked = 1; alert(1)').waitFor();
    await row(page, '<img src=x onerror=').waitFor();
    assert.equal(await page.locator('img, a, iframe, .response script').count(), 0);
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  });

  it('shows the bytes of an image that is none, and says so', async () => {
    const broken = await open('brokenImage');
    await broken.getByText('These bytes cannot be shown as an image of the type image/png.').waitFor();
    await becomes(
      () => broken.locator('.pane.hex .byte').evaluateAll((cells) => cells.slice(0, 4).map((cell) => cell.textContent)),
      ['00', '01', '02', '03'],
    );
    await broken.locator('.picture').waitFor({ state: 'detached' });
    const svg = await open('brokenSvg');
    await svg.getByText('These bytes cannot be shown as an image of the type image/svg+xml').waitFor();
    await row(svg, '<svg oops').waitFor();
  });

  it('shows pictures, also drawn ones, which run nothing', async () => {
    const page = await open('svg');
    const picture = page.locator('.picture img');
    await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('.picture img')?.naturalWidth ?? 0) > 0);
    assert.match((await picture.getAttribute('src'))!, /^blob:/);
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    await page.getByText('Text', { exact: true }).click();
    await row(page, '<svg xmlns=').waitFor();
  });

  it('shows what is no text as hex', async () => {
    const page = await open('binary');
    await page.locator('.pane.hex .byte').first().waitFor();
    await becomes(
      () => page.locator('.pane.hex .byte').evaluateAll((cells) => cells.slice(0, 4).map((cell) => cell.textContent)),
      ['00', '07', '0e', '15'],
    );
  });

  it('shows 100 MB in parts, never more than one at a time', async () => {
    const page = await open('large');
    await page.getByText('Part 1 of 48').waitFor();
    await row(page, 'ABCDEFGH').first().waitFor();
    assert.ok((await page.locator('.text-row').count()) < 200);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Part 2 of 48').waitFor();
    await hasAsked(page, 'part', 'offset', [0, 2 << 20]);
  });

  it('shows progress with a way to cancel', async () => {
    const page = await open('running');
    await page.getByText('Receiving, 31.0 MB of 100 MB').waitFor();
    assert.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '31');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await hasAsked(page, 'act', 'action', ['cancel']);
  });

  it('shows how far an upload is', async () => {
    const page = await open('uploading');
    await page.getByText('Sending, 42.0 MB of 100 MB').waitFor();
    assert.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '42');
  });

  it('does not show as sent what never went out', async () => {
    const page = await open('selfSigned');
    await tab(page, 'Headers').click();
    await page.getByRole('heading', { name: 'Not sent: no connection was made' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Sent', exact: true }).count(), 0);
  });

  it('copies all of the text, not only the rows on screen', async () => {
    const page = await open('conversation');
    await row(page, 'and more').waitFor();
    await page.locator('.text-view').focus();
    await page.keyboard.press('Control+a');
    const copied = await page.evaluate(() => {
      const data = new DataTransfer();
      document
        .querySelector('.text-view')!
        .dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
      return data.getData('text/plain');
    });
    assert.equal(copied, 'hello\\n\n\\x1b[31mred\\0\\r\\n\nand more');
  });

  it('keeps its place: the head is as high while sending as when the answer is there', async () => {
    const heights = await Promise.all(
      ['running', 'json'].map(async (sample) => (await (await open(sample)).locator('.head').boundingBox())!.height),
    );
    assert.equal(heights[0], heights[1]);
  });

  it('can be read in every theme: its text stands out from its ground', async () => {
    for (const theme of ['dark', 'light', 'contrast', 'contrastLight'] as const) {
      const page = await open({ sample: 'json', theme });
      await row(page, 'Hello World').waitFor();
      const weak = await page.evaluate(() => globalThis.harness.weakTexts());
      assert.deepEqual(weak, [], theme);
      await tab(page, 'Timing').click();
      await page.locator('.timing').waitFor();
      assert.deepEqual(await page.evaluate(() => globalThis.harness.weakTexts()), [], theme);
    }
  });
});
