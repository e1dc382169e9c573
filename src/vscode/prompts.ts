import * as vscode from 'vscode';

/** The user went back to the previous step. */
export const back = Symbol('back');
/** The user asked for the options that the quick way leaves out. */
export const more = Symbol('more');

interface TextPrompt {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly step?: number;
  readonly totalSteps?: number;
  readonly password?: boolean;
  readonly canGoBack?: boolean;
  /** Offers a button for the options. */
  readonly hasMore?: boolean;
  /** An error in the text, or a hint about it. */
  readonly check: (text: string) => Remark | undefined;
}

export interface Remark {
  readonly message: string;
  /** An error keeps the box open; a hint doesn't. */
  readonly severity: 'error' | 'warning' | 'info';
}

const severities = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  info: vscode.InputBoxValidationSeverity.Info,
} as const;

export const moreButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('settings-gear'),
  tooltip: 'More Options…',
};

export interface TextAnswer {
  readonly text: string;
  readonly next: 'accept' | typeof back | typeof more;
}

/** Asks for a line of text and checks it as it is typed. The text survives bad input and a loss of focus. */
export function askText(prompt: TextPrompt): Promise<TextAnswer | undefined> {
  return new Promise((resolve) => {
    const box = vscode.window.createInputBox();
    const show = () => {
      const remark = prompt.check(box.value);
      box.validationMessage = remark && { message: remark.message, severity: severities[remark.severity] };
      return remark?.severity !== 'error';
    };
    box.title = prompt.title;
    box.prompt = prompt.prompt;
    box.placeholder = prompt.placeholder ?? '';
    box.step = prompt.step;
    box.totalSteps = prompt.totalSteps;
    box.password = prompt.password ?? false;
    box.ignoreFocusOut = true;
    box.value = prompt.value ?? '';
    box.buttons = [
      ...(prompt.canGoBack ? [vscode.QuickInputButtons.Back] : []),
      ...(prompt.hasMore ? [moreButton] : []),
    ];
    let answer: TextAnswer | undefined;
    const finish = (next: TextAnswer['next']) => {
      answer = { text: box.value, next };
      box.hide();
    };
    box.onDidChangeValue(show);
    box.onDidAccept(() => {
      if (show()) finish('accept');
    });
    box.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) finish(back);
      else if (show()) finish(more);
    });
    box.onDidHide(() => {
      resolve(answer);
      box.dispose();
    });
    if (box.value !== '') show();
    box.show();
  });
}

interface PickPrompt<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly active?: T | undefined;
  readonly step?: number;
  readonly totalSteps?: number;
  readonly canGoBack?: boolean;
  readonly hasMore?: boolean;
  /** Typed text that matches no row is an answer. */
  readonly takesText?: boolean;
}

/** Asks the user to choose one item of a list. `text`: the typed filter. */
export function askPick<T extends vscode.QuickPickItem>(
  prompt: PickPrompt<T>,
): Promise<{ item: T | undefined; next: TextAnswer['next']; text: string } | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<T>();
    pick.title = prompt.title;
    pick.placeholder = prompt.placeholder;
    pick.step = prompt.step;
    pick.totalSteps = prompt.totalSteps;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.ignoreFocusOut = true;
    pick.items = prompt.items;
    if (prompt.active) pick.activeItems = [prompt.active];
    pick.buttons = [
      ...(prompt.canGoBack ? [vscode.QuickInputButtons.Back] : []),
      ...(prompt.hasMore ? [moreButton] : []),
    ];
    let answer: { item: T | undefined; next: TextAnswer['next']; text: string } | undefined;
    const finish = (next: TextAnswer['next']) => {
      const item = pick.selectedItems[0] ?? pick.activeItems[0];
      const isTyped = prompt.takesText === true && pick.value.trim() !== '';
      if (next === 'accept' && item === undefined && !isTyped) return;
      answer = { item, next, text: pick.value };
      pick.hide();
    };
    pick.onDidAccept(() => finish('accept'));
    pick.onDidTriggerButton((button) => finish(button === vscode.QuickInputButtons.Back ? back : more));
    pick.onDidHide(() => {
      resolve(answer);
      pick.dispose();
    });
    pick.show();
  });
}

/**
 * Asks the user to choose several items of a list. If none is checked, Enter chooses the active row; if there is no
 * active row either, a message explains it. `text`: the typed text if it matches no row and so filters nothing.
 */
export function askMany<T extends vscode.QuickPickItem>(
  prompt: Pick<PickPrompt<T>, 'title' | 'placeholder' | 'items'>,
): Promise<{ items: readonly T[]; text: string | undefined } | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<T>();
    pick.title = prompt.title;
    pick.placeholder = prompt.placeholder;
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.items = prompt.items;
    pick.selectedItems = prompt.items.filter(({ picked }) => picked === true);
    const isPartOf = (text: string) => (item: T) =>
      `${item.label} ${item.description ?? ''}`.toLowerCase().includes(text.toLowerCase());
    let answer: { items: readonly T[]; text: string | undefined } | undefined;
    pick.onDidAccept(() => {
      const text = pick.value.trim();
      const isTyped = text !== '' && !prompt.items.some(isPartOf(text));
      const items = pick.selectedItems.length > 0 || isTyped ? pick.selectedItems : pick.activeItems;
      if (items.length === 0 && !isTyped) {
        pick.title = `${prompt.title}: nothing is checked yet`;
        return;
      }
      answer = { items: [...items], text: isTyped ? text : undefined };
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(answer);
      pick.dispose();
    });
    pick.show();
  });
}
