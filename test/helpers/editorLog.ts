import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/root.ts';

const isHostLog = (file: string): boolean => path.basename(file) === 'remoteexthost.log';

/** The extension host's log so far. */
export async function extensionHostLog(dataDir: string): Promise<string> {
  return (await logs(dataDir, isHostLog)).join('\n');
}

/** The log of each extension host so far, each with its window. */
export function extensionHostLogs(dataDir: string): Promise<string[]> {
  return logs(dataDir, isHostLog);
}

/** The event that activated our extension, from the log of an extension host; undefined if it was not activated. */
export function activationEvent(log: string): string | undefined {
  return /_doActivateExtension wirebench\.wirebench, .*activationEvent: '([^']*)'/.exec(log)?.[1];
}

/**
 * The errors of our extension among what the editor logged: uncaught ones and failed activations from the extension
 * host's log, and what our own log channels say at level error.
 *
 * @param dataDir the server's data folder
 */
export async function extensionErrors(dataDir: string): Promise<string[]> {
  const host = entries(await extensionHostLog(dataDir)).filter(
    (entry) => entry.includes('wirebench.wirebench') || entry.includes(path.join(root, 'dist')),
  );
  const own = await logs(dataDir, (file) => file.includes('wirebench.wirebench'));
  return [...host, ...own.flatMap(entries)].filter((entry) => /^\S+( \S+)? \[error\]/.test(entry));
}

/** An entry starts with its date. Lines without a date, such as a stack, belong to it. */
function entries(text: string): string[] {
  return text.split(/^(?=\d{4}-\d\d-\d\d[T ])/m).map((entry) => entry.trim());
}

async function logs(dataDir: string, which: (file: string) => boolean): Promise<string[]> {
  const folder = path.join(dataDir, 'data', 'logs');
  const files = await fs.readdir(folder, { recursive: true }).catch(() => []);
  const wanted = files.filter((file) => file.endsWith('.log') && which(file));
  return Promise.all(wanted.map((file) => fs.readFile(path.join(folder, file), 'utf8')));
}
