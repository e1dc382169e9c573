import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/**
 * Makes this process think that it runs on another system: `process.platform` is that of WIREBENCH_TEST_PLATFORM, and the tools of
 * that system are those of the folder `tools`, wherever a path of that system leads to them. Preloaded, so that no module of ours
 * has seen the real platform. Nothing of Wirebench is replaced.
 */

const platform = process.env['WIREBENCH_TEST_PLATFORM'] as NodeJS.Platform;
const tools = path.join(import.meta.dirname, 'tools');

Object.defineProperty(process, 'platform', { value: platform });
if (platform === 'win32') {
  // The folders of Windows in which programs are looked for; the tools stand for all files there.
  process.env['SystemRoot'] = 'C:\\Windows';
  process.env['PATH'] = 'C:\\Windows;C:\\Windows\\System32';
  process.env['PATHEXT'] = '.COM;.EXE;.BAT;.CMD';
}

/** The tool that a path of the other system leads to; the path itself if there is none. */
function toolOf(file: string): string {
  const name = platform === 'win32' ? /^C:\\Windows\\(?:System32\\)?([^\\]+)$/i.exec(file)?.[1] : undefined;
  const found = name ?? (platform === 'darwin' && file === '/usr/sbin/lsof' ? 'lsof' : undefined);
  const tool = found && path.join(tools, found.toLowerCase());
  return tool !== undefined && real.existsSync(tool) ? tool : file;
}

const real = { ...fs, ...childProcess };

Object.assign(childProcess, {
  spawn: (file: string, ...rest: [never]) => real.spawn(toolOf(file), ...rest),
  spawnSync: (file: string, ...rest: [never]) => real.spawnSync(toolOf(file), ...rest),
  execFile: (file: string, ...rest: [never]) => real.execFile(toolOf(file), ...rest),
});
Object.assign(fs, {
  statSync: (file: string, ...rest: [never]) => real.statSync(typeof file === 'string' ? toolOf(file) : file, ...rest),
});
syncBuiltinESMExports();
