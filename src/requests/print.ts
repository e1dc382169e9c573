import type { Check, Reason, Region, RequestFile } from './model.ts';
import { printItem } from './words/table.ts';

/** Writes a request file that reads as the same requests. Comments are not kept, and tags and variables stand before the request. */
export function printRequestFile(file: RequestFile): string {
  return file.regions.map((region, index) => printRegion(file, region, index)).join('');
}

function printRegion(file: RequestFile, region: Region, index: number): string {
  const separated = index > 0 || file.text.startsWith('###', region.start);
  const lines = [
    ...(separated ? [`###${region.title ? ` ${region.title.value}` : ''}`] : []),
    ...region.meta.map(({ name, value }) => `# @${name.value}${value ? ` ${value.value}` : ''}`),
    ...region.variables.map(({ name, value }) => `@${name.value} = ${value.text}`.trimEnd()),
  ];
  if (region.item) lines.push(...printItem(region.item, file.text));
  if (region.checks.length > 0) lines.push('', ...region.checks.flatMap(printCheck));
  return `${lines.join('\n')}\n\n`;
}

function printCheck({ subject, path, predicate, negated, value, reasons = [] }: Check): string[] {
  const check = ['??', subject.value, path?.text, negated ? 'not' : undefined, predicate.value, value?.text]
    .filter((word) => word !== undefined)
    .join(' ');
  return [check, ...reasons.map(printReason)];
}

function printReason({ predicate, negated, value, sentence }: Reason): string {
  const words = [negated ? 'not' : undefined, predicate?.value, value?.text].filter((word) => word !== undefined);
  return [`!!${words.length === 0 ? '' : ` ${words.join(' ')}`}`, sentence.text].join('  ').trimEnd();
}
