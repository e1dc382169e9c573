import fs from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../../scripts/processes.ts';
import { root } from '../../scripts/root.ts';
import { startServer, workbenchUrl } from '../../scripts/server.ts';
import type { EndpointSnapshot } from '../../src/engine/messages.ts';
import { launchBrowser } from '../../test/helpers/browser.ts';
import { Workbench } from '../../test/helpers/workbench.ts';
import { HostLink } from './link.ts';
import { firstRows } from './page.ts';

/** The method of the sections in the editor. */
export const inTheEditor =
  'The production build in the real workbench and its extension host, in headless Chromium without a graphics processor. Browser, workbench and extension host share the cores of this machine.';

/** A real VS Code with the production build, and a connection to its extension host. */
export interface Host {
  readonly workbench: Workbench;
  readonly link: HostLink;
  /** Restarts the page, and so the extension host. */
  reload(): Promise<void>;
}

export async function withHost<T>(run: (host: Host) => Promise<T>): Promise<T> {
  const link = new HostLink();
  const folder = await temporaryFolder('bench');
  const undo: (() => unknown)[] = [() => folder.remove(), () => link.close()];
  try {
    const workspace = path.join(folder.path, 'sample');
    await fs.cp(path.join(root, 'test', 'fixtures', 'workspace'), workspace, { recursive: true });
    const port = await link.listen();
    const server = await startServer({
      version: 'latest',
      tests: true,
      env: { WIREBENCH_BENCH_PORT: String(port) },
    });
    undo.unshift(() => server.dispose());
    const browser = await launchBrowser();
    undo.unshift(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(60_000);
    // The smoke-test driver expects its caller to read these.
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.exposeFunction('codeAutomationExit', () => undefined);
    // tsx marks the names of functions in functions. Their text runs in a page without that marker.
    await page.addInitScript('globalThis.__name = (marked) => marked');
    await page.addInitScript(firstRows);
    const workbench = new Workbench({ editor: 'latest', page, workspace, server });
    const tests = path.join(import.meta.dirname, 'probe.cjs');
    const reload = async (): Promise<void> => {
      const connected = link.connected();
      await page.goto(workbenchUrl(server.url, { folder: workspace, extension: root, tests }));
      await connected;
    };
    await reload();
    return await run({ workbench, link, reload });
  } finally {
    for (const step of undo) await step();
  }
}

export function start(link: HostLink, spec: Record<string, unknown>): Promise<EndpointSnapshot> {
  const all = { role: 'server', transport: 'tcp', host: '127.0.0.1', port: 0, ...spec };
  return link.ask<EndpointSnapshot>('command', 'wirebench.startServer', all);
}

export function stop(link: HostLink, { id }: EndpointSnapshot): Promise<unknown> {
  return link.ask('command', 'wirebench.stop', id);
}
