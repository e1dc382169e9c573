import { execFile } from 'node:child_process';
import path from 'node:path';

/** The systems on which a test file can be run as if. */
export const otherSystems = ['darwin', 'win32'] as const;

/** How the tests of some files went in a process of their own that thinks it runs on that system. */
export interface Went {
  readonly passed: number;
  /** Titles, and why. */
  readonly failed: readonly string[];
}

interface Report {
  readonly stats: { readonly passes: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string } }[];
}

/** `only`: a regular expression of titles. Rejects if the process does not come to a report. */
export function testsAs(platform: (typeof otherSystems)[number], files: readonly string[], only = ''): Promise<Went> {
  const args = [
    ...[
      '--import',
      'tsx',
      '--no-experimental-require-module',
      '--import',
      path.join(import.meta.dirname, 'preload.ts'),
    ],
    ...['node_modules/mocha/bin/mocha.js', '--no-config', '--require', 'test/helpers/seed.ts', '--timeout', '60000'],
    ...['--reporter', 'json', ...(only === '' ? [] : ['--grep', only]), ...files],
  ];
  const env = { ...process.env, WIREBENCH_TEST_PLATFORM: platform, PYTHONDONTWRITEBYTECODE: '1' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      try {
        const { stats, failures } = JSON.parse(stdout.slice(stdout.indexOf('{\n  "stats"'))) as Report;
        const failed = failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message ?? ''}`);
        resolve({ passed: stats.passes, failed });
      } catch {
        reject(new Error(`the tests did not come to their end: ${stderr || stdout.slice(-1000)}`, { cause: error }));
      }
    });
  });
}
