// npm start, where no desktop editor is: the workbench served to a browser.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../scripts/root.mjs';
import { becomes } from '../helpers/becomes.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { processesWith } from '../helpers/leftovers.ts';

describe('npm start', () => {
  it('says where it is, shows Wirebench and the samples there, and leaves nothing behind', async () => {
    const run = randomUUID();
    // The suite has built it: others of its tests may be reading that now.
    const child = spawn(process.execPath, [path.join(root, 'scripts', 'start.mjs'), '--no-open', '--no-build'], {
      env: { ...process.env, WIREBENCH_RUN: run },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const browser = await launchBrowser();
    try {
      let url: string | undefined;
      const lines = createInterface({ input: child.stdout });
      for await (const line of lines) if ((url = /^ *(http:\/\/127\.0\.0\.1:\d+\/\S*)$/.exec(line)?.[1])) break;
      assert.ok(url, 'no address was printed');
      const page = await browser.newPage();
      page.setDefaultTimeout(60_000);
      await page.goto(url);
      await page.locator('.activitybar').getByRole('tab', { name: 'Wirebench' }).waitFor();
      await page.getByRole('treeitem', { name: 'tour.http' }).waitFor();

      child.kill('SIGINT');
      assert.deepEqual(await ended, [0, null]);
      await becomes(() => processesWith(`WIREBENCH_RUN=${run}`), []);
      await assert.rejects(fetch(url));
    } finally {
      await browser.close();
      child.kill();
      await ended;
    }
  });
});
