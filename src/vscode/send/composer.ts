import { randomInt, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { SendResult } from '../../engine/messages.ts';
import type { LineEnding } from '../../protocol/text/payload.ts';
import { count } from '../../base/quantities.ts';
import { askPick, askText } from '../prompts.ts';
import { askEncoding, askFile } from '../start/options.ts';
import { labelText, messageText, shorten } from '../uiText.ts';
import { without } from '../without.ts';
import { chooseRecipients, recipientsText } from './destination.ts';
import {
  describeDraft,
  isTextual,
  kindSentences,
  lineEndingNames,
  payloadOf,
  readRepeat,
  type Draft,
  type MessageKind,
} from './draft.ts';
import { forget, pinnedFirst, Recall, togglePin, type PastMessage } from './history.ts';
import type { Recipients } from './recipients.ts';
import { freshDraft, keepOptions, messageHistory, saveHistory, sendDraft, type WritingShell } from './sender.ts';

/** While this context key is true, up and down recall messages (the key bindings in package.json). */
const composingKey = 'wirebench.composing';

/** The open message box, for the commands of its keys. */
let open: Composer | undefined;

export function recallInComposer(step: 1 | -1): void {
  open?.recall(step);
}

/**
 * A box that stays open: Enter sends and keeps the text selected, so that Enter sends it again and typing replaces it.
 * Up and down go through the history. Errors are shown under the text as it is typed.
 */
export function compose(shell: WritingShell, recipients: Recipients, draft?: Draft): Promise<void> {
  open?.close();
  const encoding = shell.registry.endpoint(recipients.endpoint)?.spec.encoding;
  const composer = new Composer(shell, recipients, draft ?? freshDraft(shell, encoding));
  open = composer;
  return composer.run().finally(() => {
    if (open === composer) open = undefined;
  });
}

interface ComposerButton extends vscode.QuickInputButton {
  readonly press: () => Promise<void>;
}

class Composer {
  readonly #shell: WritingShell;
  readonly #box = vscode.window.createInputBox();
  #recipients: Recipients;
  #draft: Draft;
  #recall: Recall;
  /** A question replaces the box, which comes back afterwards. */
  #asking = false;
  #said = '';
  #checks = 0;
  #finish = (): void => undefined;

  constructor(shell: WritingShell, recipients: Recipients, draft: Draft) {
    this.#shell = shell;
    this.#recipients = recipients;
    this.#draft = draft;
    this.#recall = this.#newRecall();
  }

  run(): Promise<void> {
    const box = this.#box;
    box.ignoreFocusOut = true;
    box.placeholder = 'Type a message; Enter sends it';
    box.value = this.#draft.text;
    return new Promise((resolve) => {
      const following = this.#shell.registry.onDidChange(() => this.#showTitle());
      box.onDidChangeValue((text) => this.#typed(text));
      box.onDidAccept(() => void this.#send());
      box.onDidTriggerButton((button) => void this.#ask(() => (button as ComposerButton).press()));
      box.onDidHide(() => {
        setComposing(false);
        if (this.#asking) return;
        this.#finish();
      });
      this.#finish = () => {
        following.dispose();
        box.dispose();
        resolve();
      };
      this.#show();
      void this.#check();
    });
  }

  close(): void {
    this.#asking = false;
    this.#box.hide();
  }

  recall(step: 1 | -1): void {
    const draft = this.#recall.step(step);
    if (draft) this.#replace(draft);
  }

  #newRecall(): Recall {
    return new Recall(messageHistory(this.#shell), this.#draft);
  }

  #typed(text: string): void {
    this.#draft = { ...this.#draft, text };
    this.#recall = this.#newRecall();
    this.#said = '';
    this.#showPrompt();
    void this.#check();
  }

  /** Puts another message into the box, and keeps the repetition. */
  #replace(message: Draft): void {
    const { repeat } = this.#draft;
    this.#draft = { ...message, ...(repeat === undefined ? {} : { repeat }) };
    this.#box.value = message.text;
    this.#box.valueSelection = [message.text.length, message.text.length];
    this.#show();
    void this.#check();
  }

  #show(): void {
    this.#showTitle();
    this.#showPrompt();
    this.#box.buttons = this.#buttons();
    this.#box.show();
    setComposing(true);
  }

  #showTitle(): void {
    this.#box.title = shorten(`Send to ${recipientsText(this.#shell, this.#recipients)}`, 120);
  }

  #showPrompt(): void {
    const options = messageText(describeDraft(this.#draft));
    this.#box.prompt = this.#said === '' ? `${options}. Up and down recall messages.` : `${this.#said} ${options}.`;
  }

  #buttons(): ComposerButton[] {
    const { kind, encoding, lineEnding, repeat } = this.#draft;
    const button = (icon: string, tooltip: string, press: () => Promise<void>): ComposerButton => ({
      iconPath: new vscode.ThemeIcon(icon),
      tooltip,
      press,
    });
    const textual = [
      button('case-sensitive', `Encoding: ${encoding}`, () => this.#askEncoding()),
      button('newline', `Line ending: ${lineEndingNames[lineEnding]}`, () => this.#askLineEnding()),
    ];
    return [
      button('target', 'Send to…', () => this.#askRecipients()),
      button('symbol-string', `Kind: ${kind}`, () => this.#askKind()),
      ...(isTextual(kind) ? textual : []),
      button('sync', repeat ? `Repeat: ${repeat.times} times` : 'Repeat…', () => this.#askRepeat()),
      button('history', 'History…', () => this.#askHistory()),
      button('edit', 'Compose in Editor', () => this.#moveToEditor()),
    ];
  }

  /** Shows an error under the text, or its bytes if they differ from the text. */
  async #check(): Promise<void> {
    const check = ++this.#checks;
    const remark = await remarkOn(this.#draft);
    if (check === this.#checks) this.#box.validationMessage = remark;
  }

  async #send(): Promise<void> {
    const draft = this.#draft;
    const remark = await remarkOn(draft);
    this.#box.validationMessage = remark;
    if (remark?.severity === vscode.InputBoxValidationSeverity.Error) return;
    this.#box.busy = true;
    try {
      const result = await sendDraft(this.#shell, this.#recipients, draft);
      this.#said = sentText(result);
      this.#box.validationMessage = undefined;
      if (this.#box.value === draft.text) this.#box.valueSelection = [0, draft.text.length];
      this.#recall = this.#newRecall();
      await keepOptions(this.#shell, draft);
      this.#showPrompt();
    } catch (error) {
      // The text and the box stay: the message can be sent again after a correction.
      this.#box.validationMessage = errorRemark(error);
    } finally {
      this.#box.busy = false;
    }
  }

  /** False if another box replaced this one during a question. */
  #isOpen(): boolean {
    return this.#asking;
  }

  async #ask(press: () => Promise<void>): Promise<void> {
    this.#asking = true;
    try {
      await press();
    } finally {
      if (this.#isOpen()) {
        this.#asking = false;
        this.#show();
        void this.#check();
      } else this.#finish();
    }
  }

  async #askRecipients(): Promise<void> {
    this.#recipients = (await chooseRecipients(this.#shell, this.#recipients)) ?? this.#recipients;
  }

  async #askKind(): Promise<void> {
    const kinds = Object.entries(kindSentences) as [MessageKind, string][];
    const items = kinds.map(([kind, sentence]) => ({ label: kind, description: sentence, value: kind }));
    const answer = await askPick({
      title: 'Kind of Message',
      placeholder: 'The encoding of the message',
      items: [
        ...items,
        {
          label: this.#draft.macros ? 'Switch Macros Off' : 'Switch Macros On',
          description: '{{$timestamp}}, {{$uuid}}, {{$counter}}, {{$randomInt}}',
          value: undefined,
        },
      ],
      active: items.find(({ value }) => value === this.#draft.kind),
    });
    if (answer?.item === undefined) return;
    const { value: kind } = answer.item;
    if (kind === undefined) this.#draft = { ...this.#draft, macros: !this.#draft.macros };
    else if (kind === 'file') await this.#askFile();
    else this.#draft = { ...this.#draft, kind };
  }

  async #askFile(): Promise<void> {
    const path = await askFile('Send File');
    if (path === undefined) return;
    this.#draft = { ...this.#draft, kind: 'file', text: path };
    this.#box.value = path;
  }

  async #askEncoding(): Promise<void> {
    this.#draft = { ...this.#draft, encoding: (await askEncoding(this.#draft.encoding)) ?? this.#draft.encoding };
  }

  async #askLineEnding(): Promise<void> {
    const items = (Object.entries(lineEndingNames) as [LineEnding, string][]).map(([value, label]) => ({
      label,
      value,
    }));
    const answer = await askPick({
      title: 'Line Ending',
      placeholder: 'The end of the message, and of each of its lines',
      items,
      active: items.find(({ value }) => value === this.#draft.lineEnding),
    });
    if (answer?.item) this.#draft = { ...this.#draft, lineEnding: answer.item.value };
  }

  async #askRepeat(): Promise<void> {
    const { repeat } = this.#draft;
    const answer = await askText({
      title: 'Repeat',
      prompt: 'How often to send it, and the milliseconds in between: 10 every 500. Empty: once.',
      value: repeat ? `${repeat.times} every ${repeat.interval}` : '',
      check: (text) => {
        const read = readRepeat(text);
        return read.ok ? undefined : { severity: 'error', message: read.message };
      },
    });
    const read = answer && readRepeat(answer.text);
    if (!read?.ok) return;
    const once = without(this.#draft, 'repeat');
    this.#draft = read.repeat ? { ...once, repeat: read.repeat } : once;
  }

  async #askHistory(): Promise<void> {
    const chosen = await pickFromHistory(this.#shell);
    if (chosen) this.#replace(chosen);
  }

  async #moveToEditor(): Promise<void> {
    this.close();
    const { openMessage } = await import('./editor.ts');
    await openMessage(this.#shell, this.#recipients, this.#draft);
  }
}

function setComposing(composing: boolean): void {
  void vscode.commands.executeCommand('setContext', composingKey, composing);
}

function sentText({ bytes, recipients, messages }: SendResult): string {
  const often = messages === 1 ? '' : ` in ${count(messages, 'message')}`;
  const whom = recipients === 1 ? '' : ` to ${count(recipients, 'recipient')}`;
  return `Sent ${count(bytes, 'byte')}${often}${whom}.`;
}

/** Bytes shown of a message. */
const shownBytes = 24;

async function remarkOn(draft: Draft): Promise<vscode.InputBoxValidationMessage | undefined> {
  if (draft.kind === 'file' || (draft.text === '' && draft.lineEnding === 'none')) return undefined;
  try {
    const { encodePayload } = await import('../../protocol/text/payload.ts');
    const bytes = encodePayload(payloadOf(draft), { counter: 1, now: () => Date.now(), uuid: randomUUID, randomInt });
    // Text without macros stands for itself.
    if (draft.kind === 'text' && !(draft.macros && draft.text.includes('{{'))) return undefined;
    const hex = Buffer.from(bytes.subarray(0, shownBytes))
      .toString('hex')
      .replace(/..(?=.)/g, '$& ');
    const more = bytes.length > shownBytes ? ' …' : '';
    return {
      severity: vscode.InputBoxValidationSeverity.Info,
      message: messageText(`${count(bytes.length, 'byte')}: ${hex}${more} (${describeDraft(draft)})`),
    };
  } catch (error) {
    return errorRemark(error);
  }
}

function errorRemark(error: unknown): vscode.InputBoxValidationMessage {
  return { severity: vscode.InputBoxValidationSeverity.Error, message: messageText(errorData(error).message) };
}

interface HistoryItem extends vscode.QuickPickItem {
  readonly message: PastMessage;
}

const pinButton = { iconPath: new vscode.ThemeIcon('pin'), tooltip: 'Pin' };
const unpinButton = { iconPath: new vscode.ThemeIcon('pinned'), tooltip: 'Unpin' };
const forgetButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: 'Forget' };

/** A list of the sent messages, with buttons to pin or remove them. */
function pickFromHistory(shell: WritingShell): Promise<PastMessage | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<HistoryItem>();
    const show = () => {
      pick.items = pinnedFirst(messageHistory(shell)).map(historyItem);
    };
    pick.title = 'Message History';
    pick.placeholder = 'Choose a message to send again or to change';
    pick.matchOnDescription = true;
    pick.ignoreFocusOut = true;
    show();
    pick.onDidTriggerItemButton(({ item, button }) => {
      const change = button === forgetButton ? forget : togglePin;
      void saveHistory(shell, change(messageHistory(shell), item.message)).then(show);
    });
    let chosen: PastMessage | undefined;
    pick.onDidAccept(() => {
      chosen = pick.selectedItems[0]?.message;
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(chosen);
      pick.dispose();
    });
    pick.show();
  });
}

function historyItem(message: PastMessage): HistoryItem {
  return {
    label: labelText(shorten(message.text, 200)),
    description: describeDraft(message),
    buttons: [message.pinned ? unpinButton : pinButton, forgetButton],
    message,
  };
}
