import { needsOfFields, type Effect, type Need, type TrustRows } from '../base/trust.ts';
import { metaTag } from './metaWords.ts';
import type { BodyPart, CurlOptions, FieldLine, Item, Range, Region } from './model.ts';
import { sameOption } from './parse/validate.ts';

import { splitSystem, systemSpec } from './systemVariables.ts';
import { placeholdersIn } from './templates.ts';
import { effectOf } from './words/spec.ts';
import type { Starts } from './words/spec.ts';
import { kindOf, optionsOf, wordOf } from './words/table.ts';

/** A need and where in the file it stands. */
type PlacedNeed = Need & Range;

/**
 * Why a request of a file needs a trusted workspace, as far as its text says: its word, options, tags and body, by their
 * rows. What is put in later (variables, the address to listen on) is asked when it is known: in the scope of variables
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
      const variable = systemSpec(splitSystem(one.expression.replace(/^%\s*/, '')).name);
      return placed(variable?.effect, () => `{{${one.expression}}}`, one);
    }),
  ];
}

const undone: Readonly<Record<Starts, string>> = {
  server: 'the server was not started',
  program: 'nothing was run',
  relay: 'the relay was not started',
};

/** What a refusal of a request leaves undone. */
export function undoneBy(item: Item | undefined): string {
  const starts = item && kindOf(item.kind).spec.starts;
  return starts === undefined ? 'nothing was sent' : undone[starts];
}

function needsOfItem(item: Item): PlacedNeed[] {
  const word = wordOf(item.kind)?.spec;
  return [
    ...placed(word?.effect, () => word!.word, item),
    ...('options' in item ? item.options.flatMap((line) => needsOfOption(item, line)) : []),
    ...('headers' in item && item.curl !== undefined
      ? needsOfFields(curlOptions, item.curl, curlOption).map((need) => ({ ...need, start: item.start, end: item.end }))
      : []),
    ...partsOf(item).flatMap((part) => placed(part.kind === 'file' ? 'file' : undefined, () => 'The body', part)),
  ];
}

function placed(effect: Effect | undefined, subject: () => string, { start, end }: Range): PlacedNeed[] {
  return effect === undefined ? [] : [{ effect, subject: subject(), start, end }];
}

function needsOfOption(item: Extract<Item, { options: unknown }>, line: FieldLine): PlacedNeed[] {
  const behaviour = item.options.find(({ name }) => /^behaviou?r$/i.test(name.value))?.value.text.trim();
  const option = optionsOf(wordOf(item.kind)!.spec, undefined, behaviour).find((one) =>
    sameOption(line.name.value, one.name),
  );
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

function partsOf(item: Item): readonly BodyPart[] {
  if ('steps' in item) return item.steps.flatMap((step) => (step.kind === 'message' ? step.parts : []));
  return 'body' in item ? item.body : [];
}

/** `unixSocket` is `--unix-socket`. */
function curlOption(name: string): string {
  return `curl's --${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Of curl's options, as far as they are not in the request itself. Files to send are parts of its body. */
const curlOptions: TrustRows<CurlOptions> = {
  insecure: 'free',
  fixedMethod: 'free',
  posted: 'free',
  location: 'free',
  compressed: 'free',
  proxy: 'free',
  maxTime: 'free',
  user: 'free',
  digest: 'free',
  unixSocket: 'socket',
  cacert: 'file',
  cert: 'file',
  key: 'file',
  connectTimeout: 'free',
  family: 'free',
  form: (parts) =>
    parts.some(({ contents }) => contents.some(({ file }) => file !== undefined))
      ? [{ effect: 'file', subject: 'The form' }]
      : [],
  maxRedirects: 'free',
  autoReferer: 'free',
  pathAsIs: 'free',
  requestTarget: 'free',
  bearer: 'free',
  pass: 'free',
  offerHttp2: 'free',
  own: 'free',
};
