import type { Located, WordItem } from '../../model.ts';
import type { Seen, Watched } from '../watched.ts';

/** `CLOSE name`: ends the connection that the request of that name opened. */
export interface CloseItem extends WordItem {
  readonly kind: 'closeConnection';
  readonly name: Located;
}

export interface CloseResult {
  readonly kind: 'closeConnection';
  readonly name: string;
  readonly seen: Seen;
  /** It stays in the thread of the run. */
  readonly watched?: Watched;
}

declare module '../../model.ts' {
  interface Items {
    readonly closeConnection: CloseItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly closeConnection: CloseResult;
  }
}
