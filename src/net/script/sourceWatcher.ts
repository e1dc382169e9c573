import { createHash } from 'node:crypto';
import { readFileSync, unwatchFile, watch, watchFile } from 'node:fs';
import path from 'node:path';
import { DisposableStore, toDisposable, type Disposable } from '../../base/disposable.ts';

/** Milliseconds without another change: editors write a file in several steps. */
const settle = 60;
/** Milliseconds between two checks if the system sends no notices. */
const interval = 500;

/** Calls back if the content of a file changed, but not if it was only touched, or while it is missing. */
export function watchSource(file: string, onChange: () => void): Disposable {
  const store = new DisposableStore();
  let known = digest(file);
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = digest(file);
    if (now === undefined || now === known) return;
    known = now;
    onChange();
  };
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, settle);
  };
  const poll = (): void => {
    if (store.isDisposed) return;
    watchFile(file, { interval, persistent: false }, changed);
    store.add(toDisposable(() => unwatchFile(file, changed)));
  };
  store.add(toDisposable(() => clearTimeout(timer)));
  try {
    // Watches the folder, since an editor may replace the file by a new one.
    const watcher = watch(path.dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === path.basename(file)) changed();
    });
    watcher.on('error', poll);
    store.add(toDisposable(() => watcher.close()));
  } catch {
    poll();
  }
  return store;
}

function digest(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
}
