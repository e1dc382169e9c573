import {
  close,
  closeSync,
  constants,
  fstat,
  fstatSync,
  open,
  openSync,
  read,
  readSync,
  realpath,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

type Soon<T> = T | Promise<T>;

/** How files are read: `later`, in threads of the system, or `now`, while everything else here waits. */
export interface Disk {
  realpath(path: string): Soon<string>;
  stat(path: string): Soon<Stats>;
  open(path: string): Soon<number>;
  fstat(file: number): Soon<Stats>;
  /** Reads into the buffer from `at` on, from that position of the file. Returns the number of bytes. */
  read(file: number, buffer: Uint8Array, at: number, position: number): Soon<number>;
  close(file: number): Soon<void>;
}

/** Windows has neither of the last two. They refuse a link or a device that replaced the file. */
const flags: Readonly<Record<string, number | undefined>> = { ...constants };
const openFlags = constants.O_RDONLY | (flags['O_NOFOLLOW'] ?? 0) | (flags['O_NONBLOCK'] ?? 0);

const openLater = promisify(open);

export const later: Disk = {
  realpath: promisify(realpath.native),
  stat: (path) => stat(path),
  open: (path) => openLater(path, openFlags),
  fstat: promisify<number, Stats>(fstat),
  read: (file, buffer, at, position) =>
    new Promise((resolve, reject) => {
      read(file, buffer, at, buffer.length - at, position, (error, count) =>
        error === null ? resolve(count) : reject(error),
      );
    }),
  close: promisify(close),
};

export const now: Disk = {
  realpath: (path) => realpathSync.native(path),
  stat: (path) => statSync(path),
  open: (path) => openSync(path, openFlags),
  fstat: (file) => fstatSync(file),
  read: (file, buffer, at, position) => readSync(file, buffer, at, buffer.length - at, position),
  close: (file) => closeSync(file),
};
