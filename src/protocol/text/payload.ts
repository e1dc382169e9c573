/** What a person asks to send. See encodePayload for how each kind becomes bytes. */
export type Payload =
  | {
      readonly kind: 'text' | 'escapes';
      readonly text: string;
      readonly encoding?: string;
      readonly lineEnding?: 'none' | 'lf' | 'crlf' | 'cr';
      readonly macros?: boolean;
    }
  | { readonly kind: 'hex'; readonly text: string }
  | { readonly kind: 'base64'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };
