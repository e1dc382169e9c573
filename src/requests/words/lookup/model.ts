import type { LookupAnswer } from '../../../net/dns/requests.ts';
import type { Located, Template, WordItem } from '../../model.ts';

/** `LOOKUP host|address|service|port|socket WHAT`, `LOOKUP sockets|interfaces`. */
export interface LookupItem extends WordItem {
  readonly kind: 'lookup';
  readonly what: Located;
  /** Absent: all of them. */
  readonly subject?: Template;
}

/** `data` is what checks address (`addresses[0]`), as JSON. */
export interface LookupResult {
  readonly kind: 'lookup';
  readonly data: unknown;
  /** The answer of the system, and of DNS beside it if that was wanted. */
  readonly lookup?: LookupAnswer;
  /** Of the machine: several of a kind, which a check may ask for one by one. */
  readonly several?: { readonly word: 'socket' | 'interface'; readonly rows: readonly object[] };
}

declare module '../../model.ts' {
  interface Items {
    readonly lookup: LookupItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly lookup: LookupResult;
  }
}
