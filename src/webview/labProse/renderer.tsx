import { frontMatterCard } from './frontMatter.ts';
import style from './prose.css' with { type: 'text' };

/** The part of markdown-it, and of the editor's renderer of prose, that is used. */
interface Markdown {
  render(text: string, env?: { readonly outputItem?: { readonly metadata?: unknown } }): string;
}
interface ProseRenderer {
  extendMarkdownIt(extend: (markdown: Markdown) => void): void;
}
interface Context {
  getRenderer(id: string): Promise<ProseRenderer | undefined>;
}

/** The editor calls this once for a notebook: the front matter of a lab is drawn as a card, all other prose as Markdown. */
export async function activate(context: Context): Promise<void> {
  const prose = await context.getRenderer('vscode.markdown-it-renderer');
  if (prose === undefined) return;
  // Prose is drawn in shadow roots. The editor copies such templates into each.
  const template = document.createElement('template');
  template.classList.add('markdown-style');
  const sheet = document.createElement('style');
  sheet.textContent = style;
  template.content.append(sheet);
  document.head.append(template);
  prose.extendMarkdownIt((markdown) => {
    const render = markdown.render.bind(markdown);
    markdown.render = (text, env) => {
      const cell = cellOf(env?.outputItem?.metadata);
      // Notebooks of others are drawn by the same renderer.
      if (cell === undefined) return render(text, env);
      return isFrontMatter(cell) ? frontMatterCard(text) : `<div class="wb-prose">${render(text, env)}</div>`;
    };
  });
}

type Kept = Readonly<Record<string, unknown>>;

/** As the serializer of labs keeps it. */
function cellOf(metadata: unknown): Kept | undefined {
  const { wirebench } = (metadata ?? {}) as { readonly wirebench?: { readonly cell?: Kept } };
  return wirebench?.cell;
}

/** It is prose that has a language. */
function isFrontMatter(cell: Kept): boolean {
  return cell['kind'] === 'prose' && cell['language'] !== undefined;
}
