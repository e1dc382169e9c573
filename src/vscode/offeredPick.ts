import * as vscode from 'vscode';
import { more, moreButton, type Remark, type TextAnswer } from './prompts.ts';
import { labelText } from './uiText.ts';

/** What is offered beside what a person types: a server that runs, by its name. */
export interface Offer extends vscode.QuickPickItem {
  /** What choosing it types. */
  readonly text: string;
}

interface OfferedPrompt {
  readonly title: string;
  readonly placeholder: string;
  readonly offers: readonly Offer[];
  /** Typed already. */
  readonly value?: string;
  /** Of the row for what is typed. */
  readonly icon: string;
  readonly hasMore?: boolean;
  /** What is wrong with what is typed. */
  readonly check: (text: string) => Remark | undefined;
}

/** Asks for one of what is offered, or for a text. What was typed survives bad input and a look elsewhere. */
export function askOffered(prompt: OfferedPrompt): Promise<TextAnswer | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Offer>();
    /** The typed text that the rows were made for: the editor may be ahead of it. */
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

/** What is typed comes first where it can be taken, and last, with the reason, where it cannot. */
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
