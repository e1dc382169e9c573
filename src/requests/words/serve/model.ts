import type { BodyPart, Template, WordItem } from '../../model.ts';

/** `SERVE tcp://host:port`. A body is what the behaviour takes as one: the routes of `mock`, the rules of `rules`, the text of `fixed`. */
export interface ServeItem extends WordItem {
  readonly kind: 'serve';
  readonly url: Template;
  readonly body: readonly BodyPart[];
}

export interface ServeResult {
  readonly kind: 'serve';
  readonly endpoint: number;
  readonly host: string;
  readonly port: number;
  /** `tcp://127.0.0.1:9000`. */
  readonly url?: string;
  /** The path of a PEM file with its certificate, if it speaks TLS. */
  readonly certificate?: string;
  /** It has been stopped since. */
  readonly stopped?: true;
}

declare module '../../model.ts' {
  interface Items {
    readonly serve: ServeItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly serve: ServeResult;
  }
}
