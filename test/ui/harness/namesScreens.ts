// Screenshots of the Names view in the harness, to look at: npx tsx test/ui/harness/namesScreens.ts FOLDER [NAME...]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../helpers/browser.ts';
import { buildNamesHarness, openNames, type NamesHarnessOptions } from './openNames.ts';

const [folder = 'screens', ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const selectRecord = (page: Page) => page.getByRole('button', { name: /^10 mail/ }).click();

const screens: Record<string, NamesHarnessOptions & { act?: (page: Page) => Promise<unknown> }> = {
  dark: { sample: 'answer', act: selectRecord },
  light: { sample: 'answer', theme: 'light', act: selectRecord },
  contrast: { sample: 'answer', theme: 'contrast', act: selectRecord },
  narrow: { sample: 'checks', theme: 'light', width: 420 },
  checks: { sample: 'checks' },
  compared: { sample: 'compared' },
  comparedLight: { sample: 'compared', theme: 'light' },
  comparedContrast: { sample: 'compared', theme: 'contrast' },
  lookup: { sample: 'lookup', theme: 'light' },
  hostile: { sample: 'hostile' },
  running: { sample: 'running' },
  empty: { sample: 'empty', theme: 'light' },
};

const browser = await launchBrowser();
try {
  const files = await buildNamesHarness();
  for (const [name, { act, ...options }] of Object.entries(screens)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const { page, errors } = await openNames(browser, files, options);
    page.setDefaultTimeout(8000);
    await act?.(page);
    // Two frames: what was asked for last is drawn.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    if (errors.length > 0) console.log(name, errors);
    await page.context().close();
  }
} finally {
  await browser.close();
}
