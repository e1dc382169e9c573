// A whole VS Code in a browser with Wirebench, as a user has it. The UI tests drive it.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../../scripts/root.ts';
import { temporaryFolder } from '../../scripts/processes.ts';
import type { EditorVersion } from '../../scripts/editors.ts';
import { startServer, workbenchUrl, type Server } from '../../scripts/server.ts';
import { launchBrowser } from './browser.ts';
import { extensionErrors, extensionHostLog } from './editorLog.ts';

const screenshots = path.join(root, 'test-results', 'screenshots');

export interface WorkbenchOptions {
  /** Default `latest`. */
  version?: EditorVersion;
  /** Folder to copy and open. Default: test/fixtures/workspace. */
  workspace?: string;
  /** Open no folder. */
  noFolder?: boolean;
  /** A packaged extension to install and use, instead of the project's own dist. */
  vsix?: string;
  /** Leave the workspace untrusted. */
  untrusted?: boolean;
  /** Without the right to listen on ports below 1024. */
  unprivileged?: boolean;
  /** User settings. */
  settings?: Record<string, unknown>;
  viewport?: { width: number; height: number };
}

export type Theme = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** The default themes of each version, and the class of its workbench. */
const highContrast = {
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;
const themes: Record<EditorVersion, Record<Theme, string>> = {
  floor: { light: 'Default Light Modern', dark: 'Default Dark Modern', ...highContrast },
  latest: { light: 'Light 2026', dark: 'Dark 2026', ...highContrast },
};

/** What a version calls a theme in its setting `workbench.colorTheme`. */
export function themeName(version: EditorVersion, theme: Theme): string {
  return themes[version][theme];
}

const themeClasses: Record<Theme, string> = {
  light: 'vs',
  dark: 'vs-dark',
  highContrast: 'hc-black',
  highContrastLight: 'hc-light',
};

/** The names of the parts of a workbench, the same in all supported versions. */
const parts = {
  quickInput: '.quick-input-widget',
  notification: '.notification-toast',
  statusBar: '.part.statusbar',
  sideBar: '.part.sidebar',
  panel: '.part.panel',
} as const;

/** Starts a server, a browser and a workbench. Always `dispose` it. */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const version = options.version ?? 'latest';
  const folder = await temporaryFolder('workspace');
  const undo: (() => Promise<void>)[] = [() => folder.remove()];
  try {
    const workspace = path.join(folder.path, 'sample');
    await fs.cp(options.workspace ?? path.join(root, 'test', 'fixtures', 'workspace'), workspace, { recursive: true });
    const server = await startServer({
      version,
      vsix: options.vsix,
      untrusted: options.untrusted,
      unprivileged: options.unprivileged,
      settings: options.settings,
      extensions: options.vsix === undefined ? [root] : [],
    });
    undo.unshift(() => server.dispose());
    const browser = await launchBrowser();
    undo.unshift(() => browser.close());
    const page = await browser.newPage({ viewport: options.viewport ?? { width: 1440, height: 900 } });
    page.setDefaultTimeout(60_000);
    const workbench = new Workbench({ editor: version, page, workspace, server, undo });
    await page.goto(workbenchUrl(server.url, options.noFolder === true ? {} : { folder: workspace }));
    await page.locator(parts.statusBar).waitFor();
    await workbench.extensionHostReady();
    return workbench;
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

export interface WorkbenchParts {
  readonly editor: EditorVersion;
  readonly page: Page;
  readonly workspace: string;
  readonly server?: Server;
  readonly undo?: (() => Promise<void>)[];
}

export class Workbench {
  /** Uncaught errors of the page: the workbench's, and those of our webviews. */
  readonly pageErrors: string[] = [];
  readonly editor: EditorVersion;
  readonly page: Page;
  /** The opened folder, a copy. */
  readonly workspace: string;
  readonly #server: Server | undefined;
  readonly #undo: (() => Promise<void>)[];

  constructor({ editor, page, workspace, server, undo = [] }: WorkbenchParts) {
    this.editor = editor;
    this.page = page;
    this.workspace = workspace;
    this.#server = server;
    this.#undo = undo;
    page.on('pageerror', (error) => this.pageErrors.push(error.stack ?? error.message));
  }

  /** VS Code's version. */
  get version(): string {
    return this.server.vscode;
  }

  /** Throws where a test started it by other means: then its logs are not read. */
  get server(): Server {
    assert.ok(this.#server, 'This workbench has no server of its own.');
    return this.#server;
  }

  get sideBar(): Locator {
    return this.page.locator(parts.sideBar);
  }

  get panel(): Locator {
    return this.page.locator(parts.panel);
  }

  get statusBar(): Locator {
    return this.page.locator(parts.statusBar);
  }

  /** The quick pick or input box that is open. */
  get quickInput(): Locator {
    return this.page.locator(parts.quickInput);
  }

  /** Opens the Endpoints view. */
  async showEndpoints(): Promise<void> {
    await this.runCommand('View: Show Wirebench');
    await this.sideBar.getByText('Endpoints').first().waitFor();
  }

  /** A row of the tree in the side bar, by what a screen reader says. */
  treeRow(name: string | RegExp): Locator {
    return this.sideBar.getByRole('treeitem', { name });
  }

  /**
   * Presses a button of a row of the tree, which shows while the pointer is on the row: a row that moves away takes its
   * buttons along.
   */
  async inTree(name: string | RegExp, action: string): Promise<void> {
    const row = this.treeRow(name).first();
    const limit = { timeout: 5000 };
    const press = async () => {
      await row.hover(limit);
      await row.getByRole('button', { name: action }).click(limit);
    };
    await until(
      `${action} in the row of ${String(name)}`,
      () =>
        press().then(
          () => true,
          () => undefined,
        ),
      this.page,
    );
  }

  /**
   * Opens the context menu of a row of the tree, and gives the item of it. The tree puts other rows into the elements of
   * those on screen when it changes, so that the menu may be another row's.
   */
  async contextMenu(name: string | RegExp, item: string): Promise<Locator> {
    const menuItem = this.page.getByRole('menuitem', { name: item });
    await until(
      `${item} in the context menu`,
      async () => {
        await this.treeRow(name).first().click({ button: 'right' });
        const there = await menuItem.waitFor({ timeout: 5000 }).then(
          () => true,
          () => undefined,
        );
        if (!there) await this.page.keyboard.press('Escape');
        return there;
      },
      this.page,
    );
    return menuItem;
  }

  /** Chooses an item of the context menu that is open. A menu does not take what is clicked in the moment in which it opens. */
  async chooseInMenu(menuItem: Locator): Promise<void> {
    await until(
      'the end of the context menu',
      async () => {
        await menuItem.click({ timeout: 5000 }).catch(() => undefined);
        return menuItem.waitFor({ state: 'detached', timeout: 2000 }).then(
          () => true,
          () => undefined,
        );
      },
      this.page,
    );
  }

  /** The port of a server that runs, from its row in the tree. */
  async portOf(server: string): Promise<number> {
    const row = this.treeRow(new RegExp(`^${server}, \\w+ server, running, `)).first();
    const port = /running, \S*:(\d+),/.exec((await row.getAttribute('aria-label')) ?? '')?.[1];
    assert.ok(port !== undefined, `a port in the row of ${server}`);
    return Number(port);
  }

  /** The Traffic view's page. */
  traffic(): Promise<Frame> {
    return this.webview('[role="grid"][aria-label="Traffic"]');
  }

  /** Runs a command by its title in the palette, as `Wirebench: Start Server`. */
  async runCommand(title: string): Promise<void> {
    const input = this.quickInput.locator('input[type="text"]').first();
    const row = this.quickInput
      .locator('.quick-input-list .monaco-list-row', { has: this.page.getByText(title, { exact: true }) })
      .first();
    // A palette that was opened before an extension's commands were known does not learn of them; a key that the page could
    // not take yet opens none; and one that is open closes when something else takes the focus.
    await until(
      `the command ${title}`,
      async () => {
        await this.page.keyboard.press('F1');
        await this.paletteIsOpen(5000).catch(() => undefined);
        if (!(await this.#isPalette())) return undefined;
        const limit = { timeout: 10_000 };
        const choose = async () => {
          await input.fill(`>${title}`, limit);
          await row.click(limit);
        };
        return choose().then(
          () => true,
          () => undefined,
        );
      },
      this.page,
      90_000,
    );
    // What the command opens is another quick pick: the palette's own rows must not be taken for its rows.
    await until(
      `the end of the palette after ${title}`,
      async () => ((await input.isVisible()) && (await input.inputValue()).startsWith('>') ? undefined : true),
      this.page,
    );
  }

  /** Opens a file in an editor by its whole path, which asks the disk: the editor needs not have seen the file come. */
  async openFile(file: string): Promise<Locator> {
    const name = path.basename(file);
    const input = this.quickInput.locator('input[type="text"]').first();
    const row = this.quickInput.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
    const tab = this.page.locator('.tab', { hasText: name }).first();
    const limit = { timeout: 10_000 };
    const choose = async () => {
      await this.page.keyboard.press('ControlOrMeta+P', { delay: 10 });
      await input.fill(file, limit);
      await row.click(limit);
      await tab.waitFor(limit);
    };
    await until(
      `the file ${name} in an editor`,
      () =>
        choose().then(
          () => true,
          () => undefined,
        ),
      this.page,
      90_000,
    );
    return tab;
  }

  /** Waits until the palette is open. Until then, keys go elsewhere. */
  async paletteIsOpen(limitMs = 60_000): Promise<void> {
    await until('the palette', async () => ((await this.#isPalette()) ? true : undefined), this.page, limitMs);
  }

  async #isPalette(): Promise<boolean> {
    const input = this.quickInput.locator('input[type="text"]').first();
    return (await input.isVisible()) && (await input.inputValue()).startsWith('>');
  }

  /** The focused row of the open quick pick, once it has the text. */
  async pickIsOn(text: string): Promise<void> {
    await this.quickInput.locator('.monaco-list-row.focused', { hasText: text }).first().waitFor();
  }

  /** Moves down the tree of the side bar by keyboard to the row with that accessible name. */
  async goToTreeRow(name: RegExp): Promise<void> {
    await this.runCommand('Wirebench: Focus on Endpoints View');
    const focused = this.sideBar.locator('.monaco-list:focus .monaco-list-row.focused');
    await until('the focus in the tree', async () => this.#treeHasFocus(), this.page);
    await this.page.keyboard.press('Home');
    for (let steps = 0; steps < 50; steps++) {
      await focused.waitFor();
      const label = (await focused.getAttribute('aria-label')) ?? '';
      if (name.test(label)) return;
      await this.page.keyboard.press('ArrowDown');
      await until(
        'the next row',
        async () => ((await focused.getAttribute('aria-label')) === label ? undefined : true),
        this.page,
      );
    }
    throw new Error(`No row of the tree is ${name}.`);
  }

  async #treeHasFocus(): Promise<true | undefined> {
    return (await this.sideBar.locator('.monaco-list:focus').count()) > 0 ? true : undefined;
  }

  /** Hovers over an element until its hover shows: a change under the pointer removes a hover. */
  async hover(on: Locator, text: string): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover', { hasText: text }).first();
    await until(
      `the hover ${text}`,
      async () => {
        await this.page.mouse.move(900, 300);
        await on.hover();
        return hover.waitFor({ timeout: 5000 }).then(
          () => true,
          () => undefined,
        );
      },
      this.page,
    );
    return hover;
  }

  /** Chooses the row with the text in the open quick pick. */
  async pick(text: string): Promise<void> {
    await this.quickInput.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  }

  /**
   * Answers the quick pick with the placeholder by typing: rows move while a list loads, and a click would hit another.
   */
  async choose(placeholder: string, text: string): Promise<void> {
    await this.quickInput.getByPlaceholder(placeholder).fill(text);
    await this.pickIsOn(text);
    await this.page.keyboard.press('Enter');
  }

  /** Replaces the text of the open input box, accepts it and waits until it is accepted. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput.locator('input[type="text"], input[type="password"]').first();
    await input.waitFor();
    await input.fill(text);
    await input.press('Enter');
    await until(
      `the end of the question answered by ${text}`,
      async () => ((await input.isVisible()) && (await input.inputValue()) === text ? undefined : true),
      this.page,
    );
  }

  /** Waits for a notification with the text. */
  async notification(text: string | RegExp): Promise<Locator> {
    const toast = this.page.locator(parts.notification, { hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** Dismisses all notifications. */
  async closeNotifications(): Promise<void> {
    if ((await this.page.locator(parts.notification).count()) === 0) return;
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator(parts.notification).first().waitFor({ state: 'detached' });
  }

  /** Presses a notification's button and waits until the notification is gone. */
  async pressInNotification(text: string | RegExp, button: string): Promise<void> {
    const toast = await this.notification(text);
    await toast.getByRole('button', { name: button, exact: true }).click();
    await toast.waitFor({ state: 'detached' });
  }

  /**
   * The content of a webview: a frame in a frame.
   *
   * @param has a selector that only this webview's document has
   */
  async webview(has: string): Promise<Frame> {
    const inner = async () => {
      for (const frame of this.page.frames()) {
        if (frame.name() !== 'active-frame' && frame.parentFrame() === null) continue;
        if (
          (await frame
            .locator(has)
            .count()
            .catch(() => 0)) > 0
        )
          return frame;
      }
      return undefined;
    };
    return until(`a webview that has ${has}`, inner, this.page);
  }

  /** The content of the visible webview, whose locators wait by themselves. Correct if one webview is open. */
  get onlyWebview(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** Changes the colour theme and waits until the workbench shows it. */
  async setTheme(theme: Theme): Promise<void> {
    const shown = this.page.locator(`.monaco-workbench.${themeClasses[theme]}`);
    await this.setSettings({ 'workbench.colorTheme': themes[this.editor][theme] }, (limit) => shown.waitFor(limit));
  }

  /**
   * Changes the workspace's settings. User settings are given at the start; the server does not watch their file.
   *
   * @param seen resolves when the workbench shows the change. It may miss that the file changed: then it changes again.
   */
  async setSettings(
    changes: Record<string, unknown>,
    seen: (limit: { timeout: number }) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<void> {
    const file = path.join(this.workspace, '.vscode', 'settings.json');
    await fs.mkdir(path.dirname(file), { recursive: true });
    const before = JSON.parse(await fs.readFile(file, 'utf8').catch(() => '{}')) as Record<string, unknown>;
    const text = JSON.stringify({ ...before, ...changes }, undefined, 2);
    let lines = '';
    await until(
      `the change of the settings to ${JSON.stringify(changes)}`,
      async () => {
        await fs.writeFile(file, `${text}${lines}`);
        lines += '\n';
        return seen({ timeout: 5000 }).then(
          () => true,
          () => undefined,
        );
      },
      this.page,
    );
  }

  /** Saves a picture of the whole workbench as test-results/screenshots/NAME.png; returns the file. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(screenshots, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Waits until the extension host runs. Before that, no command of an extension works. */
  async extensionHostReady(): Promise<void> {
    await until('the extension host', async () => ((await this.extensionHostLog()) ? true : undefined), this.page);
  }

  /** The log of the extension host. */
  extensionHostLog(): Promise<string> {
    return extensionHostLog(this.server.dataDir);
  }

  /** The errors that our extension logged, and our webviews' uncaught ones. */
  async extensionErrors(): Promise<string[]> {
    const webviews = this.pageErrors.filter((error) => /wirebench\.wirebench|vscode-webview/.test(error));
    return [...(await extensionErrors(this.server.dataDir)), ...webviews];
  }

  /** Fails if our extension logged an error. */
  async expectNoErrors(): Promise<void> {
    assert.equal((await this.extensionErrors()).join('\n\n'), '');
  }

  /** What follows each test: a picture of a failed one, and no errors in the logs after one that passed. */
  async afterEach({ currentTest }: Mocha.Context): Promise<void> {
    if (currentTest?.state === 'failed') {
      const file = await this.screenshot(`failed-${currentTest.fullTitle().replaceAll(/\W+/g, '-')}`);
      console.log(`      the workbench then: ${path.relative(root, file)}`);
    } else await this.expectNoErrors();
  }

  /** Ends the server and the browser and removes what they wrote. Disposing twice is safe. */
  async dispose(): Promise<void> {
    for (const step of this.#undo.splice(0)) await step();
  }
}

/** Asks until there is an answer. For what the page can't wait for by itself; it asks at the page's own frames. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  page: Page,
  limitMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not show up within ${limitMs / 1000} s.`);
    await page.waitForTimeout(50);
  }
}
