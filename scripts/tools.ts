import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { findChromium } from './chromium.ts';
import { run, type RunResult } from './processes.ts';
import { python } from './python.ts';

/** The folders of the path, and those of daemons, which are not on every user's path. */
const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), '/usr/sbin', '/sbin'];
const program = (name: string) => () => folders.some((folder) => existsSync(path.join(folder, name)));
/** Debian's own python3, not another one on the path: it has Debian's Python packages. */
const pythonModule = (name: string) => () => existsSync(`/usr/lib/python3/dist-packages/${name}`);

interface Tool {
  readonly find: () => boolean;
  readonly packages: readonly string[];
  readonly services?: readonly string[];
}

/**
 * The tools of the suites that npm cannot provide: how to find each, its Debian (and Ubuntu) packages, and the services
 * that come with it. The tests never use those services: they start their own, on loopback and a free port. Chromium
 * comes without fonts on a bare machine, and a page without fonts shows nothing.
 */
const tools = {
  chromium: { find: () => findChromium() !== undefined, packages: ['chromium', 'fonts-dejavu-core'] },
  python3: { find: () => existsSync(python), packages: ['python3'] },
  ncat: { find: program('ncat'), packages: ['ncat'] },
  socat: { find: program('socat'), packages: ['socat'] },
  ss: { find: program('ss'), packages: ['iproute2'] },
  openssl: { find: program('openssl'), packages: ['openssl'] },
  taskset: { find: program('taskset'), packages: ['util-linux'] },
  curl: { find: program('curl'), packages: ['curl'] },
  nginx: { find: program('nginx'), packages: ['nginx'], services: ['nginx'] },
  tinyproxy: { find: program('tinyproxy'), packages: ['tinyproxy-bin'] },
  microsocks: { find: program('microsocks'), packages: ['microsocks'], services: ['microsocks'] },
  requests: { find: pythonModule('requests'), packages: ['python3-requests'] },
  httpbin: { find: pythonModule('httpbin'), packages: ['python3-httpbin'] },
  named: { find: program('named'), packages: ['bind9'], services: ['named'] },
  knotd: { find: program('knotd'), packages: ['knot'], services: ['knot'] },
  nsd: { find: program('nsd'), packages: ['nsd'], services: ['nsd'] },
  ldns: { find: program('ldns-read-zone'), packages: ['ldnsutils'] },
  dig: { find: program('dig'), packages: ['bind9-dnsutils'] },
  kdig: { find: program('kdig'), packages: ['knot-dnsutils'] },
  dnspython: { find: pythonModule('dns'), packages: ['python3-dnspython'] },
  idna: { find: pythonModule('idna'), packages: ['python3-idna'] },
  dnsperf: { find: program('dnsperf'), packages: ['dnsperf'] },
  tshark: { find: program('tshark'), packages: ['tshark'] },
  cc: { find: program('cc'), packages: ['gcc', 'libc6-dev'] },
  unzip: { find: program('unzip'), packages: ['unzip'] },
  yaml: { find: pythonModule('yaml'), packages: ['python3-yaml'] },
  javac: { find: program('javac'), packages: ['default-jdk-headless'] },
} satisfies Readonly<Record<string, Tool>>;

export type ToolName = keyof typeof tools;

/** The tools of each suite (and the benchmark), by the table above. */
export const needs = {
  unit: ['python3'],
  peers: [
    ...['python3', 'ncat', 'socat', 'ss', 'openssl'],
    ...['curl', 'nginx', 'tinyproxy', 'microsocks', 'requests', 'httpbin'],
    ...['named', 'knotd', 'nsd', 'ldns', 'dig', 'kdig', 'dnspython', 'idna', 'tshark'],
    ...['cc', 'javac', 'unzip', 'yaml'],
  ],
  host: ['chromium', 'python3', 'ss'],
  ui: ['chromium', 'python3', 'ss'],
  bench: ['chromium', 'python3', 'socat', 'taskset', 'named', 'knotd', 'nsd', 'dnspython', 'dnsperf', 'nginx'],
} as const satisfies Readonly<Record<string, readonly ToolName[]>>;

/**
 * Installs missing tools if that is allowed (root on Debian or Ubuntu).
 * @param names of the table above
 * @returns the tools that are still missing, with the remedy for each
 */
export async function ensureTools(
  names: readonly ToolName[],
  say: (line: string) => void = console.log,
): Promise<Map<ToolName, string>> {
  const missing = () => names.filter((name) => !tools[name].find());
  const absent = missing();
  if (absent.length === 0) return new Map();
  const packages = unique(absent.flatMap((name) => tools[name].packages));
  const apt = existsSync('/usr/bin/apt-get');
  let why = '';
  if (apt && process.getuid?.() === 0) {
    say(`Installing ${packages.join(', ')} (apt-get)`);
    why = await aptInstall(packages, unique(absent.flatMap((name) => (tools[name] as Tool).services ?? [])));
  }
  const command = apt
    ? `sudo apt-get install -y ${packages.join(' ')}`
    : process.platform === 'darwin'
      ? `brew install ${missing().join(' ')}`
      : `install ${packages.join(', ')} with your system's package manager`;
  return new Map(missing().map((name) => [name, `${name} is not installed here. To install it: ${command}${why}`]));
}

const unique = (names: readonly string[]) => [...new Set(names)];

const aptOptions = [
  ...['-y', '-qq', '--no-install-recommends'],
  ...['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Options::=--force-confold', '-o', 'Acquire::Retries=3'],
];

/**
 * Returns undefined, or the output of a failed apt-get. A bare machine has no package lists, so they are fetched first.
 */
async function aptInstall(packages: readonly string[], services: readonly string[]): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' };
  const apt = (...args: string[]) => run('apt-get', args, { env, timeoutMs: 900_000 });
  const update = await apt('update', ...aptOptions);
  const install = await withoutServices(services, () => apt('install', ...aptOptions, ...packages));
  if (install.code === 0) return '';
  const said = [...(update.code === 0 ? [] : [update.output]), install.output].join('\n').trim();
  return `\napt-get said:\n${said.split('\n').slice(-15).join('\n')}`;
}

const policy = '/usr/sbin/policy-rc.d';

/**
 * Runs an installation that starts no service: the maintainer scripts ask policy-rc.d, and 101 forbids it
 * (https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt). Nor do the new ones start at the next boot.
 */
async function withoutServices(services: readonly string[], install: () => Promise<RunResult>): Promise<RunResult> {
  if (services.length === 0) return install();
  const theirs = existsSync(policy) ? await fs.readFile(policy) : undefined;
  const mode = theirs ? (await fs.stat(policy)).mode : 0o755;
  await fs.writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  await fs.chmod(policy, 0o755);
  try {
    return await install();
  } finally {
    if (theirs) {
      await fs.writeFile(policy, theirs);
      await fs.chmod(policy, mode);
    } else {
      await fs.rm(policy, { force: true });
    }
    if (program('systemctl')()) await run('systemctl', ['disable', ...services], { timeoutMs: 60_000 });
  }
}
