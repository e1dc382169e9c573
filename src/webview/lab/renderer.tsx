import { render } from 'preact';
import { Outcome } from './outcome.tsx';
import style from './output.css' with { type: 'text' };
import { isEditorMessage, type RendererMessage, type ShownOutcome } from './protocol.ts';

/** The part of the editor's notebook renderer API that is used. */
interface RendererContext {
  readonly postMessage?: (message: RendererMessage) => void;
  readonly onDidReceiveMessage?: (listener: (message: unknown) => void) => unknown;
}
interface OutputItem {
  readonly id: string;
  json(): ShownOutcome;
}

/** The editor calls this once for a notebook: outputs of labs. */
export function activate({ postMessage, onDidReceiveMessage }: RendererContext) {
  const sheet = document.createElement('style');
  sheet.textContent = style;
  document.head.append(sheet);
  /** By the id of the editor for an item, which is another one for each run. */
  const shown = new Map<string, { readonly element: HTMLElement; readonly outcome: ShownOutcome }>();
  const draw = (item: string, element: HTMLElement, outcome: ShownOutcome): void => {
    shown.set(item, { element, outcome });
    render(<Outcome outcome={outcome} post={postMessage} />, element);
  };
  onDidReceiveMessage?.((message) => {
    if (!isEditorMessage(message)) return;
    const { outcome } = message;
    for (const [item, { element, outcome: before }] of shown)
      if (before.id === outcome.id) draw(item, element, outcome);
  });
  return {
    renderOutputItem(item: OutputItem, element: HTMLElement): void {
      const outcome = item.json();
      draw(item.id, element, outcome);
      if (outcome.grows) postMessage?.({ kind: 'drawn', id: outcome.id });
    },
    disposeOutputItem(id?: string): void {
      for (const [of, { element }] of shown) {
        if (id !== undefined && id !== of) continue;
        render(null, element);
        shown.delete(of);
      }
    },
  };
}
