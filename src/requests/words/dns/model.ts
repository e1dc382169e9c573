import type { DnsExchange } from '../../../net/dns/exchange.ts';
import type { Template, WordItem } from '../../model.ts';

/** `DNS name [TYPE [CLASS]]`. */
export interface DnsItem extends WordItem {
  readonly kind: 'dns';
  readonly name: Template;
  readonly type?: Template;
  readonly class?: Template;
}

/** `data` is what checks address (`answers[0].exchange`), as JSON. */
export interface DnsResult {
  readonly kind: 'dns';
  readonly data: unknown;
  /** The message as it came. */
  readonly message?: Uint8Array;
  /** How it was asked and answered. */
  readonly exchange?: DnsExchange;
}

declare module '../../model.ts' {
  interface Items {
    readonly dns: DnsItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly dns: DnsResult;
  }
}
