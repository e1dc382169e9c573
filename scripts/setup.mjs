import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { npm, run } from './processes.mjs';
import { root } from './root.mjs';

/** Installs the project's dependencies unless they are installed as the lock file says. */
export async function ensureDependencies(say = console.log) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20)
    throw new Error(
      `Wirebench is built with Node 20 or newer; this is ${process.version}. Install it from https://nodejs.org`,
    );
  if (await dependenciesInstalled()) return;
  say('Installing the dependencies (npm ci)');
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, timeoutMs: 600_000 });
}

async function dependenciesInstalled() {
  const read = async (file) => JSON.parse(await fs.readFile(path.join(root, file), 'utf8')).packages;
  const wanted = await read('package-lock.json');
  const installed = await read('node_modules/.package-lock.json').catch(() => undefined);
  if (!installed) return false;
  return Object.entries(wanted).every(
    ([where, { version, optional }]) =>
      where === '' || (installed[where] ? installed[where].version === version : optional),
  );
}

/**
 * Programs that the tests need and npm can't bring: how to find each, and the Debian package that has it.
 * Chromium comes without fonts on a bare machine, and a page without fonts shows nothing.
 */
const tools = {
  chromium: {
    find: () => findChromium() !== undefined,
    packages: ['chromium', 'fonts-dejavu-core'],
  },
  python3: { find: () => existsSync('/usr/bin/python3'), packages: ['python3'] },
  ncat: { find: () => onPath('ncat'), packages: ['ncat'] },
  socat: { find: () => onPath('socat'), packages: ['socat'] },
  ss: { find: () => onPath('ss'), packages: ['iproute2'] },
  openssl: { find: () => onPath('openssl'), packages: ['openssl'] },
  taskset: { find: () => onPath('taskset'), packages: ['util-linux'] },
};

function onPath(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => folder && existsSync(path.join(folder, name)));
}

/**
 * Installs what is missing where that is allowed (root on Debian or Ubuntu).
 *
 * @param {string[]} names of the table above
 * @returns {Promise<Map<string, string>>} what is still missing, with what to do about it
 */
export async function ensureTools(names, say = console.log) {
  const missing = () => names.filter((name) => !tools[name].find());
  const packages = [...new Set(missing().flatMap((name) => tools[name].packages))];
  if (packages.length === 0) return new Map();
  const apt = existsSync('/usr/bin/apt-get');
  let why = '';
  if (apt && process.getuid?.() === 0) {
    say(`Installing ${packages.join(', ')} (apt-get)`);
    why = await aptInstall(packages);
  }
  const command = apt
    ? `sudo apt-get install -y ${packages.join(' ')}`
    : process.platform === 'darwin'
      ? `brew install ${missing().join(' ')}`
      : `install ${packages.join(', ')} with your system's package manager`;
  return new Map(missing().map((name) => [name, `${name} is not installed here. To install it: ${command}${why}`]));
}

async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, timeoutMs: 600_000 };
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  const first = await run('apt-get', install, options);
  if (first.code === 0) return '';
  await run('apt-get', ['update', '-qq'], options);
  const second = await run('apt-get', install, options);
  return second.code === 0 ? '' : `\napt-get install said:\n${second.output.trim().split('\n').slice(-10).join('\n')}`;
}
