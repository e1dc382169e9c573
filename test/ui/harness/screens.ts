// Screenshots of the traffic view in the harness, to look at: npx tsx test/ui/harness/screens.ts FOLDER
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../../helpers/browser.ts';
import { buildHarness, openHarness, type HarnessOptions } from './open.ts';
import type { Page } from 'playwright-core';

const folder = process.argv[2] ?? 'screens';
mkdirSync(folder, { recursive: true });

const atTop = async (page: Page) => {
  await page.locator('.rows').focus();
  await page.keyboard.press('Home');
};
const selectUmlauts = async (page: Page) => {
  await atTop(page);
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.pane.hex .byte').nth(2).click();
  await page
    .locator('.pane.hex .byte')
    .nth(22)
    .click({ modifiers: ['Shift'] });
};

const selectField = async (page: Page) => {
  await atTop(page);
  for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowDown');
  const line = page.getByRole('treeitem', { name: 'request line' });
  await line.click();
  await page.keyboard.press('ArrowRight');
};

const selectHeader = async (page: Page) => {
  await atTop(page);
  for (let i = 0; i < 13; i++) await page.keyboard.press('ArrowDown');
  await page.getByRole('treeitem', { name: ':authority' }).click();
  await page.keyboard.press('ArrowRight');
};

const screens: Record<string, HarnessOptions & { act?: (page: Page) => Promise<void> }> = {
  dark: { forgotten: 12304, act: selectUmlauts },
  light: { theme: 'light', act: selectUmlauts },
  contrast: { theme: 'contrast', act: selectUmlauts },
  narrow: { width: 420, height: 640, act: selectUmlauts },
  empty: { events: 0, height: 300 },
  fields: { width: 1500, act: selectField },
  fieldsLight: { theme: 'light', act: selectField },
  fieldsContrast: { theme: 'contrast', width: 1500, act: selectField },
  fieldsNarrow: { width: 420, height: 640, act: selectField },
  http2: { width: 1500, act: selectHeader },
  http2Light: { theme: 'light', width: 1500, act: selectHeader },
  error: {
    act: async (page) => {
      await page.locator('.filter input').fill('dir:in nope:3 hello');
      await page.locator('.squiggle').waitFor();
      await page.keyboard.press('Escape');
    },
  },
  help: {
    act: async (page) => {
      await page.getByRole('button', { name: 'Filter syntax' }).click();
    },
  },
  suggestions: {
    theme: 'light',
    act: async (page) => {
      await page.locator('.filter input').pressSequentially('d');
      await page.keyboard.press('ArrowDown');
    },
  },
  strict: {
    act: async (page) => {
      await atTop(page);
      for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowDown');
      await page.getByLabel('Error handler').selectOption('strict');
      await page.locator('.notice.warning').waitFor();
    },
  },
  hostile: {
    width: 1000,
    act: async (page) => {
      await atTop(page);
      for (let i = 0; i < 42; i++) await page.keyboard.press('ArrowDown');
    },
  },
  failure: {
    theme: 'light',
    act: async (page) => {
      await atTop(page);
      for (let i = 0; i < 332; i++) await page.keyboard.press('ArrowDown');
    },
  },
};

const browser = await launchBrowser();
try {
  const files = await buildHarness();
  for (const [name, { act, ...options }] of Object.entries(screens)) {
    const { page, errors } = await openHarness(browser, files, options);
    try {
      await act?.(page);
    } catch (error) {
      console.log(name, String(error));
    }
    // Two frames: what was asked for last is drawn.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await page.evaluate('new Promise((done) => setTimeout(done, 120))');
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    if (errors.length > 0) console.log(name, errors);
    await page.context().close();
  }
} finally {
  await browser.close();
}
