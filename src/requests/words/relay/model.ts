import type { Template, WordItem } from '../../model.ts';

/** `RELAY udp://a:1 -> udp://b:2`. */
export interface RelayItem extends WordItem {
  readonly kind: 'relay';
  readonly from: Template;
  readonly to: Template;
}

declare module '../../model.ts' {
  interface Items {
    readonly relay: RelayItem;
  }
}
