import path from 'node:path';

/** The project's folder, absolute. */
export const root = path.resolve(import.meta.dirname, '..');

/** Where the test editors are kept. Several checkouts can share one folder by WIREBENCH_CACHE. */
export const cache = process.env.WIREBENCH_CACHE
  ? path.resolve(process.env.WIREBENCH_CACHE)
  : path.join(root, '.cache');
