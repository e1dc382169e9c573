import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { installEditor, type EditorVersion } from './editors.ts';
import { end, must, own, temporaryFolder } from './processes.ts';

/** Settings of a quiet editor: no welcome, no telemetry, no updates, no chat, and no downloads. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'window.commandCenter': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

export interface ServerOptions {
  readonly version: EditorVersion;
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** User settings, which override the quiet ones. */
  readonly settings?: Record<string, unknown> | undefined;
  /** A packaged extension to install before the start. */
  readonly vsix?: string | undefined;
  /** Folders of built extensions to use as if they were installed. They are copied. */
  readonly extensions?: string[] | undefined;
  /** Keeps workspace trust on, so that the folder is not trusted. */
  readonly untrusted?: boolean | undefined;
  /** Without the right to listen on ports below 1024, as ordinary users are. */
  readonly unprivileged?: boolean | undefined;
  /** Let the workbench's address name an extension under development and its tests. It then shows no notifications. */
  readonly tests?: boolean | undefined;
  readonly env?: Record<string, string> | undefined;
  readonly say?: ((line: string) => void) | undefined;
}

export interface Server {
  /** Its VS Code version. */
  readonly vscode: string;
  readonly url: string;
  /** Its data folder: settings, extensions and logs. Removed by `dispose`. */
  readonly dataDir: string;
  readonly exited: Promise<number | null>;
  /** Its output so far. */
  output(): string;
  dispose(): Promise<void>;
}

export interface WorkbenchAddress {
  readonly folder?: string | undefined;
  /** Folder of the extension under development. */
  readonly extension?: string | undefined;
  /** Entry of its tests, run in the extension host. */
  readonly tests?: string | undefined;
}

/** Starts the VS Code server of the cache folder on a free loopback port with a data folder of its own. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const editor = await installEditor(options.version, options.say);
  const folder = await temporaryFolder('editor');
  const data = folder.path;
  try {
    const user = path.join(data, 'data', 'User');
    // The server leaves sockets and caches in the temporary folder: they go where `dispose` removes them.
    const temporary = path.join(data, 'tmp');
    await Promise.all([user, temporary].map((place) => fs.mkdir(place, { recursive: true })));
    const env = serverEnvironment({ ...options.env, TMPDIR: temporary });
    await fs.writeFile(
      path.join(user, 'settings.json'),
      JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2),
    );
    const place = ['--server-data-dir', data, '--extensions-dir', path.join(data, 'extensions')];
    const common = ['--accept-server-license-terms', '--disable-telemetry', ...place];
    for (const extension of options.extensions ?? []) await placeExtension(extension, path.join(data, 'extensions'));
    if (options.vsix) {
      await must(editor.node, [editor.server, ...common, '--install-extension', options.vsix], {
        env,
        timeoutMs: 120_000,
      });
    }
    const args = ['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token', ...common];
    if (options.tests) args.push('--enable-smoke-test-driver');
    if (!options.untrusted) args.push('--disable-workspace-trust');
    const [program, ...rest] = [...(options.unprivileged ? withoutPorts() : []), editor.node, editor.server, ...args];
    const child = spawn(program!, rest, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    own(child);
    const output: string[] = [];
    const port = await listening(child, output, editor.vscode, options.port);
    return {
      vscode: editor.vscode,
      url: `http://127.0.0.1:${port}`,
      dataDir: data,
      exited: new Promise((resolve) => child.once('exit', resolve)),
      output: () => output.join(''),
      async dispose() {
        await end(child);
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** What ships of an extension whose package.json has no list. */
const shipped = ['README.md', 'courses', 'dist', 'media', 'samples', 'syntaxes', 'extension.cjs'];

/**
 * Puts a copy of an extension where the editor finds it as an installed one. An extension under development would need the
 * smoke-test driver, under which the editor shows no notifications and answers dialogs by itself. Links into another
 * folder would make the editor take its code for no extension's: Node resolves them, and the API knows callers by path.
 */
async function placeExtension(folder: string, extensions: string): Promise<void> {
  const text = await fs.readFile(path.join(folder, 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as { publisher: string; name: string; version: string; files?: string[] };
  const place = path.join(extensions, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  await fs.mkdir(place, { recursive: true });
  for (const name of ['package.json', ...(manifest.files ?? shipped)]) {
    const from = path.join(folder, name);
    if (!existsSync(from)) continue;
    await fs.cp(from, path.join(place, name), { recursive: true });
  }
}

/** What takes the right to listen on ports below 1024 from a program that the administrator starts; others have none. */
function withoutPorts(): string[] {
  const taken = '-net_bind_service';
  return process.getuid?.() === 0 ? ['setpriv', `--bounding-set=${taken}`, `--inh-caps=${taken}`] : [];
}

/** The environment without what an outer editor or npm put there for its own children. */
function serverEnvironment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/.test(name));
  return { ...Object.fromEntries(own), ...extra };
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** The port it is bound to, from what it prints. When there is none, the child is ended. */
function listening(child: Child, output: string[], vscode: string, wanted: number | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    let failed = false;
    const fail = (why: string) => {
      if (failed) return;
      failed = true;
      clearTimeout(timer);
      void end(child).then(() => reject(new Error(why)));
    };
    const failSaying = (why: string) => fail(`The VS Code ${vscode} server ${why}:\n${output.join('')}`);
    const timer = setTimeout(() => failSaying('did not say within 60 seconds where it listens'), 60_000);
    let found = false;
    const read = (text: string) => {
      output.push(text);
      if (found) return;
      const port = /listening on (\d+)/.exec(output.join(''))?.[1];
      found = port !== undefined;
      if (found) {
        clearTimeout(timer);
        resolve(Number(port));
      } else if (output.join('').includes('EADDRINUSE')) {
        // It says so and goes on running.
        fail(
          `Port ${wanted ?? 0} on 127.0.0.1 is already in use, so the VS Code server can't listen there. Give --port another one, or leave it out.`,
        );
      }
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', (error) => failSaying(`could not be started (${error.message})`));
    child.once('exit', (code) => failSaying(`ended with exit code ${code ?? 'none'} while it started`));
  });
}

/** The address of a workbench that has a folder open, or none, and, when given, an extension under development and its tests. */
export function workbenchUrl(url: string, what: WorkbenchAddress): string {
  const remote = (file: string) => `vscode-remote://remote${file}`;
  const payload = [['skipWelcome', 'true']];
  if (what.extension) payload.push(['extensionDevelopmentPath', remote(what.extension)]);
  if (what.tests) payload.push(['extensionTestsPath', remote(what.tests)]);
  // `ew`: an empty window; without either the editor opens the last folder again.
  const opened: Record<string, string> = what.folder === undefined ? { ew: 'true' } : { folder: what.folder };
  const query = new URLSearchParams({ ...opened, payload: JSON.stringify(payload) });
  return `${url}/?${query}`;
}
