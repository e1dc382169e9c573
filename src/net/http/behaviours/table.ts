import type { HttpBehaviourKind } from './behaviour.ts';
import { bin } from './bin.ts';
import { mock } from './mock.ts';
import { staticFolder } from './static.ts';

/** Every behaviour of an HTTP server, in the order of the picker. */
export const httpBehaviours: readonly HttpBehaviourKind[] = [bin, staticFolder, mock];
