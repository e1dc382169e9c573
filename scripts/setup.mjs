import fs from 'node:fs/promises';
import path from 'node:path';
import { npm } from './processes.mjs';
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
