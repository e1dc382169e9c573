// npm start: builds the extension and opens it in an editor on a sample workspace, until Ctrl+C.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { finish, own, run, temporaryFolder } from './processes.ts';
import { cache, root } from './root.ts';
import { startServer, workbenchUrl } from './server.ts';

const { values } = parseArgs({
  options: {
    'no-open': { type: 'boolean' },
    'no-build': { type: 'boolean' },
    browser: { type: 'boolean' },
    floor: { type: 'boolean' },
    port: { type: 'string' },
    workspace: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(`npm start -- [options]
  --browser          serve the workbench to a browser even where desktop VS Code is installed
  --no-open          serve it and print the address, open nothing
  --no-build         open what was built before
  --port NUMBER      the port to serve it on (default: any free one)
  --floor            the oldest supported VS Code instead of the latest
  --workspace PATH   the folder to open (default: a sample workspace, copied to a temporary folder)
VSCODE=/path/to/code names the desktop editor to use.`);
  process.exit(0);
}
const port = values.port === undefined ? 0 : Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port ${values.port} is not a port number: give one from 0 (any free one) to 65535.`);
  process.exit(2);
}

/** A separate extension, so that the first window of a new user is not a part of Wirebench. */
const welcome = path.join(root, 'scripts', 'editor', 'welcome');

let stopping = false;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => void stop(0));

try {
  if (!values['no-build']) {
    console.log('Building Wirebench');
    await build();
  }
  const workspace = await openWorkspace();
  const editor = values['no-open'] || values.browser ? undefined : await desktopEditor();
  await (editor ? inDesktop(editor, workspace) : inBrowser(workspace));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

/** The folder to open: the named one, or a copy of the sample, so that the project's own stays unchanged. */
async function openWorkspace(): Promise<string> {
  if (values.workspace) {
    const folder = path.resolve(values.workspace);
    if (!existsSync(folder))
      throw new Error(`There is no folder ${folder} to open. Give --workspace a folder that exists.`);
    return folder;
  }
  const folder = path.join((await temporaryFolder('workspace')).path, 'sample');
  await fs.cp(path.join(root, 'samples'), folder, { recursive: true });
  return folder;
}

/** Desktop VS Code: the named one, an installed one, or a download if possible; undefined if it could not be shown. */
async function desktopEditor(): Promise<string | undefined> {
  if (process.env.VSCODE) return process.env.VSCODE;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const installed = [
    ...(process.env.PATH ?? '')
      .split(path.delimiter)
      .map((folder) => path.join(folder, process.platform === 'win32' ? 'code.cmd' : 'code')),
    '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
    path.join(os.homedir(), 'Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'),
    path.join(process.env.LOCALAPPDATA ?? '', 'Programs/Microsoft VS Code/bin/code.cmd'),
    '/snap/bin/code',
  ].find((file) => path.isAbsolute(file) && existsSync(file));
  if (installed) return installed;
  try {
    await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      method: 'HEAD',
      signal: AbortSignal.timeout(3000),
    });
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: cache });
  } catch {
    return undefined;
  }
}

async function inDesktop(editor: string, workspace: string): Promise<void> {
  const profile = (await temporaryFolder('profile')).path;
  const args = [
    ...['--new-window', '--wait', '--disable-workspace-trust', '--skip-welcome'],
    ...[root, welcome].map((folder) => `--extensionDevelopmentPath=${folder}`),
    ...[
      `--user-data-dir=${path.join(profile, 'user')}`,
      `--extensions-dir=${path.join(profile, 'extensions')}`,
      workspace,
    ],
  ];
  // Electron refuses to run as root in its sandbox.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const windows = process.platform === 'win32';
  const child = spawn(editor, args, { detached: !windows, shell: windows && editor.endsWith('.cmd'), stdio: 'ignore' });
  own(child);
  child.once('error', (error) => {
    console.error(`${editor} could not be started: ${error.message}`);
    void stop(1);
  });
  child.once('exit', () => void stop(0));
  console.log(`Wirebench is open in ${editor}, on ${workspace}. Closing the window or Ctrl+C ends it.`);
}

async function inBrowser(workspace: string): Promise<void> {
  const server = await startServer({
    version: values.floor ? 'floor' : 'latest',
    port,
    extensions: [root, welcome],
    say: console.log,
  });
  void server.exited.then((code) => {
    if (stopping) return;
    console.error(`The VS Code server ended with exit code ${code ?? 'none'}:\n${server.output()}`);
    void stop(1);
  });
  const url = workbenchUrl(server.url, { folder: workspace });
  console.log(
    `Wirebench is open in VS Code ${server.vscode}, served on this machine only. Ctrl+C ends it.\n\n  ${url}\n`,
  );
  if (!values['no-open']) await openUrl(url);
}

/** Opens the address in the user's browser if there is one. The address is printed in any case. */
async function openUrl(url: string): Promise<void> {
  const opener = { darwin: 'open', win32: 'explorer.exe' }[process.platform as string] ?? 'xdg-open';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  await run(opener, [url], { timeoutMs: 10_000 }).catch(() => {
    console.log('Open the address in a browser.');
  });
}

function stop(code: number): Promise<never> {
  if (!stopping) console.log('\nStopping');
  stopping = true;
  return finish(code);
}
