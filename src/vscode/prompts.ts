import * as vscode from 'vscode';

/** The person went back to the step before. */
export const back = Symbol('back');
/** The person asked for the options that the quick way leaves out. */
export const more = Symbol('more');

export interface TextPrompt {
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
  /** What is wrong with the text, or what should be known about it. */
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

/** Asks for a line of text, checked as it is typed. What was typed survives bad input and a look elsewhere. */
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

export interface PickPrompt<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly active?: T | undefined;
  readonly step?: number;
  readonly totalSteps?: number;
  readonly canGoBack?: boolean;
  readonly hasMore?: boolean;
}

/** Asks to choose one of a list. */
export function askPick<T extends vscode.QuickPickItem>(
  prompt: PickPrompt<T>,
): Promise<{ item: T | undefined; next: TextAnswer['next'] } | undefined> {
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
    let answer: { item: T | undefined; next: TextAnswer['next'] } | undefined;
    const finish = (next: TextAnswer['next']) => {
      const item = pick.selectedItems[0] ?? pick.activeItems[0];
      if (next === 'accept' && item === undefined) return;
      answer = { item, next };
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
