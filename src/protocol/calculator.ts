/**
 * Arithmetic as in Python: whole numbers of any size, floats, + - * / // % ** with Python's precedence and signs, and
 * parentheses. The tuple form of socket exercises works too: `(+, 5, 6)`, nested to any depth, its operator bare or
 * quoted.
 */

type Calculation =
  | {
      readonly ok: true;
      /** Written back without spaces: `5+6`. */ readonly expression: string;
      readonly result: string;
    }
  | {
      readonly ok: false;
      /** The reason, as a clause. */ readonly problem: string;
      /** The position of the wrong character, from 1. */ readonly position: number;
    };

/** The most characters of an expression. */
const maxExpressionLength = 1000;
/** The most parentheses, signs and powers within each other. */
export const maxDepth = 100;
/** The most bits of a whole number: about a thousand digits. */
const maxBits = 3400;

export function calculate(text: string): Calculation {
  try {
    if (text.length > maxExpressionLength)
      throw new CalculationError(
        `an expression may have ${maxExpressionLength} characters at most`,
        maxExpressionLength,
      );
    const tree = new Parser(tokenize(text), text.trimEnd().length).parse();
    return { ok: true, expression: print(tree), result: format(evaluate(tree)) };
  } catch (error) {
    if (!(error instanceof CalculationError)) throw error;
    return { ok: false, problem: error.message, position: error.offset + 1 };
  }
}

/** `5+6 = 11`, or `error at position 5: ...`. */
export function answerExpression(text: string): string {
  const calculation = calculate(text);
  return calculation.ok
    ? `${calculation.expression} = ${calculation.result}`
    : `error at position ${calculation.position}: ${calculation.problem}`;
}

class CalculationError extends Error {
  readonly offset: number;

  constructor(problem: string, offset: number) {
    super(problem);
    this.offset = offset;
  }
}

type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**';
/** Whole numbers are bigint, floats are number. */
type Value = bigint | number;

type Tree =
  | { readonly kind: 'number'; readonly text: string; readonly value: Value }
  | { readonly kind: 'group'; readonly inner: Tree }
  | { readonly kind: 'sign'; readonly sign: '+' | '-'; readonly operand: Tree }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly at: number;
      readonly left: Tree;
      readonly right: Tree;
    };

interface Token {
  readonly kind: 'number' | 'operator' | 'quoted' | '(' | ')' | ',' | 'end';
  readonly text: string;
  readonly at: number;
}

const tokenPattern =
  /\s*(?:((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(\*\*|\/\/|[-+*/%])|(["'])(\*\*|\/\/|[-+*/%])\3|([(),]))/uy;

const hints: Readonly<Record<string, string>> = {
  '^': 'a power is written **',
  '×': 'multiplication is written *',
  '·': 'multiplication is written *',
  '÷': 'division is written /',
  '−': 'a minus is written -',
  '[': 'only round parentheses group',
  '{': 'only round parentheses group',
};

function tokenize(text: string): Token[] {
  // As on a pocket calculator, a trailing equals sign is allowed: `5+6=`.
  const end = /\s*=?\s*$/u.exec(text)!.index;
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const from = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (match === null) throw unknownCharacter(text, from);
    const [whole, number, operator, , quoted, other] = match;
    const token = number ?? operator ?? quoted ?? other!;
    const kind =
      number !== undefined ? 'number' : operator !== undefined ? 'operator' : quoted !== undefined ? 'quoted' : other;
    tokens.push({ kind: kind as Token['kind'], text: token, at: from + whole.length - whole.trimStart().length });
  }
  return tokens;
}

function unknownCharacter(text: string, from: number): CalculationError {
  const at = from + /^\s*/u.exec(text.slice(from))![0].length;
  const character = String.fromCodePoint(text.codePointAt(at)!);
  const hint = hints[character] ?? 'an expression has numbers, + - * / // % ** and parentheses';
  return new CalculationError(`${JSON.stringify(character)} is not understood; ${hint}`, at);
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = { kind: 'end', text: 'the end', at: end };
  }

  parse(): Tree {
    const tree = this.#sum();
    const token = this.#peek();
    if (token.kind === 'end') return tree;
    if (token.kind === ')') throw new CalculationError('this parenthesis was never opened', token.at);
    throw expected(token.kind === ',' ? 'the end; (+, 5, 6) is the form with commas' : 'an operator', token);
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? this.#end;
  }

  #take(kind: Token['kind']): Token | undefined {
    const token = this.#peek();
    if (token.kind !== kind) return undefined;
    this.#next++;
    return token;
  }

  #sum(): Tree {
    return this.#leftToRight(['+', '-'], () => this.#product());
  }

  #product(): Tree {
    return this.#leftToRight(['*', '/', '//', '%'], () => this.#signed());
  }

  #leftToRight(operators: readonly string[], operand: () => Tree): Tree {
    let left = operand();
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'operator' || !operators.includes(token.text)) return left;
      this.#next++;
      left = { kind: 'binary', operator: token.text as Operator, at: token.at, left, right: operand() };
    }
  }

  #signed(): Tree {
    const token = this.#peek();
    if (this.#depth >= maxDepth)
      throw new CalculationError(`parentheses, signs and powers may be ${maxDepth} deep at most`, token.at);
    this.#depth++;
    try {
      if (token.kind !== 'operator' || (token.text !== '-' && token.text !== '+')) return this.#power();
      this.#next++;
      return { kind: 'sign', sign: token.text, operand: this.#signed() };
    } finally {
      this.#depth--;
    }
  }

  /** Binds tighter than a sign on its left, less tight than one on its right: -2**-1 is -(2**(-1)). */
  #power(): Tree {
    const left = this.#atom();
    const token = this.#peek();
    if (token.kind !== 'operator' || token.text !== '**') return left;
    this.#next++;
    return { kind: 'binary', operator: '**', at: token.at, left, right: this.#signed() };
  }

  #atom(): Tree {
    const number = this.#take('number');
    if (number !== undefined) return { kind: 'number', text: number.text, value: valueOf(number) };
    const open = this.#take('(');
    if (open === undefined) throw expected('a number', this.#peek());
    const inner = this.#isTuple() ? this.#tuple() : { kind: 'group' as const, inner: this.#sum() };
    if (this.#take(')') !== undefined) return inner;
    const token = this.#peek();
    if (token.kind !== 'end') throw expected('an operator or a closing parenthesis', token);
    throw new CalculationError('this parenthesis is never closed', open.at);
  }

  /** An operator and a comma follow: `(+, 5, 6)`; `(+5)` is a group. */
  #isTuple(): boolean {
    const { kind } = this.#peek();
    return kind === 'quoted' || (kind === 'operator' && this.#tokens[this.#next + 1]?.kind === ',');
  }

  #tuple(): Tree {
    const token = this.#peek();
    this.#next++;
    const operator = token.text as Operator;
    const operands: Tree[] = [];
    while (this.#take(',') !== undefined) operands.push(this.#sum());
    const [first, ...rest] = operands;
    if (first === undefined) throw expected('a comma and the operands', this.#peek());
    if (rest.length === 0) {
      if (operator === '+' || operator === '-') return { kind: 'sign', sign: operator, operand: grouped(first, 3) };
      throw new CalculationError(`${operator} needs two operands`, token.at);
    }
    return rest.reduce<Tree>((left, right) => combined(operator, token.at, left, right), first);
  }
}

const strength: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '//': 2, '%': 2, '**': 4 };

/** The value of a tuple, with the parentheses that it needs between the operands of another. */
function combined(operator: Operator, at: number, left: Tree, right: Tree): Tree {
  const mine = strength[operator];
  const power = operator === '**';
  return {
    kind: 'binary',
    operator,
    at,
    left: grouped(left, power ? mine + 1 : mine),
    right: grouped(right, power ? 3 : mine + 1),
  };
}

function grouped(tree: Tree, least: number): Tree {
  const own = tree.kind === 'binary' ? strength[tree.operator] : tree.kind === 'sign' ? 3 : 5;
  return own < least ? { kind: 'group', inner: tree } : tree;
}

function expected(what: string, token: Token): CalculationError {
  return new CalculationError(
    `expected ${what}, found ${token.kind === 'end' ? token.text : `"${token.text}"`}`,
    token.at,
  );
}

function valueOf(token: Token): Value {
  return /^\d+$/u.test(token.text) ? checkedInteger(BigInt(token.text), token.at) : Number(token.text);
}

function print(tree: Tree): string {
  switch (tree.kind) {
    case 'number':
      return tree.text;
    case 'group':
      return `(${print(tree.inner)})`;
    case 'sign':
      return tree.sign + print(tree.operand);
    case 'binary':
      return print(tree.left) + tree.operator + print(tree.right);
  }
}

function evaluate(tree: Tree): Value {
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'group':
      return evaluate(tree.inner);
    case 'sign': {
      const value = evaluate(tree.operand);
      return tree.sign === '-' ? -value : value;
    }
    case 'binary':
      return apply(tree.operator, evaluate(tree.left), evaluate(tree.right), tree.at);
  }
}

function apply(operator: Operator, left: Value, right: Value, at: number): Value {
  const whole = typeof left === 'bigint' && typeof right === 'bigint';
  if (operator !== '**' && strength[operator] === 2 && operator !== '*' && Number(right) === 0)
    throw new CalculationError('division by zero', at);
  if (whole && operator === '/') return quotient(left, right, at);
  if (whole && (operator !== '**' || right >= 0n))
    return checkedInteger(integerOperations[operator](left, right, at), at);
  return floatOperations[operator](toFloat(left, at), toFloat(right, at), at);
}

const integerOperations: Readonly<Record<Operator, (a: bigint, b: bigint, at: number) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a) => a,
  '//': floorDivide,
  '%': (a, b) => a - b * floorDivide(a, b),
  '**': (a, b, at) => {
    const bits = bitLength(a);
    // The result has more than (bits - 1) * b bits.
    if (bits > 1 && b * BigInt(bits - 1) > BigInt(maxBits)) throw tooLarge(at);
    return bits > 1 ? a ** b : b === 0n ? 1n : a === -1n && b % 2n === 0n ? 1n : a;
  },
};

const floatOperations: Readonly<Record<Operator, (a: number, b: number, at: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => floatDivmod(a, b)[0],
  '%': (a, b) => floatDivmod(a, b)[1],
  '**': (a, b, at) => {
    if (a === 0 && b < 0) throw new CalculationError('zero has no negative power', at);
    if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
      throw new CalculationError('a negative number has no real power with a fraction', at);
    // As in C's pow and in Python, but not in JavaScript.
    const result = a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) ? 1 : a ** b;
    if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) throw tooLarge(at);
    return result;
  },
};

function floorDivide(a: bigint, b: bigint): bigint {
  const result = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? result - 1n : result;
}

/** CPython's float_divmod (Objects/floatobject.c): the remainder has the sign of the divisor. */
function floatDivmod(a: number, b: number): [number, number] {
  let remainder = a % b;
  let quotient = (a - remainder) / b;
  if (remainder === 0) remainder = b < 0 ? -0 : 0;
  else if (b < 0 !== remainder < 0) {
    remainder += b;
    quotient -= 1;
  }
  if (quotient === 0) return [a / b < 0 || Object.is(a / b, -0) ? -0 : 0, remainder];
  const floor = Math.floor(quotient);
  return [quotient - floor > 0.5 ? floor + 1 : floor, remainder];
}

/** Two whole numbers divided and rounded once, as Python's `/` does, whatever their size. */
function quotient(a: bigint, b: bigint, at: number): number {
  const negative = a < 0n !== b < 0n;
  const [top, bottom] = [a < 0n ? -a : a, b < 0n ? -b : b];
  if (top === 0n) return negative ? -0 : 0;
  // The quotient has at least 66 bits, the last of them sticky, so that rounding once gives the correct result.
  const shift = Math.max(0, 66 - bitLength(top) + bitLength(bottom));
  const scaled = top << BigInt(shift);
  const bits = (scaled / bottom) | (scaled % bottom === 0n ? 0n : 1n);
  const half = Math.floor(shift / 2);
  const result = Number(bits) * 2 ** -half * 2 ** (half - shift);
  if (!Number.isFinite(result)) throw tooLarge(at);
  return negative ? -result : result;
}

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

function checkedInteger(value: bigint, at: number): bigint {
  // Comparing is much cheaper than counting the bits.
  if (value > largest || value < -largest) throw tooLarge(at);
  return value;
}

const largest = (1n << BigInt(maxBits)) - 1n;

function toFloat(value: Value, at: number): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float)) throw tooLarge(at);
  return float;
}

function tooLarge(at: number): CalculationError {
  return new CalculationError('the result is too large', at);
}

/** As Python's `repr`: `3.0`, `1e+16`, `1e-05`. Both languages write the shortest digits that read back the same. */
function format(value: Value): string {
  if (typeof value === 'bigint') return value.toString();
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= 16) return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const sign = value < 0 ? '-' : '';
  const plain = digits.replace('-', '').replace('.', '');
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${plain}`;
  const whole = plain.slice(0, power + 1).padEnd(power + 1, '0');
  return `${sign}${whole}.${plain.slice(power + 1) || '0'}`;
}
