/** As much of npm's markdown-it as the tests use; it brings no types of its own. */
declare module 'markdown-it' {
  export default class MarkdownIt {
    constructor(options?: { readonly html?: boolean; readonly linkify?: boolean });
    render(source: string): string;
  }
}
