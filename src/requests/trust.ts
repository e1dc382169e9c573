import type { Effect, Need } from '../base/trust.ts';
import { metaTag } from './metaWords.ts';
import { optionLines, type FieldLine, type Item, type Range, type Region } from './model.ts';
import { innermost } from './expressions.ts';
import { systemSpec } from './systemVariables.ts';
import { placeholdersIn } from './templates.ts';
import { behaviourLine, effectOf, sameOption, type Starts, type WordSpec } from './words/spec.ts';
import { bodyOf, kindOf, optionsOf, wordOf } from './words/table.ts';

/** A need and where in the file it stands. */
type PlacedNeed = Need & Range;

/**
 * Why a request of a file needs a trusted workspace, as far as its text says: its word, options, tags and body, by their
 * rows. Later values (variables, the address to listen on) are asked about when they are known: in the scope of variables
 * and of the complete endpoint or request (net/trust.ts).
 */
export function needsOfRegion({ item, meta, checks }: Region): PlacedNeed[] {
  return [
    ...meta.flatMap((line) => {
      const tag = metaTag(line.name.value);
      // Trust would not help one that is not supported.
      return placed(tag?.supported === true ? tag.effect : undefined, () => `The tag @${tag!.name}`, line);
    }),
    ...(item === undefined ? [] : needsOfItem(item)),
    ...[...placeholdersIn([item, checks])].flatMap((one) => {
      const variable = systemSpec(innermost(one.expression));
      return placed(variable?.effect, () => `{{${one.expression}}}`, one);
    }),
  ];
}

const undone: Readonly<Record<Starts, string>> = {
  server: 'the server was not started',
  program: 'nothing was run',
  relay: 'the relay was not started',
  connection: 'nothing was connected',
};

/** The thing that does not happen when a request is refused. */
export function undoneBy(item: Item | undefined): string {
  const starts = item && kindOf(item.kind).spec.starts;
  return starts === undefined ? 'nothing was sent' : undone[starts];
}

function needsOfItem(item: Item): PlacedNeed[] {
  const word = wordOf(item.kind)?.spec;
  return [
    ...placed(word?.effect, () => word!.word, item),
    ...(word === undefined ? [] : optionLines(item).flatMap((line) => needsOfOption(word, item, line))),
    ...(kindOf(item.kind).needs?.(item) ?? []).map((need) => ({ ...need, start: item.start, end: item.end })),
    ...bodyOf(item).flatMap((part) => placed(part.kind === 'file' ? 'file' : undefined, () => 'The body', part)),
  ];
}

function placed(effect: Effect | undefined, subject: () => string, { start, end }: Range): PlacedNeed[] {
  return effect === undefined ? [] : [{ effect, subject: subject(), start, end }];
}

function needsOfOption(word: WordSpec, item: Item, line: FieldLine): PlacedNeed[] {
  const behaviour = behaviourLine(word, optionLines(item))?.value.text.trim();
  const option = optionsOf(word, undefined, behaviour).find((one) => sameOption(line.name.value, one.name));
  const effect = option && effectOf(option, line.value.text);
  return placed(
    effect,
    () => `The option ${option!.name}${effect === undefined ? '' : shownChoice(option!, line)}`,
    line,
  );
}

/** `format: file`: not every value of the option needs trust. */
function shownChoice({ effects }: { readonly effects?: object }, line: FieldLine): string {
  return effects === undefined ? '' : `: ${line.value.text.trim()}`;
}
