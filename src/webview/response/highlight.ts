import type { Language } from './content.ts';

/** The kind of a token, for its colour. */
type TokenKind = 'plain' | 'name' | 'string' | 'number' | 'constant' | 'comment' | 'tag' | 'mark' | 'bad';

export const tokenKinds: readonly TokenKind[] = [
  'plain',
  'name',
  'string',
  'number',
  'constant',
  'comment',
  'tag',
  'mark',
  'bad',
];

/** The tokens of a text in order: the end of each (in UTF-16 units), and its index in `tokenKinds`. */
export interface Tokens {
  readonly ends: Uint32Array;
  readonly kinds: Uint8Array;
}

/**
 * Rules are tried in this order at each position. A character that no rule matches becomes one plain token. `to`: the
 * next state.
 */
interface Rule {
  readonly pattern: RegExp;
  readonly kind: TokenKind;
  readonly to?: string;
}

type States = Readonly<Record<string, readonly Rule[]>>;

const rule = (pattern: RegExp, kind: TokenKind, to?: string): Rule => ({
  pattern: new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`),
  kind,
  ...(to === undefined ? {} : { to }),
});

/** Repetitions are bounded, so that no pattern looks at the same position of a text twice. */
const json: States = {
  start: [
    rule(/\s+/, 'plain'),
    rule(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"(?=\s*:)/, 'name'),
    rule(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"/, 'string'),
    rule(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'),
    rule(/\b(?:true|false|null)\b/, 'constant'),
    rule(/[[\]{},:]+/, 'mark'),
    rule(/[^\s"[\]{},:]+/, 'bad'),
  ],
};

const markup: States = {
  start: [
    rule(/<!--[^]*?(?:-->|$)/, 'comment'),
    rule(/<!\[CDATA\[[^]*?(?:\]\]>|$)/, 'string'),
    rule(/<[!?][^>]*>?/, 'comment'),
    rule(/<\/?[A-Za-z_][\w:.-]*/, 'tag', 'tag'),
    rule(/&(?:\w{1,40}|#\w{1,10});/, 'constant'),
    rule(/[^<&]+/, 'plain'),
  ],
  tag: [
    rule(/\/?>/, 'tag', 'start'),
    rule(/\s+/, 'plain'),
    rule(/"[^"<]*"|'[^'<]*'/, 'string'),
    rule(/=/, 'mark'),
    rule(/[^\s=>"'/<]+/, 'name'),
    rule(/</, 'bad', 'start'),
  ],
};

const css: States = {
  start: [
    rule(/\/\*[^]*?(?:\*\/|$)/, 'comment'),
    rule(/\s+/, 'plain'),
    rule(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'/, 'string'),
    rule(/@[\w-]+/, 'constant'),
    rule(/\{/, 'mark', 'block'),
    rule(/[^\s{}@"'/]+/, 'tag'),
  ],
  block: [
    rule(/\/\*[^]*?(?:\*\/|$)/, 'comment'),
    rule(/\s+/, 'plain'),
    rule(/\}/, 'mark', 'start'),
    rule(/\{/, 'mark'),
    rule(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'/, 'string'),
    rule(/--?[\w-]+(?=\s*:)|[A-Za-z][\w-]*(?=\s*:)/, 'name'),
    rule(/#[\da-fA-F]{3,8}\b|[+-]?(?:\d+\.?\d*|\.\d+)[\w%]*/, 'number'),
    rule(/[:;,()]/, 'mark'),
    rule(/[\w-]+/, 'plain'),
  ],
};

const javascript: States = {
  start: [
    rule(/\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/, 'comment'),
    rule(/\s+/, 'plain'),
    rule(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|`[^`\\]*(?:\\[^][^`\\]*)*`/, 'string'),
    rule(/\d[\w.]*/, 'number'),
    rule(
      /\b(?:async|await|break|case|catch|class|const|continue|default|delete|do|else|export|extends|false|finally|for|from|function|if|import|in|instanceof|let|new|null|of|return|static|super|switch|this|throw|true|try|typeof|undefined|var|void|while|yield)\b/,
      'constant',
    ),
    rule(/[A-Za-z_$][\w$]*(?=\s*[:(])/, 'name'),
    rule(/[A-Za-z_$][\w$]*/, 'plain'),
    rule(/[^\s\w$"'`/]+/, 'mark'),
  ],
};

const languages: Readonly<Record<Language, States | undefined>> = {
  json,
  html: markup,
  xml: markup,
  css,
  javascript,
  plain: undefined,
};

/** The tokens of a text, which together cover all of it. */
export function tokensOf(text: string, language: Language): Tokens {
  const states = languages[language];
  if (states === undefined || text === '') return { ends: Uint32Array.of(text.length), kinds: Uint8Array.of(0) };
  const ends: number[] = [];
  const kinds: number[] = [];
  const push = (end: number, kind: TokenKind) => {
    const index = tokenKinds.indexOf(kind);
    if (kinds.at(-1) === index) ends[ends.length - 1] = end;
    else {
      ends.push(end);
      kinds.push(index);
    }
  };
  let state = 'start';
  for (let at = 0; at < text.length;) {
    const found = states[state]!.find(({ pattern }) => {
      pattern.lastIndex = at;
      return pattern.test(text) && pattern.lastIndex > at;
    });
    at = found === undefined ? at + 1 : found.pattern.lastIndex;
    push(at, found?.kind ?? 'plain');
    state = found?.to ?? state;
  }
  return { ends: Uint32Array.from(ends), kinds: Uint8Array.from(kinds) };
}
