// Screenshots of a view in the harness, to look at: npx tsx test/ui/harness/screens.ts traffic|response|names|workbench FOLDER [NAME...]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../helpers/browser.ts';
import {
  namesView,
  responseView,
  trafficView,
  type HarnessView,
  type SampleOptions,
  type TrafficOptions,
} from './views.ts';
import { takeWorkbench } from './workbenchScreens.ts';

/** Pictures by their name: what the page is opened with, and what is done before the picture is taken. */
type Screens<Options> = Readonly<Record<string, Options & { readonly act?: (page: Page) => Promise<unknown> }>>;

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

const tab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click();

const bodyShown = (page: Page) => page.locator('.text-row, .line').first().waitFor();

const selectRecord = (page: Page) => page.getByRole('button', { name: /^10 mail/ }).click();

const sizes = { 400: 640, 1040: 420, 1600: 420 } as const;
const themesShown = ['light', 'dark', 'contrast'] as const;

/** A picture in each theme and width: `listLight1040`. */
function everywhere<Options extends object>(
  name: string,
  options: Options,
  act?: (page: Page) => Promise<unknown>,
): Screens<Options> {
  return Object.fromEntries(
    themesShown.flatMap((theme) =>
      Object.entries(sizes).map(([width, height]) => [
        `${name}${theme.charAt(0).toUpperCase()}${theme.slice(1)}${width}`,
        { ...options, theme, width: Number(width), height, ...(act && { act }) },
      ]),
    ),
  );
}

const chooseEvent = async (page: Page) => {
  await atTop(page);
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
};
const chooseEnd = async (page: Page) => {
  await atTop(page);
  await page.keyboard.press('End');
};

const traffic: Screens<TrafficOptions> = {
  ...everywhere('list', {}),
  ...everywhere('chosen', {}, chooseEvent),
  ...everywhere('ended', {}, chooseEnd),
  ...everywhere('oneEndpoint', { endpoints: 1 }),
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

const response: Screens<SampleOptions> = {
  ...everywhere('body', { sample: 'json' }, bodyShown),
  dark: { sample: 'json', act: bodyShown },
  light: { sample: 'json', theme: 'light', act: bodyShown },
  contrast: { sample: 'json', theme: 'contrast', act: bodyShown },
  narrow: { sample: 'json', width: 380, theme: 'light', act: bodyShown },
  html: { sample: 'html', theme: 'light', act: bodyShown },
  image: { sample: 'svg' },
  hex: { sample: 'binary', act: bodyShown },
  headers: { sample: 'json', theme: 'light', act: tab('Headers') },
  redirects: { sample: 'redirects', act: tab('Timing') },
  timingContrast: { sample: 'redirects', theme: 'contrast', act: tab('Timing') },
  checks: { sample: 'checks', theme: 'light', act: tab('Checks') },
  checksDark: { sample: 'checks', act: tab('Checks') },
  wire: { sample: 'json', act: tab('Raw Bytes') },
  selfSigned: { sample: 'selfSigned', theme: 'light', act: tab('Certificates') },
  selfSignedContrast: { sample: 'selfSigned', theme: 'contrast' },
  running: { sample: 'running' },
  uploading: { sample: 'uploading', theme: 'light' },
  unsent: { sample: 'selfSigned', theme: 'light', act: tab('Headers') },
  notHttp: { sample: 'notHttp', act: bodyShown },
  notHttpLight: { sample: 'notHttp', theme: 'light', act: tab('Headers') },
  large: { sample: 'large', act: bodyShown },
  conversation: { sample: 'conversation', theme: 'light', act: bodyShown },
};

const names: Screens<SampleOptions> = {
  ...everywhere('answer', { sample: 'answer' }, selectRecord),
  ...everywhere('compared', { sample: 'compared' }),
  ...everywhere('lookup', { sample: 'lookup' }),
  dark: { sample: 'answer', act: selectRecord },
  light: { sample: 'answer', theme: 'light', act: selectRecord },
  contrast: { sample: 'answer', theme: 'contrast', act: selectRecord },
  narrow: { sample: 'checks', theme: 'light', width: 420 },
  checks: { sample: 'checks' },
  compared: { sample: 'compared' },
  comparedLight: { sample: 'compared', theme: 'light' },
  comparedContrast: { sample: 'compared', theme: 'contrast' },
  cut: {
    sample: 'cut',
    width: 1300,
    act: async (page) => {
      await page
        .getByRole('treeitem', { name: /^question\b/ })
        .last()
        .click();
      await page.keyboard.press('ArrowRight');
    },
  },
  cutInHeader: { sample: 'cutInHeader', theme: 'light' },
  lookup: { sample: 'lookup', theme: 'light' },
  hostile: { sample: 'hostile' },
  running: { sample: 'running' },
  empty: { sample: 'empty', theme: 'light' },
};

async function take<Options extends object>(view: HarnessView<Options>, screens: Screens<Options>): Promise<void> {
  const browser = await launchBrowser();
  try {
    const files = await view.build();
    for (const [name, { act, ...options }] of Object.entries(screens)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const { page, errors } = await view.open(browser, files, options as unknown as Options);
      page.setDefaultTimeout(8000);
      await act?.(page).catch((error: unknown) => console.log(name, String(error)));
      // Two frames: what was asked for last is drawn; and what comes a moment after it.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.evaluate(() => new Promise((done) => setTimeout(done, 120)));
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
      if (errors.length > 0) console.log(name, errors);
      await page.context().close();
    }
  } finally {
    await browser.close();
  }
}

const views: Readonly<Record<string, () => Promise<void>>> = {
  traffic: () => take(trafficView, traffic),
  response: () => take(responseView, response),
  names: () => take(namesView, names),
  workbench: () => takeWorkbench(folder, wanted),
};

const [view = '', folder = 'screens', ...wanted] = process.argv.slice(2);
const run = views[view];
if (run === undefined) throw new Error(`Which view: ${Object.keys(views).join(', ')}?`);
mkdirSync(folder, { recursive: true });
await run();
