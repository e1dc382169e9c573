import { render } from 'preact';
import { Outcome } from './outcome.tsx';
import style from './output.css' with { type: 'text' };
import type { RendererMessage, ShownOutcome } from './protocol.ts';

/** The part of the editor's notebook renderer API that is used. */
interface RendererContext {
  readonly postMessage?: (message: RendererMessage) => void;
}
interface OutputItem {
  readonly id: string;
  json(): ShownOutcome;
}

/** The editor calls this once for a notebook: outputs of labs. */
export function activate({ postMessage }: RendererContext) {
  const sheet = document.createElement('style');
  sheet.textContent = style;
  document.head.append(sheet);
  const shown = new Map<string, HTMLElement>();
  return {
    renderOutputItem(item: OutputItem, element: HTMLElement): void {
      shown.set(item.id, element);
      render(<Outcome outcome={item.json()} post={postMessage} />, element);
    },
    disposeOutputItem(id?: string): void {
      for (const [of, element] of shown) {
        if (id !== undefined && id !== of) continue;
        render(null, element);
        shown.delete(of);
      }
    },
  };
}
