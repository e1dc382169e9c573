// The sentences that users read, by rules that a machine can hold: the subject first, `if` for conditions, a noun rather than "what".
import assert from 'node:assert/strict';
import ts from 'typescript';
import { sources } from '../helpers/sources.ts';

/** What a sentence must not have, and the better way. */
const rules: readonly { readonly pattern: RegExp; readonly better: string }[] = [
  { pattern: /(?<!\bthere )\b(?:is|are|was|were) no\b(?! (?:longer|more)\b)/iu, better: '"is not a valid X"' },
  { pattern: /(?:^|[.:!?] )Of\b/u, better: 'the subject first' },
  { pattern: /\bno right [a-z]/u, better: 'the adjective: "malformed"' },
  { pattern: /\bwhere (?:there|it|they|no|nothing|several)\b/u, better: '"if" for a condition' },
  {
    pattern: /(?:^|[.:] )(?:What|Who|Whoever|Whatever|That which)\b[^?]*$/u,
    better: 'the noun rather than "what" or "who"',
  },
  { pattern: /\b(?:call|called|calls) (?:it )?off\b/iu, better: '"cancel"' },
  { pattern: /\banew\b/iu, better: '"again"' },
  { pattern: /\bnothing of (?:it|them|its|the|this|that)\b/iu, better: '"no part of", "nothing in"' },
  { pattern: /\b(?:is|are|was|were) told by\b/iu, better: '"is shown by", "is known by"' },
  { pattern: /\bthat there (?:is|are|was|were)\b[.,;:]/iu, better: 'leave it out' },
];

/** Folders and files whose sentences are still to be gone through. */
const notYet: readonly string[] = [];

/** Texts of three words or more: of literals, of templates with `…` for each value, and of what JSX shows. */
function texts(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    else if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
    else if (ts.isJsxText(node)) found.push(node.text.trim().replaceAll(/\s+/gu, ' '));
    ts.forEachChild(node, visit);
  };
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, false, kind));
  return found.filter((text) => /\S \S+ \S/u.test(text));
}

function wrong(text: string): string[] {
  return rules.filter(({ pattern }) => pattern.test(text)).map(({ better }) => better);
}

describe('the sentences that users read', () => {
  it('have the subject first, "if" for conditions, and nouns', () => {
    const found = [...sources()]
      .filter(([file]) => !notYet.some((start) => file.startsWith(start)))
      .flatMap(([file, source]) =>
        texts(file, source).flatMap((text) => wrong(text).map((better) => `${file}: ${text}: ${better}`)),
      );
    assert.deepEqual(found, []);
  });

  for (const text of [
    '"5" is no family: write 4 or 6.',
    'Of host: the addresses, in the order of the system.',
    'The answer of … is no right DNS message.',
    'The types, where there are several.',
    'Who may have the whole zone.',
    'The question was called off.',
    'The file is read anew.',
    'Nothing of it is kept.',
    'Only for the commands that there are.',
  ])
    it(`are not like ${JSON.stringify(text)}`, () => assert.notDeepEqual(wrong(text), []));

  it('may say that there is none of a thing, and ask', () => {
    assert.deepEqual(
      ['There is no server. Start one first.', 'It is no longer there.', 'What is the port?'].flatMap(wrong),
      [],
    );
  });
});
