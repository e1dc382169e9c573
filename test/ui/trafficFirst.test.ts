import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { TrafficFirst, TrafficReading } from '../../src/webview/traffic/protocol.ts';
import { becomes } from '../helpers/becomes.ts';
import { pagesOf } from './harness/pages.ts';
import { trafficView } from './harness/views.ts';

const reading: TrafficReading = { filter: '', newest: true, encoding: '', errors: 'backslashreplace' };
/** No test waits so long: a host that does not answer. */
const never = 10 ** 9;

/** The traffic view with what a host gives it with its page. */
describe('a traffic view that comes with its first rows', () => {
  const open = pagesOf(trafficView);
  const previews = (page: Page) => page.locator('.row:not([hidden]) .preview').allTextContents();
  const counts = (page: Page) => page.locator('.counts').innerText();

  /** What comes with a page of so many events. */
  async function firstOf(events: number, read = reading): Promise<TrafficFirst> {
    const page = await open({ events });
    return (await page.evaluate((how) => trafficHarness.first(how), read)) as TrafficFirst;
  }

  it('shows them before any answer, hostile ones as text', async () => {
    const first = await firstOf(46);
    const page = await open({ events: 46, first, delay: never });
    const shown = await previews(page);
    assert.equal(await counts(page), '46 events');
    for (const { preview } of first.init.rows.rows.slice(-10)) assert.ok(shown.includes(preview), preview);
    assert.ok(shown.some((text) => text.includes('<script>window.hacked=1</script>')));
    assert.equal(await page.evaluate('window.hacked'), undefined);
    assert.equal(await page.locator('.row b, .row img, body[data-first]').count(), 0);
  });

  it('shows what there is now as soon as it is answered', async () => {
    const first = await firstOf(20);
    const page = await open({ events: 30, first });
    await becomes(() => counts(page), '30 events');
    await page.locator('.row[aria-rowindex="30"][aria-busy=false]').waitFor();
  });

  it('does not show what was made for another reading', async () => {
    const first = await firstOf(20, { ...reading, filter: 'dir:in' });
    const page = await open({ events: 30, first, delay: never });
    assert.equal(await counts(page), '');
    assert.equal(await page.locator('.row[aria-busy=false]').count(), 0);
  });

  it('asks where what came is nothing that it knows', async () => {
    const first = { reading, init: { rows: 'none' } } as unknown as TrafficFirst;
    const page = await open({ events: 30, first });
    await becomes(() => counts(page), '30 events');
  });
});
