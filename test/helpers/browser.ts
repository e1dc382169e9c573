import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.ts';
import { temporaryFolder } from '../../scripts/processes.ts';

/** Chromium as installed on this machine, without any network traffic of its own. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Chromium is not installed here. To install it: apt-get install chromium');
  // Files that it leaves behind at its end are in a folder that is removed.
  const temporary = await temporaryFolder('browser');
  const browser = await chromium.launch({
    executablePath,
    env: { ...(process.env as Record<string, string>), TMPDIR: temporary.path },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  browser.once('disconnected', () => void temporary.remove());
  return browser;
}
