// Screenshots of the response view in the harness, to look at: npx tsx test/ui/harness/responseScreens.ts FOLDER [NAME...]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../helpers/browser.ts';
import { buildResponseHarness, openResponse, type ResponseHarnessOptions } from './openResponse.ts';

const [folder = 'screens', ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const tab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click();

const screens: Record<string, ResponseHarnessOptions & { act?: (page: Page) => Promise<unknown> }> = {
  dark: { sample: 'json' },
  light: { sample: 'json', theme: 'light' },
  contrast: { sample: 'json', theme: 'contrast' },
  narrow: { sample: 'json', width: 380, theme: 'light' },
  html: { sample: 'html', theme: 'light' },
  image: { sample: 'svg' },
  hex: { sample: 'binary' },
  headers: { sample: 'json', theme: 'light', act: tab('Headers') },
  redirects: { sample: 'redirects', act: tab('Timing') },
  timingContrast: { sample: 'redirects', theme: 'contrast', act: tab('Timing') },
  checks: { sample: 'checks', theme: 'light', act: tab('Checks') },
  checksDark: { sample: 'checks', act: tab('Checks') },
  wire: { sample: 'json', act: tab('Raw Bytes') },
  selfSigned: { sample: 'selfSigned', theme: 'light', act: tab('Certificates') },
  selfSignedContrast: { sample: 'selfSigned', theme: 'contrast' },
  running: { sample: 'running' },
  large: { sample: 'large' },
  session: { sample: 'session', theme: 'light' },
};

const browser = await launchBrowser();
try {
  const files = await buildResponseHarness();
  for (const [name, { act, ...options }] of Object.entries(screens)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const { page, errors } = await openResponse(browser, files, options);
    try {
      page.setDefaultTimeout(8000);
      if (act) await act(page);
      else if (!['image', 'running', 'selfSigned', 'selfSignedContrast'].includes(name))
        await page.locator('.text-row, .line').first().waitFor();
    } catch (error) {
      console.log(name, String(error));
    }
    // Two frames: what was asked for last is drawn.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    if (errors.length > 0) console.log(name, errors);
    await page.context().close();
  }
} finally {
  await browser.close();
}
