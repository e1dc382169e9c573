import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { becomes, settles } from '../helpers/becomes.ts';
import { pagesOf } from './harness/pages.ts';
import { namesView, type SampleOptions } from './harness/views.ts';

interface NamesHarness {
  weakTexts: () => string[];
  asked: { name: string; params: { action?: string } }[];
  post: (message: unknown) => void;
  showSample: (sample: string) => void;
  showTrace: (steps: number, running: boolean) => void;
  windowFocus: (has: boolean) => void;
}

/** The Names view alone, in a browser, before a host of made-up answers. */
describe('the Names view', () => {
  const openPage = pagesOf(namesView);
  const open = (options: SampleOptions | string) =>
    openPage(typeof options === 'string' ? { sample: options } : options);

  /** Has the host say something. */
  const say = <N extends 'post' | 'showSample' | 'showTrace' | 'windowFocus'>(
    page: Page,
    name: N,
    ...given: Parameters<NamesHarness[N]>
  ) =>
    page.evaluate(
      ([called, args]) => {
        const { harness } = globalThis as unknown as { harness: Record<string, (...all: unknown[]) => void> };
        harness[called]!(...args);
      },
      [name as string, given as unknown[]] as const,
    );
  const actions = (page: Page) =>
    page.evaluate(() =>
      (globalThis as unknown as { harness: NamesHarness }).harness.asked
        .filter(({ name }) => name === 'act')
        .map(({ params }) => params.action),
    );
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.className ?? document.activeElement?.tagName);
  const step = (page: Page, text: string) => page.getByRole('treeitem', { name: text });
  const selectedBytes = (page: Page) =>
    page.locator('.pane.hex .byte.selected').evaluateAll((all) => all.map((one) => one.textContent).join(' '));

  it('leaves a running trace’s chosen step and bytes alone when more steps come', async () => {
    const page = await open('running');
    await say(page, 'showTrace', 2, true);
    await step(page, 'ns1.test.').click();
    await page.getByRole('tree', { name: 'Fields' }).getByRole('treeitem', { name: /^id/ }).click();
    await becomes(() => selectedBytes(page), '50 01');
    for (const steps of [3, 4, 5]) {
      await say(page, 'showTrace', steps, true);
      await becomes(() => page.getByRole('tree', { name: 'Steps' }).getByRole('treeitem').count(), steps);
      assert.match((await page.locator('.step[aria-selected=true]').textContent()) ?? '', /ns1\.test\./);
      assert.equal(await selectedBytes(page), '50 01');
    }
    await say(page, 'showTrace', 5, false);
    await page.locator('.verdict.good').waitFor();
    assert.equal(await selectedBytes(page), '50 01');
    // Another question starts afresh.
    await say(page, 'showSample', 'answer');
    await page.getByRole('button', { name: /^10 mail/ }).waitFor();
    assert.equal(await selectedBytes(page), '');
  });

  it('shows the newest step of a running trace until one is chosen', async () => {
    const page = await open('running');
    await say(page, 'showTrace', 1, true);
    await page.locator('.step[aria-selected=true]', { hasText: 'ns0.test.' }).waitFor();
    await say(page, 'showTrace', 2, true);
    await page.locator('.step[aria-selected=true]', { hasText: 'ns1.test.' }).waitFor();
    await page.getByRole('tree', { name: 'Steps' }).press('ArrowUp');
    await page.locator('.step[aria-selected=true]', { hasText: 'ns0.test.' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await becomes(() => actions(page), ['cancel']);
  });

  it('tells a screen reader of the answer once, and takes no focus that it was not given', async () => {
    const page = await open('running');
    await say(page, 'windowFocus', false);
    await say(page, 'post', { kind: 'focus' });
    await say(page, 'showSample', 'answer');
    await page.getByRole('status').getByText('wirebench.test MX: NOERROR, 2 answers').waitFor();
    assert.equal(await focused(page), '');
    // Once the page gets the focus, it is where reading begins.
    await say(page, 'windowFocus', true);
    await becomes(() => focused(page), 'names');
  });

  it('leaves the focus where the person went before it was given', async () => {
    const page = await open('answer');
    await say(page, 'windowFocus', false);
    await say(page, 'post', { kind: 'focus' });
    await page.getByRole('button', { name: 'Ask Again' }).focus();
    await say(page, 'windowFocus', true);
    await say(page, 'showSample', 'running');
    // The same button, with another meaning: a person who presses it does not lose the place.
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    assert.equal(await focused(page), 'action');
  });

  it('gives its width to the bytes and their fields: 16 bytes a row where there is room for both, else 8 beside wide fields', async () => {
    const page = await open({ sample: 'answer', width: 700 });
    const layout = () =>
      page.evaluate(() => {
        const fields = document.querySelector('.fields')!.getBoundingClientRect();
        const slot = document.querySelector('.bytes-slot')!.getBoundingClientRect();
        const ends = [...document.querySelectorAll('.pane.text .char')].map((one) => one.getBoundingClientRect().right);
        const bytes = document.querySelector('.bytes')!;
        return {
          perRow: document.querySelector<HTMLElement>('.bytes-content')!.dataset['width'],
          beside: Math.abs(fields.top - slot.top) < 2,
          used: slot.right - Math.max(...ends) < 80,
          scrolls: bytes.scrollWidth > bytes.clientWidth,
        };
      });
    for (const [width, perRow, beside] of [
      [420, '8', false],
      [580, '8', true],
      [660, '8', true],
      [860, '8', true],
      [1000, '16', true],
    ] as const) {
      await page.setViewportSize({ width, height: 720 });
      await becomes(layout, { perRow, beside, used: true, scrolls: false });
    }
  });

  it('has a sash between the answer and the bytes, by mouse and by keyboard, and remembers its place', async () => {
    const page = await open('answer');
    const sash = page.getByRole('separator', { name: 'Size of the message' });
    const value = async () => Number(await sash.getAttribute('aria-valuenow'));
    const height = async () => Math.round((await page.getByRole('region', { name: 'Message' }).boundingBox())!.height);
    const agree = () => settles(async () => Math.abs((await value()) - (await height())) <= 1, assert.ok);
    await agree();
    assert.equal(await sash.getAttribute('aria-orientation'), 'horizontal');
    const before = await value();
    await sash.focus();
    await page.keyboard.press('ArrowUp');
    await becomes(value, before + 16);
    await agree();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await becomes(value, before - 16);
    await page.keyboard.press('End');
    await becomes(value, Number(await sash.getAttribute('aria-valuemax')));
    await page.keyboard.press('Home');
    await becomes(value, Number(await sash.getAttribute('aria-valuemin')));
    const box = (await sash.boundingBox())!;
    await page.mouse.move(box.x + 40, box.y + 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 40, box.y - 100, { steps: 4 });
    await page.mouse.up();
    await settles(value, (now) => assert.ok(Math.abs(now - 212) <= 3, String(now)));
    await agree();
    const kept = await value();
    await page.reload();
    await becomes(value, kept);
    await agree();
    await sash.dblclick();
    await becomes(value, before);
  });

  it('counts TTLs down, and says when a record has to be asked for again', async () => {
    const page = await open('running');
    await page.clock.install();
    await say(page, 'showSample', 'answer');
    const ttls = () => page.locator('td.number').allTextContents();
    await becomes(ttls, ['5', '3600']);
    await page.clock.runFor(3000);
    await becomes(ttls, ['2', '3597']);
    await page.clock.runFor(4000);
    await becomes(ttls, ['0', '3593']);
    assert.match(
      (await page.locator('td.expired .cell').getAttribute('title')) ?? '',
      /^5 s when it came; expired now$/,
    );
  });

  it('shows the checks of a request, what was expected and what was found', async () => {
    const page = await open('checks');
    await page.locator('.check.failed', { hasText: 'Expected99Found10' }).waitFor();
    assert.equal(await page.locator('.check').count(), 3);
    await page.getByRole('button', { name: 'Go to the request in mail.http:12' }).click();
    await becomes(() => actions(page), ['goToRequest']);
  });

  it('marks what servers do not agree on, in words too', async () => {
    const page = await open('compared');
    const table = page.getByRole('table', { name: 'Servers side by side' });
    const rows = await table
      .getByRole('row')
      .evaluateAll((all) =>
        all.map(
          (one) =>
            `${one.getAttribute('class') ?? ''}|${(one as HTMLElement).innerText.replaceAll(/\s+/g, ' ').trim()}`,
        ),
      );
    assert.deepEqual(rows.slice(1), [
      '|Status NOERROR yes yes no answer',
      'differs|Flags aa yes no no answer',
      'differs|Flags ra no yes no answer',
      '|Answer wirebench.test. A 192.0.2.1 yes yes no answer',
      'differs|Answer wirebench.test. A 192.0.2.2 yes no no answer',
      'differs|Answer wirebench.test. A 192.0.2.99 no yes no answer',
    ]);
    await table.getByRole('button', { name: '127.0.0.1:54' }).click();
    await page.getByRole('button', { name: '192.0.2.99', exact: true }).waitFor();
    await table.getByRole('button', { name: '127.0.0.1:55' }).click();
    await page.getByRole('alert').getByText('did not answer within 3 s').waitFor();
  });

  it('shows what came of an answer that was cut off, and says no status that did not come', async () => {
    const page = await open('cut');
    await page.getByRole('alert').getByText('60 of the 64 bytes of the answer').waitFor();
    await page.getByRole('button', { name: '192.0.2.1', exact: true }).waitFor();
    await page
      .getByRole('treeitem', { name: /mixed case \(0x20\)/ })
      .first()
      .click();
    const short = await open('cutInHeader');
    await short.getByRole('alert').getByText('after 7 of the').waitFor();
    assert.deepEqual(await short.locator('.facts dt').allTextContents(), ['Server', 'Asked as', 'Time']);
    await short.getByText('7 bytes', { exact: true }).first().waitFor();
  });

  it('shows hostile names, texts and errors as text', async () => {
    const page = await open('hostile');
    await page.locator('.data', { hasText: '<img src=x' }).first().waitFor();
    assert.equal(await page.locator('img, b').count(), 0);
    assert.equal(await page.evaluate(() => 'hacked' in globalThis), false);
    assert.doesNotMatch(await page.locator('body').innerText(), /\u202e|\u0007/);
  });

  for (const theme of ['light', 'dark', 'contrast', 'contrastLight'] as const) {
    for (const sample of ['answer', 'checks', 'compared', 'lookup', 'hostile', 'empty']) {
      it(`has text that can be read: ${sample}, ${theme}`, async () => {
        const page = await open({ sample, theme });
        await page.locator('.records, .empty').first().waitFor();
        if (sample === 'answer') {
          await page.getByRole('button', { name: /^10 mail/ }).click();
          await page.locator('.byte.selected').first().waitFor();
        }
        assert.deepEqual(
          await page.evaluate(() => (globalThis as unknown as { harness: NamesHarness }).harness.weakTexts()),
          [],
        );
      });
    }
  }
});
