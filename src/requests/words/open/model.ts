import type { Template, WordItem } from '../../model.ts';
import type { ConversationStep } from '../conversation/model.ts';
import type { Seen } from '../watched.ts';
import type { OpenConnection } from './connection.ts';

/** `OPEN tcp://host:port`: a connection that stays. */
export interface OpenItem extends WordItem {
  readonly kind: 'openConnection';
  readonly url: Template;
  readonly steps: readonly ConversationStep[];
}

export interface OpenResult {
  readonly kind: 'openConnection';
  readonly endpoint: number;
  readonly connection: number;
  /** Where it is connected to. */
  readonly host: string;
  readonly port: number;
  /** The port of our side. */
  readonly localPort: number;
  readonly seen: Seen;
  /** It stays in the thread of the run. */
  readonly watched?: OpenConnection;
  /** It has been closed since. */
  readonly stopped?: true;
}

declare module '../../model.ts' {
  interface Items {
    readonly openConnection: OpenItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly openConnection: OpenResult;
  }
}
