// Runs the host tests in one editor: node --import tsx test/host/run.ts floor|latest [beside]
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../../scripts/processes.ts';
import { cache, root } from '../../scripts/root.ts';
import type { EditorVersion } from '../../scripts/editors.ts';
import { startServer, workbenchUrl, type Server } from '../../scripts/server.ts';
import { settles } from '../helpers/becomes.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { extensionErrors } from '../helpers/editorLog.ts';
import { filesIn, processesWith } from '../helpers/leftovers.ts';

const entry = path.join(root, 'dist', 'test', 'host.cjs');
const fixture = path.join(root, 'test', 'fixtures', 'workspace');
/** From the extension host's first sign of life to the last test. */
const limitMs = Number(process.env['WIREBENCH_HOST_LIMIT_MS'] ?? 600_000);

/** Starts each line of the test run, among the lines of the editor around it. */
const mark = 'wirebench-tests| ';
/** Shows the editor's lines too, and what the tests write to the console. */
const verbose = process.env['WIREBENCH_VERBOSE'] === '1';

/** In the environment of everything that this run starts. */
const own = { WIREBENCH_RUN: randomUUID() };
const ownVariable = `WIREBENCH_RUN=${own.WIREBENCH_RUN}`;

/** What the VS Code download calls each. */
const desktop: Record<EditorVersion, string> = { floor: '1.100.0', latest: 'stable' };

const [version, more] = process.argv.slice(2);
if (version !== 'floor' && version !== 'latest') throw new Error('Which editor: floor or latest?');
/** Another extension for request files, for the tests that run beside one. */
const neighbour = more === 'beside' ? path.join(root, 'test', 'fixtures', 'otherClient') : undefined;
/** Which of the tests run: see index.ts. */
const beside: Record<string, string> = neighbour === undefined ? {} : { WIREBENCH_BESIDE: '1' };

async function main(version: EditorVersion): Promise<number> {
  const folder = await temporaryFolder('workspace');
  const workspace = path.join(folder.path, 'sample');
  try {
    await fs.cp(fixture, workspace, { recursive: true });
    return (await desktopAtHand()) ? await inDesktop(version, workspace) : await inServer(version, workspace);
  } finally {
    await folder.remove();
  }
}

/** Whether desktop VS Code can be downloaded and shown here. */
async function desktopAtHand(): Promise<boolean> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return false;
  try {
    const url = 'https://update.code.visualstudio.com/api/releases/stable';
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(3000) })).ok;
  } catch {
    return false;
  }
}

async function inDesktop(version: EditorVersion, workspace: string): Promise<number> {
  const { runTests } = await import('@vscode/test-electron');
  console.log(`Desktop VS Code ${desktop[version]}`);
  const profile = await temporaryFolder('profile');
  // Electron refuses to run as root in its sandbox.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return runTests({
    version: desktop[version],
    cachePath: cache,
    extensionDevelopmentPath: neighbour === undefined ? root : [root, neighbour],
    extensionTestsPath: entry,
    extensionTestsEnv: { ...process.env, ...beside, WIREBENCH_EDITOR: version },
    launchArgs: [
      ...[workspace, `--user-data-dir=${profile.path}`, '--disable-extensions'],
      ...['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', ...asRoot],
    ],
  });
}

async function inServer(version: EditorVersion, workspace: string): Promise<number> {
  const server = await startServer({
    ...{ version, tests: true, say: console.log, env: hostEnvironment(version) },
    ...(neighbour === undefined ? {} : { extensions: [neighbour] }),
  });
  console.log(`VS Code ${server.vscode}, its server and workbench`);
  const browser = await launchBrowser();
  let left: string[] = [];
  let exit: number;
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const others: string[] = [];
    const reported: string[] = [];
    let timer: NodeJS.Timeout | undefined;
    const code = new Promise<number>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}\nThe server said:\n${server.output()}`));
      timer = setTimeout(() => fail(`The host tests were not done after ${limitMs / 1000} s.`), limitMs);
      page.once('crash', () => fail('The workbench crashed.'));
      void server.exited.then((exit) => fail(`The VS Code server ended with exit code ${exit}.`));
      void page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    });
    // A rejection before it is awaited must not be unhandled.
    code.catch(() => undefined);
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      const lines = args.map(String).join(' ').split('\n');
      const own = lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
      if (own.length > 0) {
        reported.push(...own);
        console.log(own.join('\n'));
      } else if (verbose) console.log(lines.join('\n'));
      else others.push(...lines);
    });
    await page.goto(workbenchUrl(server.url, { folder: workspace, extension: root, tests: entry }));
    try {
      exit = await code;
      // Among the editor's own lines is why the run could not start, if it could not.
      if (exit !== 0 && reported.length === 0) console.log(others.join('\n'));
      const errors = await extensionErrors(server.dataDir);
      if (errors.length > 0) {
        console.log(`The extension logged errors that no test expected:\n${errors.join('\n')}`);
        exit = 1;
      }
      left = await nothingOf(() => leftAfter(server, workspace));
    } finally {
      clearTimeout(timer);
    }
  } finally {
    await browser.close();
    await server.dispose();
  }
  left.push(...(await nothingOf(processesOfThisRun)));
  if (left.length > 0) console.log(`The extension left behind:\n${left.join('\n')}`);
  return left.length > 0 ? 1 : exit;
}

/** Programs, scripts and temporary files of the extension, whose host has ended with its window. */
async function leftAfter(server: Server, workspace: string): Promise<string[]> {
  const processes = await processesWith(ownVariable);
  const ours = processes.filter(
    // The editor's own language servers work in the folder too.
    ({ command, folder }) => folder.startsWith(workspace) && !command.includes(path.join(cache, 'vscode-server-')),
  );
  return [
    ...ours.map(({ pid, command }) => `process ${pid}: ${command}`),
    ...(await filesIn(path.join(server.dataDir, 'tmp'))),
  ];
}

async function processesOfThisRun(): Promise<string[]> {
  return (await processesWith(ownVariable)).map(({ pid, command }) => `process ${pid}: ${command}`);
}

/** What is still there when all of it had time to go. */
async function nothingOf(read: () => Promise<string[]>): Promise<string[]> {
  let found: string[] = [];
  const nothing = async () => (found = await read());
  await settles(nothing, (all) => assert.deepEqual(all, []), 5000).catch(() => undefined);
  return found;
}

/** What the tests in the extension host are told. */
function hostEnvironment(version: EditorVersion): Record<string, string> {
  const passed = Object.entries(process.env).filter(([name]) => name.startsWith('WIREBENCH_'));
  return {
    ...(Object.fromEntries(passed) as Record<string, string>),
    ...own,
    ...beside,
    WIREBENCH_MARK: mark,
    WIREBENCH_EDITOR: version,
  };
}

process.exitCode = await main(version);
