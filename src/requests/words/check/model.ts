import type { Located, WordItem } from '../../model.ts';
import type { Seen, Watched } from '../watched.ts';

/** `CHECK name`: no traffic of its own, checks on the thing that the request of that name started. */
export interface CheckItem extends WordItem {
  readonly kind: 'watch';
  readonly name: Located;
}

export interface CheckResult {
  readonly kind: 'watch';
  readonly name: string;
  readonly seen: Seen;
  /** It stays in the thread of the run. */
  readonly watched?: Watched;
}

declare module '../../model.ts' {
  interface Items {
    readonly watch: CheckItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly watch: CheckResult;
  }
}
