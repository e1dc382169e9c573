/** As much of npm's markdown-it as the tests use; it brings no types of its own. */
declare module 'markdown-it' {
  export default class MarkdownIt {
    constructor(options?: { readonly html?: boolean; readonly linkify?: boolean });
    render(source: string): string;
    parse(source: string, environment: object): Token[];
  }

  interface Token {
    readonly type: string;
    readonly level: number;
    readonly map: readonly [from: number, to: number] | null;
    readonly markup: string;
    readonly info: string;
  }
}
