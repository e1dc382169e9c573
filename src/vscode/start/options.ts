import * as vscode from 'vscode';
import type { PlacedOption } from '../../endpoints/table.ts';
import { problemOf, type Read } from '../../endpoints/value.ts';
import type { BehaviourOption } from '../../net/behaviours/behaviour.ts';
import { readOption } from '../../net/behaviours/options.ts';
import type { BehaviourSpec } from '../../endpoints/behaviour.ts';
import type { EndpointSpec } from '../../endpoints/spec.ts';
import { askPick, askText, back, type Remark } from '../prompts.ts';
import { labelText, messageText } from '../uiText.ts';
import type { OfferedBehaviour } from './behaviours.ts';
import { encodingNames } from './encodings.ts';
import { listedOptions, optionText, optionValue, withOption } from './serverOptions.ts';

interface OptionItem extends vscode.QuickPickItem {
  readonly option?: PlacedOption;
  readonly behaviourOption?: BehaviourOption;
}

/** The list of all options: Enter changes one, the first row starts. Undefined if the user left. */
export async function editOptions<T extends EndpointSpec>(
  spec: T,
  behaviour: OfferedBehaviour | undefined,
  startLabel: string,
): Promise<T | undefined> {
  let edited = spec;
  let active = 0;
  for (;;) {
    const items = optionItems(edited, behaviour, startLabel);
    const answer = await askPick({
      title: startLabel,
      placeholder: 'Change an option, or start',
      items,
      active: items[active],
    });
    if (answer?.item === undefined || answer.next === back) return undefined;
    const { option, behaviourOption } = answer.item;
    active = items.indexOf(answer.item);
    if (option) edited = await changeOption(edited, option);
    else if (behaviourOption) edited = await changeBehaviourOption(edited, behaviourOption);
    else return edited;
  }
}

function optionItems(spec: EndpointSpec, behaviour: OfferedBehaviour | undefined, startLabel: string): OptionItem[] {
  const separator = (label: string): OptionItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const own = behaviour?.options ?? [];
  return [
    { label: `$(play) ${startLabel}` },
    ...(own.length > 0 ? [separator(`Options of ${behaviour?.name ?? ''}`)] : []),
    ...own.map((option) => ({
      label: option.name,
      description: labelText(String(behaviourOptions(spec)[option.name] ?? option.default ?? '')),
      detail: option.sentence,
      behaviourOption: option,
    })),
    separator('Options'),
    ...listedOptions(spec).map((placed) => ({
      label: placed.option.label,
      description: labelText(optionText(placed, optionValue(spec, placed))),
      detail: placed.option.sentence,
      option: placed,
    })),
  ];
}

function behaviourOptions(spec: EndpointSpec): NonNullable<BehaviourSpec['options']> {
  return (spec.role === 'server' ? spec.behaviour?.options : undefined) ?? {};
}

/** The spec with the answer; the same spec if the user left. */
async function changeOption<T extends EndpointSpec>(spec: T, placed: PlacedOption): Promise<T> {
  const answer = await askOption(placed, optionValue(spec, placed));
  return answer === undefined ? spec : withOption(spec, placed, answer.value);
}

/** The question for a value, if it is not typed as text. */
const asked: Readonly<Record<string, (title: string, sentence: string, current: string) => Promise<unknown>>> = {
  boolean: (title, sentence) => askYesNo(title, sentence),
  path: (title) => askFile(title),
  encoding: (_title, _sentence, current) => askEncoding(current),
};

async function askOption(placed: PlacedOption, value: unknown): Promise<{ value: unknown } | undefined> {
  const { option } = placed;
  const { label, sentence, value: kind } = option;
  const ask = asked[kind.name];
  if (ask !== undefined) {
    const chosen = await ask(label, sentence, optionText(placed, value));
    return chosen === undefined ? undefined : { value: chosen };
  }
  const prompt = kind.name === 'text' || kind.name === 'integer' ? sentence : `${sentence} Write ${plain(kind.say)}.`;
  return askRead(label, prompt, value === undefined ? '' : kind.print(value), (text) => kind.read(text, option));
}

/** Our own Markdown as plain text. */
const plain = (text: string): string => text.replaceAll('`', '');

/** Asks for text and parses it as a value. Empty text removes the value, unless it is required. */
async function askRead<T>(
  title: string,
  prompt: string,
  value: string,
  read: (text: string) => Read<T>,
  needed = false,
): Promise<{ value: T | undefined } | undefined> {
  const answer = await askText({
    title,
    prompt,
    value,
    canGoBack: !needed,
    check: (text) => (text === '' && !needed ? undefined : remark(text, read(text))),
  });
  if (answer?.next !== 'accept') return undefined;
  if (answer.text === '') return { value: undefined };
  const result = read(answer.text);
  return result.ok ? { value: result.value } : undefined;
}

function remark(text: string, result: Read<unknown>): Remark | undefined {
  const problem = problemOf(text, result);
  return problem === undefined ? undefined : { severity: 'error', message: messageText(problem) };
}

async function changeBehaviourOption<T extends EndpointSpec>(spec: T, option: BehaviourOption): Promise<T> {
  if (spec.role !== 'server' || spec.behaviour === undefined) return spec;
  const value = await askBehaviourOption(option, spec.behaviour.options?.[option.name]);
  if (value === undefined) return spec;
  return { ...spec, behaviour: { ...spec.behaviour, options: { ...spec.behaviour.options, [option.name]: value } } };
}

/** Asks for the required options of a behaviour. Undefined if the user left. */
export async function askRequiredOptions(
  kind: OfferedBehaviour,
  given: BehaviourSpec,
): Promise<BehaviourSpec | undefined> {
  let options = given.options ?? {};
  const alternatives = Object.keys(options).length === 0 ? kind.options.filter(({ asked }) => asked === true) : [];
  const alternative = await askAlternative(kind, alternatives);
  if (alternatives.length > 0 && alternative === undefined) return undefined;
  for (const option of kind.options) {
    if (!(option.required === true || option === alternative) || options[option.name] !== undefined) continue;
    const value = await askBehaviourOption({ ...option, required: true }, undefined);
    if (value === undefined) return undefined;
    options = { ...options, [option.name]: value };
  }
  return Object.keys(options).length === 0 ? given : { ...given, options };
}

/** Asks which of several sufficient options to set; a single one needs no question. */
async function askAlternative(
  kind: OfferedBehaviour,
  alternatives: readonly BehaviourOption[],
): Promise<BehaviourOption | undefined> {
  if (alternatives.length < 2) return alternatives[0];
  const answer = await askPick({
    title: kind.name,
    placeholder: 'Typed here, or in a file',
    items: alternatives.map((option) => ({
      label: option.type === 'file' ? '$(file) Choose a File…' : '$(edit) Write It…',
      description: option.sentence,
      option,
    })),
  });
  return answer?.item?.option;
}

async function askBehaviourOption(
  option: BehaviourOption,
  value: string | number | boolean | undefined,
): Promise<string | number | boolean | undefined> {
  if (option.type === 'boolean') return askYesNo(option.name, option.sentence);
  // A dialog shows only its title: "file" would not name its purpose.
  const title = option.sentence.replace(/\.$/u, '');
  if (option.type === 'file') return askFile(title);
  if (option.type === 'folder') return askFolder(title);
  if (option.choices) {
    return vscode.window.showQuickPick([...option.choices], {
      title: option.name,
      placeHolder: option.sentence,
      ignoreFocusOut: true,
    });
  }
  const shown = String(value ?? option.default ?? '');
  if (option.suggestions !== undefined) {
    const chosen = await askSuggestion(option, shown);
    if (chosen !== typed) return chosen;
  }
  const read = (text: string) => readOption(option, text);
  return (await askRead(option.name, option.sentence, shown, read, option.required))?.value;
}

const typed: unique symbol = Symbol('typed');

/** One of the suggested values, none, or `typed` if the user wants to write it. */
async function askSuggestion(option: BehaviourOption, current: string): Promise<string | typeof typed | undefined> {
  const items: (vscode.QuickPickItem & { value: string | typeof typed })[] = [
    { label: 'none', description: 'As it should be', value: '' },
    ...Object.entries(option.suggestions ?? {}).map(([label, description]) => ({ label, description, value: label })),
    { label: '$(edit) Write It…', description: option.sentence, value: typed },
  ];
  const answer = await askPick({
    title: option.name,
    placeholder: option.sentence,
    items,
    active: items.find(({ value }) => value === current),
  });
  return answer?.item?.value;
}

async function askYesNo(title: string, sentence: string): Promise<boolean | undefined> {
  const chosen = await vscode.window.showQuickPick(['Yes', 'No'], {
    title,
    placeHolder: sentence,
    ignoreFocusOut: true,
  });
  return chosen === undefined ? undefined : chosen === 'Yes';
}

export async function askFile(title: string): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({ title, canSelectMany: false, openLabel: 'Choose' });
  return files?.[0]?.fsPath;
}

async function askFolder(title: string): Promise<string | undefined> {
  const folders = await vscode.window.showOpenDialog({
    title,
    canSelectMany: false,
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Choose',
  });
  return folders?.[0]?.fsPath;
}

/** Asks for an encoding by Python's names, the usual ones first. */
export async function askEncoding(current: string): Promise<string | undefined> {
  const items = (await encodingNames()).map(({ name, about }): vscode.QuickPickItem => ({
    label: name,
    ...(about === '' ? {} : { description: about }),
    ...(name === current ? { iconPath: new vscode.ThemeIcon('check') } : {}),
  }));
  const answer = await askPick({
    title: 'Encoding',
    placeholder: 'The encoding of text, by its name in Python',
    items,
    active: items.find(({ label }) => label === current),
  });
  return answer?.item?.label;
}
