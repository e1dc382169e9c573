// node scripts/run.mjs SCRIPT [argument...]: runs scripts/SCRIPT.ts, even on a machine where nothing is installed yet.
// This file is plain JavaScript for that reason: Node 20 does not read TypeScript, and tsx, which does, comes with the
// dependencies.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [script = '', ...args] = process.argv.slice(2);
const file = path.join(root, 'scripts', `${script}.ts`);

try {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Error(
      `Wirebench is built with Node 20 or newer; this is ${process.version}. Install it from https://nodejs.org`,
    );
  if (!dependenciesInstalled()) await install();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // The last line of `npm test` is its sum, even if a run could not begin.
  if (script === 'test') console.log('0 passed, 1 failed');
  process.exit(1);
}
const { register } = await import('tsx/esm/api');
register();
process.argv.splice(1, Infinity, file, ...args);
await import(file);

/** Whether the dependencies are installed as the lock file says. */
function dependenciesInstalled() {
  const packages = (name) => JSON.parse(readFileSync(path.join(root, name), 'utf8')).packages;
  let installed;
  try {
    installed = packages('node_modules/.package-lock.json');
  } catch {
    return false;
  }
  return Object.entries(packages('package-lock.json')).every(
    ([where, { version, optional }]) =>
      where === '' || (installed[where] ? installed[where].version === version : optional),
  );
}

/** Without the scripts of the packages: none needs them. npm is a script itself on Windows. */
async function install() {
  console.log('Installing the dependencies (npm ci)');
  const env = { ...process.env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false' };
  // An outer `npm --global` must not affect the inner one.
  delete env.npm_config_global;
  const options = ['--ignore-scripts', '--no-audit', '--no-fund'];
  const shell = process.platform === 'win32';
  const child = spawn('npm', ['ci', ...options], { cwd: root, env, shell, stdio: ['ignore', 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await once(child, 'exit');
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
  if (code !== 0) throw new Error(`npm ci ended with ${signal ?? `exit code ${code}`}. What it said is above.`);
}
