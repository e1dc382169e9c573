import * as vscode from 'vscode';
import { more, moreButton, type Remark, type TextAnswer } from './prompts.ts';
import { labelText } from './uiText.ts';

/** A suggestion besides the user's own text: a running server, by its name. */
export interface Offer extends vscode.QuickPickItem {
  /** The text that it stands for. */
  readonly text: string;
}

interface OfferedPrompt {
  readonly title: string;
  readonly placeholder: string;
  readonly offers: readonly Offer[];
  /** The initial text. */
  readonly value?: string;
  /** The icon of the row for the typed text. */
  readonly icon: string;
  readonly hasMore?: boolean;
  /** The error in the typed text. */
  readonly check: (text: string) => Remark | undefined;
}

/** Asks for one of the suggestions, or for a text. The text survives bad input and a loss of focus. */
export function askOffered(prompt: OfferedPrompt): Promise<TextAnswer | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Offer>();
    /** The typed text of these rows: the editor may be ahead of it. */
    let shownFor: string | undefined;
    const problemOf = (text: string) => {
      const remark = prompt.check(text);
      return remark?.severity === 'error' ? remark.message : undefined;
    };
    const show = () => {
      shownFor = pick.value;
      pick.items = rowsFor(prompt, pick.value, problemOf(pick.value));
    };
    let answer: TextAnswer | undefined;
    const finish = (next: TextAnswer['next']) => {
      const [row] = pick.activeItems;
      const text = row === undefined || shownFor !== pick.value ? pick.value : row.text;
      if (problemOf(text) !== undefined) return;
      answer = { text, next };
      pick.hide();
    };
    pick.title = prompt.title;
    pick.placeholder = prompt.placeholder;
    pick.matchOnDescription = true;
    pick.ignoreFocusOut = true;
    pick.value = prompt.value ?? '';
    pick.buttons = prompt.hasMore ? [moreButton] : [];
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => finish('accept'));
    pick.onDidTriggerButton(() => finish(more));
    pick.onDidHide(() => {
      resolve(answer);
      pick.dispose();
    });
    show();
    pick.show();
  });
}

/** The row of the typed text is first if the text is valid, and last, with the reason, if it is not. */
function rowsFor({ offers, icon }: OfferedPrompt, typed: string, problem: string | undefined): Offer[] {
  if (typed.trim() === '') return [...offers];
  const row: Offer = {
    label: `$(${problem === undefined ? icon : 'info'}) ${labelText(typed)}`,
    description: problem === undefined ? 'as typed' : labelText(problem),
    alwaysShow: true,
    text: typed,
  };
  return problem === undefined ? [row, ...offers] : [...offers, row];
}
