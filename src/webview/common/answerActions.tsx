import { visible } from '../../protocol/text/visible.ts';
import { Action, Menu } from './widgets.tsx';

/** The actions of the buttons on a page with a history of answers. */
interface AnswersPage {
  show(entry: number): void;
  act(action: 'goToRequest' | 'clearHistory'): void;
}

/** Goes to the line of the file with the request: `mail.http:12`. Renders nothing for an answer without one. */
export function GoToRequest({ page, source }: { readonly page: AnswersPage; readonly source: string | undefined }) {
  if (source === undefined) return null;
  return (
    <Action
      icon="go-to-file"
      label={`Go to the request in ${visible(source)}`}
      onClick={() => page.act('goToRequest')}
    />
  );
}

interface HistoryProps<Heading> {
  readonly page: AnswersPage;
  readonly history: readonly Heading[];
  readonly labelOf: (heading: Heading) => string;
}

/** The earlier answers, and an entry that forgets them. */
export function HistoryMenu<Heading extends { readonly entry: number }>(props: HistoryProps<Heading>) {
  const { page, history, labelOf } = props;
  return (
    <Menu
      label="History"
      icon="history"
      choices={[
        ...history.map((heading) => ({ label: labelOf(heading), run: () => page.show(heading.entry) })),
        { label: 'Clear History', run: () => page.act('clearHistory') },
      ]}
    />
  );
}
