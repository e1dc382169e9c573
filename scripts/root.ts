import path from 'node:path';

/** The project's folder, absolute. */
export const root = path.resolve(import.meta.dirname, '..');

/** The folder with the test editors. Several checkouts can share one by WIREBENCH_CACHE. */
export const cache = process.env.WIREBENCH_CACHE
  ? path.resolve(process.env.WIREBENCH_CACHE)
  : path.join(root, '.cache');
