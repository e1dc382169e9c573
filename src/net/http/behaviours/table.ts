import type { HttpBehaviourKind } from './behaviour.ts';
import { bin } from './bin.ts';
import { mock } from './mock.ts';
import { staticFolder } from './static.ts';

/** Every behaviour an HTTP server can have, in the order people are offered them. */
export const httpBehaviours: readonly HttpBehaviourKind[] = [bin, staticFolder, mock];
