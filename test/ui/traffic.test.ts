import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { becomes, settles } from '../helpers/becomes.ts';
import { pagesOf } from './harness/pages.ts';
import { trafficView, type TrafficOptions } from './harness/views.ts';

/** What the tests ask of an element of the page. */
interface Reached {
  readonly outerHTML: string;
  readonly textContent: string;
  getAttribute(name: string): string | null;
  closest(selector: string): unknown;
}

interface Menued {
  readonly dataset: { readonly vscodeContext: string };
}
interface Menus {
  readonly menus: { readonly said: unknown; readonly x: number; readonly y: number }[];
}

/** The traffic view alone, in a browser, before an engine of a million made-up events. */
describe('the traffic view', () => {
  const openPage = pagesOf(trafficView);
  const open = (options: TrafficOptions = {}) => openPage(options);

  const rows = (page: Page) => page.locator('.rows');
  const current = (page: Page) => page.locator('.row.current');
  const ready = (page: Page) => page.locator('.row:not([hidden])[aria-busy=false]').first().waitFor();
  const text = (page: Page, selector: string) => page.locator(selector).allInnerTexts();
  /** Waits until the elements have these texts. */
  const shows = (page: Page, selector: string, texts: string[]) => becomes(() => text(page, selector), texts);
  const attributeIs = (one: Locator, name: string, value: string) => becomes(() => one.getAttribute(name), value);
  const rowCountIs = (page: Page, count: number) => attributeIs(rows(page), 'aria-rowcount', String(count));
  const copiedIs = (page: Page, copied: string) => becomes(() => page.evaluate(() => trafficHarness.copied), copied);
  const filterBox = (page: Page) => page.locator('.filter input');
  const filterIs = (page: Page, value: string) => becomes(() => filterBox(page).inputValue(), value);

  async function goTo(page: Page, index: number): Promise<void> {
    await ready(page);
    await rows(page).focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < index; i++) await page.keyboard.press('ArrowDown');
    await page.locator(`.row.current[aria-rowindex="${index + 1}"][aria-busy=false]`).waitFor();
  }

  it('shows the end of a million events, with a pool of rows, and says how many there are', async () => {
    const page = await open();
    await page.locator('.row[aria-rowindex="1000000"]').waitFor();
    await rowCountIs(page, 1_000_000);
    assert.ok((await page.locator('.row').count()) < 80);
    await shows(page, '.counts', ['1,000,000 events']);
  });

  it('goes through the rows by keyboard: ends, pages, steps, ranges, details, filter', async () => {
    const page = await open();
    await goTo(page, 2);
    await current(page)
      .getByText(/127\.0\.0\.1:50002/)
      .waitFor();
    await page.keyboard.press('PageDown');
    await settles(
      async () => Number(await current(page).getAttribute('aria-rowindex')),
      (after) => assert.ok(after > 5 && after < 60, `a page went to row ${after}`),
    );
    await page.keyboard.press('End');
    await page.locator('.row.current[aria-rowindex="1000000"]').waitFor();
    await attributeIs(page.getByRole('button', { name: 'Follow' }), 'aria-pressed', 'true');
    await page.keyboard.press('ArrowUp');
    await page.locator('.row.current[aria-rowindex="999999"]').waitFor();
    await attributeIs(page.getByRole('button', { name: 'Follow' }), 'aria-pressed', 'false');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await becomes(() => page.locator('.row[aria-selected=true]').count(), 3);
    await page.keyboard.press('Enter');
    await page.locator('.pane.hex:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.rows:focus').waitFor();
    await page.keyboard.press('/');
    await page.locator('.filter input:focus').waitFor();
  });

  it('has no details before an event is chosen, and shows the chosen row beside them', async () => {
    const page = await open({ width: 430, height: 500 });
    await ready(page);
    assert.equal(await page.locator('.details-part').count(), 0);
    const toggle = page.getByRole('button', { name: 'Details of the selected event' });
    assert.equal(await toggle.isDisabled(), true);
    await goTo(page, 9);
    await page.locator('.details-part').waitFor();
    await settles(
      async () => [await current(page).boundingBox(), await page.locator('.rows').boundingBox()],
      ([row, list]) => assert.ok(row!.y + row!.height <= list!.y + list!.height + 1, 'the row is under the details'),
    );
    await toggle.click();
    await page.locator('.details-part').waitFor({ state: 'detached' });
  });

  it('says the endpoint on every row as soon as there are two, at any width; the kind of event gives way first', async () => {
    const narrow = await open({ width: 400 });
    await ready(narrow);
    const shown = async (page: Page) => {
      const cells = page.locator('.row:not([hidden])').first().locator('.cell:visible');
      const classes = await cells.evaluateAll((list: Reached[]) => list.map((one) => one.getAttribute('class') ?? ''));
      return classes.map((one) => one.split(' ')[1]).join(' ');
    };
    await becomes(() => shown(narrow), 'time endpoint direction preview');
    await narrow.setViewportSize({ width: 340, height: 420 });
    await becomes(() => shown(narrow), 'endpoint direction preview');
    await narrow.setViewportSize({ width: 700, height: 420 });
    await becomes(() => shown(narrow), 'time endpoint peer direction length preview');
    await narrow.setViewportSize({ width: 1040, height: 420 });
    await becomes(() => shown(narrow), 'time endpoint peer direction kind length preview');
    const one = await open({ width: 480, endpoints: 1 });
    await ready(one);
    await becomes(() => shown(one), 'time direction length preview');
  });

  it("says what the editor's menu is about, by mouse and by keyboard, and does what its commands ask", async () => {
    const page = await open({ width: 1500 });
    await ready(page);
    await page.evaluate(() => {
      Object.assign(window, { menus: [] });
      addEventListener('contextmenu', (event) => {
        const context = (event.target as unknown as { closest(selector: string): Menued }).closest(
          '[data-vscode-context]',
        );
        const said: unknown = JSON.parse(context.dataset.vscodeContext);
        (window as unknown as Menus).menus.push({ said, x: event.clientX, y: event.clientY });
      });
    });
    const menus = () => page.evaluate(() => (window as unknown as Menus).menus);
    const act = (action: Record<string, unknown>) =>
      page.evaluate((one) => trafficHarness.post({ kind: 'action', action: one }), action);
    const sent = { webviewSection: 'event', eventHasBytes: true, eventHasPeer: true, eventWasSent: true };
    await goTo(page, 3);
    await page.locator('.row[aria-rowindex="6"]').click({ button: 'right' });
    await page.locator('.row.current[aria-rowindex="6"]').waitFor();
    await becomes(async () => (await menus())[0]?.said, { ...sent, preventDefaultContextMenuItems: true });
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+F10');
    await becomes(async () => (await menus()).length, 2);
    const [, byKey] = await menus();
    assert.deepEqual(byKey!.said, { ...sent, eventWasSent: false, preventDefaultContextMenuItems: true });
    const row = (await current(page).boundingBox())!;
    assert.ok(Math.abs(byKey!.y - row.y - row.height) <= 1 && byKey!.x > row.x, `${byKey!.x}, ${byKey!.y}`);
    await page.keyboard.press('ContextMenu');
    await becomes(async () => (await menus()).length, 3);

    await act({ do: 'copyEvent', format: 'python-bytes' });
    await copiedIs(
      page,
      "b'Gr\\xc3\\xbc\\xc3\\x9fe aus M\\xc3\\xbcnchen, \\xe6\\x9d\\xb1\\xe4\\xba\\xac and \\xce\\x95\\xce\\xbb\\xce\\xbb\\xce\\xac\\xce\\xb4\\xce\\xb1 \\xf0\\x9f\\x9a\\x80\\n'",
    );
    await act({ do: 'narrow', key: 'endpoint', not: false });
    await filterIs(page, 'endpoint:calculator');
    await act({ do: 'narrow', key: 'peer', not: true });
    await filterIs(page, 'endpoint:calculator -peer:127.0.0.1:50004');
    await page.getByText('calculator').first().waitFor();
    await becomes(async () => new Set(await text(page, '.row:not([hidden]) .endpoint')).size, 1);
    await act({ do: 'onEvent', what: 'showEndpoint' });
    await becomes(() => page.evaluate(() => trafficHarness.requests.at(-1)?.name), 'onEvent');
    await act({ do: 'onEvent', what: 'sendAgain' });
    await page.locator('.failure', { hasText: 'Only sent events can be sent again' }).waitFor();
  });

  it('selects the same bytes in hex and in text', async () => {
    const page = await open({ width: 1500 });
    await goTo(page, 4);
    // Grüße: the u with its dots is two bytes.
    await page.locator('.pane.text .char', { hasText: 'ü' }).first().click();
    await shows(page, '.pane.hex .byte.selected', ['c3', 'bc']);
    await page.keyboard.press('Shift+ArrowRight');
    await shows(page, '.pane.hex .byte.selected', ['c3', 'bc', 'c3', '9f']);
    await page.locator('.pane.hex .byte').nth(1).click();
    await shows(page, '.pane.text .char.selected', ['r']);
    await page.keyboard.press('Shift+ArrowRight');
    await shows(page, '.pane.text .char.selected', ['r', 'ü']);
    await page.keyboard.press('Control+c');
    await copiedIs(page, '72 c3');
    await page.getByRole('button', { name: 'Copy the selected bytes' }).click();
    await page.getByRole('menuitem', { name: 'Copy as Python Bytes' }).click();
    await copiedIs(page, String.raw`b'r\xc3'`);
  });

  it('shows the fields of HTTP beside its bytes, with one selection across all three', async () => {
    const page = await open({ width: 1500 });
    // An HTTP request is one of six payloads; the tree is there only for it.
    await goTo(page, 7);
    const tree = page.getByRole('tree', { name: 'Fields, as http' });
    await tree.waitFor();
    const selected = tree.locator('[aria-selected=true]');
    const hexText = () => page.locator('.pane.hex .byte.selected').count();
    await tree.getByRole('treeitem', { name: 'request line' }).click();
    await selected.filter({ hasText: 'request line' }).waitFor();
    await becomes(hexText, 'GET /status HTTP/1.1\r\n'.length);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await selected.filter({ hasText: 'method' }).waitFor();
    await shows(page, '.pane.text .char.selected', ['G', 'E', 'T']);
    assert.equal(await tree.getAttribute('aria-activedescendant'), await selected.getAttribute('id'));
    await page.keyboard.press('ArrowLeft');
    await selected.filter({ hasText: 'request line' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await tree.getByRole('treeitem', { name: 'method' }).waitFor({ state: 'detached' });
    // The other way: bytes light up their field.
    await page.locator('.pane.text .char', { hasText: /^A$/ }).first().click();
    await selected.filter({ hasText: 'Accept' }).waitFor();
    await page.getByLabel('Dissect as').selectOption('none');
    await tree.waitFor({ state: 'detached' });
    await page.getByLabel('Dissect as').selectOption('http');
    await tree.waitFor();
  });

  it('shows the frames of HTTP/2 with their header fields, each with its bytes', async () => {
    const page = await open({ width: 1500 });
    await goTo(page, 13);
    const tree = page.getByRole('tree', { name: 'Fields, as http2' });
    await tree.getByRole('treeitem', { name: 'HEADERS stream 1: GET /, end of stream' }).waitFor();
    await tree.getByRole('treeitem', { name: ':authority www.example.com' }).click();
    await shows(page, '.pane.hex .byte.selected', '41 8c f1 e3 c2 e5 f2 3a 6b a0 ab 90 f4 ff'.split(' '));
    await page.keyboard.press('ArrowRight');
    await tree.getByRole('treeitem', { name: 'value length' }).click();
    await shows(page, '.pane.hex .byte.selected', ['8c']);
  });

  it('cuts nothing off beside the bytes, however wide the view is', async () => {
    const page = await open({ width: 1500 });
    await goTo(page, 2);
    const close = page.getByRole('button', { name: 'Close the details' });
    await close.waitFor();
    for (let width = 700; width <= 1300; width += 50) {
      await page.setViewportSize({ width, height: 600 });
      await settles(
        () => close.evaluate((one) => [one.getBoundingClientRect().right, document.documentElement.clientWidth]),
        ([right, end]) => assert.ok(end === width && right! <= end, `${right} of ${end} at ${width}`),
      );
    }
  });

  it('has room for bytes in a small panel', async () => {
    const page = await open({ width: 430, height: 225 });
    await goTo(page, 2);
    await page.locator('.bytes .byte').first().waitFor();
    await settles(
      async () => (await page.locator('.bytes').boundingBox())!.height,
      (height) => assert.ok(height >= 40, `${height} pixels`),
    );
  });

  it('says why a strict decode fails, and marks the byte', async () => {
    const page = await open();
    await goTo(page, 30);
    await page.getByLabel('Error handler').selectOption('strict');
    await page.getByText("'utf-8' codec can't decode byte 0xff in position 2: invalid start byte").waitFor();
    await shows(page, '.pane.hex .byte.bad', ['ff']);
    await page.getByLabel('Encoding').selectOption('latin-1');
    await page.locator('.notice.warning').waitFor({ state: 'detached' });
    await becomes(async () => (await text(page, '.pane.text .line')).join(''), 'Hiÿþ!');
  });

  it('underlines what is wrong in a filter where it is wrong, and keeps the list', async () => {
    const page = await open();
    await filterBox(page).fill('dir:in nope:3 hello');
    await shows(page, '.squiggle', ['nope:3']);
    await page.locator('.filter-error', { hasText: 'There is no key "nope"' }).waitFor();
    await attributeIs(filterBox(page), 'aria-invalid', 'true');
    await rowCountIs(page, 1_000_000);
    await filterBox(page).fill('dir:in hello');
    await page.locator('.squiggle').waitFor({ state: 'detached' });
    await page.locator('.rows:not([aria-rowcount="1000000"])').waitFor();
    await filterBox(page).fill('nowhere');
    await page.getByText('No event matches the filter.').waitFor();
  });

  it('completes keys and values by keyboard, and remembers filters', async () => {
    const page = await open();
    const chosen = (name: string) => page.locator('[role=option][aria-selected=true]', { hasText: name }).waitFor();
    await filterBox(page).pressSequentially('di');
    await page.getByRole('option', { name: 'dir:' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await chosen('dir:');
    await page.keyboard.press('Enter');
    await filterIs(page, 'dir:');
    await page.getByRole('option', { name: 'out' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await chosen('in');
    await page.keyboard.press('ArrowDown');
    await chosen('out');
    await page.keyboard.press('Enter');
    await filterIs(page, 'dir:out');
    await page.keyboard.press('Enter');
    await becomes(() => page.evaluate(() => trafficHarness.saved()?.history[0]), 'dir:out');
    await page.keyboard.press('Escape');
    await filterIs(page, '');
    await page.keyboard.press('ArrowUp');
    await filterIs(page, 'dir:out');
  });

  it('shows hostile content as harmless, visible text', async () => {
    const page = await open({ width: 1800, height: 900 });
    await goTo(page, 46);
    const shown = async () => (await text(page, '.row .preview')).join('\n');
    for (const part of [
      '<img src=x onerror="window.hacked=1">',
      '(command:workbench.action.quit)',
      '\\u202egnp.exe',
      '\\x1b[31mred',
      'zero\\u200bwidth',
      '<script>window.hacked=1</script>',
    ])
      await settles(shown, (all) => assert.ok(all.includes(part), `${part} is not in\n${all}`));
    assert.equal(await page.locator('.traffic img, .traffic a, .traffic script, .traffic b').count(), 0);
    assert.equal(await page.evaluate(() => 'hacked' in globalThis), false);

    assert.doesNotMatch(await page.locator('.traffic').innerText(), /[\u202a-\u202e\u2066-\u2069\u200b\u001b\u0007]/);
  });

  it('keeps the rows on screen in place while older ones are forgotten, and says what was', async () => {
    const page = await open({ events: 2000 });
    // The newest but 500.
    await ready(page);
    await page.locator('.rows').evaluate((list) => {
      (list as unknown as { scrollTop: number }).scrollTop = 1490 * 22;
    });
    await page.locator('.row[aria-rowindex="1501"][aria-busy=false]').click();
    await page.locator('.row.current[aria-rowindex="1501"]').waitFor();
    const before = await current(page).boundingBox();
    const peer = await current(page).innerText();
    await page.evaluate(() => trafficHarness.arrive(300, 1000));
    await page.getByText('1,000 older events (260 KB) were forgotten').waitFor();
    await page.locator('.row.current[aria-rowindex="501"]').waitFor();
    await becomes(() => current(page).innerText(), peer);
    // The sentence above the list takes its own line; the list moves by it at most.
    await settles(
      async () => (await current(page).boundingBox())!.y,
      (y) => assert.ok(Math.abs(y - before!.y) <= 30, `moved from ${before!.y} to ${y}`),
    );
  });

  it('follows what arrives, holds still when paused, and says how much is new', async () => {
    const page = await open({ events: 5000 });
    await ready(page);
    await page.evaluate(() => trafficHarness.arrive(500));
    await page.locator('.row[aria-rowindex="5500"][aria-busy=false]').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused').first().waitFor();
    await page.evaluate(() => trafficHarness.arrive(40));
    await page.getByText('Paused, 40 new').waitFor();
    await rowCountIs(page, 5500);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('.row[aria-rowindex="5540"]').waitFor();
  });

  it('is as it was after it was hidden and shown again', async () => {
    const page = await open();
    await filterBox(page).fill('hello');
    await page.locator('.rows:not([aria-rowcount="1000000"])').waitFor();
    await goTo(page, 3);
    const selected = await page.locator('.fact-seq').innerText();
    await page.getByLabel('Encoding').selectOption('cp437');
    await becomes(() => page.evaluate(() => trafficHarness.saved()?.encoding), 'cp437');
    await page.reload();
    await page.locator('.row.current').waitFor();
    await filterIs(page, 'hello');
    await becomes(() => page.locator('.fact-seq').innerText(), selected);
    await becomes(() => page.getByLabel('Encoding').inputValue(), 'cp437');
  });

  it('says what to do when there is no traffic', async () => {
    const page = await open({ events: 0 });
    await page.getByRole('button', { name: 'Start TCP Server…' }).click();
    const asked = () => page.evaluate(() => trafficHarness.requests.map(({ name, params }) => [name, params?.command]));
    await settles(asked, (all) =>
      assert.ok(all.some(([name, command]) => name === 'run' && command === 'startTcpServer')),
    );
  });

  it('drops messages that are none', async () => {
    const page = await open();
    await ready(page);
    await shows(page, '.counts', ['1,000,000 events']);
    const whole = { view: 1, forgottenRows: 0, paused: false, pending: 0, progress: 1, filter: '' };
    const journal = { first: 0, next: 9, events: 9, bytes: 9, forgottenEvents: 7, forgottenBytes: 7 };
    for (const message of [
      'x',
      null,
      [],
      { kind: 'snapshot', snapshot: { rows: '<b>', ...whole, journal } },
      { kind: 'snapshot', snapshot: { rows: -1, ...whole, journal } },
      { kind: 'snapshot', snapshot: { rows: 5, ...whole } },
      { kind: 'action', action: { do: 'setFilter', filter: 7 } },
      { kind: 'action', action: { do: 'constructor' } },
      { kind: 'result', id: 'x', result: {} },
      { kind: 'result', id: 1, result: { snapshot: { rows: 1 } } },
      { kind: 'failure', id: 99999, error: { code: 'x', message: 'late' } },
    ])
      await page.evaluate((posted) => trafficHarness.post(posted), message);
    // Messages come in their order: this one after all of those.
    await page.evaluate(() => trafficHarness.arrive(1));
    await page.locator('.row[aria-rowindex="1000001"][aria-busy=false]').waitFor();
    await rowCountIs(page, 1_000_001);
    assert.equal(await page.locator('.forgotten, .notice').count(), 0);
  });

  it('names everything that can be reached', async () => {
    const page = await open();
    await goTo(page, 4);
    const reached = page.locator('button, input, select, [tabindex="0"], [role=grid], [role=separator]');
    const unnamed = await reached.evaluateAll((all) =>
      (all as unknown as Reached[])
        .filter((one) => !(one.getAttribute('aria-label') ?? '') && !one.textContent.trim() && !one.closest('label'))
        .map((one) => one.outerHTML),
    );
    assert.deepEqual(unnamed, []);
    const orphans = await page
      .locator('[role=gridcell]')
      .evaluateAll((all) => (all as unknown as Reached[]).filter((one) => !one.closest('[role=row]')).length);
    assert.equal(orphans, 0);
    for (const name of ['Time', 'Length']) await page.getByRole('columnheader', { name, exact: true }).waitFor();
    const active = await rows(page).getAttribute('aria-activedescendant');
    await attributeIs(page.locator(`#${active}`), 'aria-selected', 'true');
  });

  it('can be read in every theme: its text stands out from its ground', async () => {
    for (const theme of ['dark', 'light', 'contrast', 'contrastLight'] as const) {
      const page = await open({ theme, width: 1500, height: 700, forgotten: 12_304 });
      const weakIs = () => becomes(() => page.evaluate(() => trafficHarness.weakTexts()), []);
      await goTo(page, 4);
      await page.locator('.pane.text .char', { hasText: 'ü' }).first().click();
      await shows(page, '.pane.hex .byte.selected', ['c3', 'bc']);
      await weakIs();
      await goTo(page, 30);
      await page.getByLabel('Error handler').selectOption('strict');
      await page.locator('.notice.warning').waitFor();
      await filterBox(page).fill('dir:in nope:3 hello');
      await page.locator('.filter-error').waitFor();
      await weakIs();
    }
  });

  it('scrolls a million events (figures printed)', async function () {
    this.timeout(120_000);
    const page = await open({ width: 1400, height: 700 });
    await ready(page);
    await rows(page).focus();
    await page.keyboard.press('Home');
    const figures = {
      slowly: await page.evaluate(() => trafficHarness.measure(120, 66)),
      fast: await page.evaluate(() => trafficHarness.measure(120, 4400)),
    };
    console.log('      frames a second while scrolling 1,000,000 events:', JSON.stringify(figures));
    const times = await page.evaluate(() => trafficHarness.firstRows());
    assert.ok(times > 0);
    console.log(`      first rows ${String(times)} ms after the page was there`);
  });
});
