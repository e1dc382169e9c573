import type { ErrorCode } from '../base/codes.ts';
import { nearest } from '../base/nearest.ts';
import { parseJson } from '../protocol/json.ts';
import { WirebenchError } from '../base/errors.ts';
import { applied, calculated, callOf, isTextFunction, shownValue } from './textFunctions.ts';
import { ENVIRONMENT_NAME, expressionProblem, namesIn } from './expressions.ts';
import { sentenceOf, untrustedWorkspace } from '../base/trust.ts';
import { find } from './jsonPath.ts';
import { environmentText, jsonText, received } from './jsonValues.ts';
import { metaLines } from './metaWords.ts';
import { Parted } from './parted.ts';
import { systemVariables } from './systemWords.ts';
import type {
  EnvironmentValue,
  Located,
  Problem,
  PromptQuestion,
  Region,
  RequestFile,
  Template,
  VariableDefinition,
  Variables,
} from './model.ts';
import { askBody, isXPath, namespacesFor } from './xml/body.ts';
import { splitSystem, systemSources, systemSpec, systemValue, type SystemSources } from './systemVariables.ts';

/** The result of a named request. */
export interface NamedResult {
  /** For HTTP. */
  readonly request?: MessageSource;
  readonly response?: MessageSource & { readonly status: number };
  /** For the other words: the value that a path goes into (`port`, `answers[0].exchange`). */
  readonly data?: unknown;
}

export interface MessageSource {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The whole body as text. */
  readonly body: () => string | Promise<string>;
  readonly url?: string;
}

export interface ScopeOptions extends Partial<SystemSources> {
  readonly file: RequestFile;
  /** The request it is for. It sees the definitions before it and its own; what is only defined after it counts too. */
  readonly region?: Region;
  /** The variables of the chosen environment, the shared ones included. */
  readonly environment?: Variables;
  /** The variables that all environments share: `{{$shared name}}`. */
  readonly shared?: Variables;
  /** The result of the request with this name; undefined: it has not run. */
  readonly results?: (name: string) => NamedResult | undefined;
  /** A variable of the .env file. */
  readonly dotenv?: (name: string) => string | undefined | Promise<string | undefined>;
  readonly processEnv?: Readonly<Record<string, string | undefined>>;
  /** The chance of the variable that is defined there; absent: that of all others. */
  readonly draw?: (definition: VariableDefinition) => () => number;
  /** The text of a file that the request file names. Throws FileError if it cannot be read. */
  readonly readFile?: (path: string) => Promise<string>;
  /** False: neither files nor the environment are read, and no environments (`environment`) are there. */
  readonly trusted?: boolean;
  /** Null: the person gave up. Absent: there is nobody to ask. */
  readonly prompt?: (question: PromptQuestion) => Promise<string | null>;
  /** Values that come before all others. */
  readonly values?: Readonly<Record<string, string>>;
  /** Milliseconds that one XPath may hold this thread; 3,000 unless told. */
  readonly patience?: number;
}

export interface ExpandOptions {
  /** Applied to each value that is put in. */
  readonly inserted?: (value: string) => string;
  /** The text is one line (a request line, a header): a value with a line break in it is a problem. */
  readonly oneLine?: boolean;
  /** The text is a regular expression: in it, `\\{` has a meaning of its own. */
  readonly keepBackslashes?: boolean;
  /** Values of names that only this text has: they come before all others. */
  readonly values?: Readonly<Record<string, string>>;
}

interface Expansion {
  readonly text: string;
  /** Where there is one, `text` has the placeholder as it was written. */
  readonly problems: readonly Problem[];
}

export interface Scope {
  expand(template: Template, options?: ExpandOptions): Promise<Expansion>;
  /** The value of what is between braces, as text. Throws VariableError. */
  value(expression: string): Promise<string>;
  /** Asks all that `# @prompt` of the request asks, in order, before anything is sent. Throws VariableError `prompt-cancelled`. */
  ask(): Promise<void>;
  /** Every name that can be used, for completion. */
  names(): readonly string[];
}

/** Why there is no value. */
export class VariableError extends Error {
  readonly code: ErrorCode;
  readonly replacement: string | undefined;

  constructor(code: ErrorCode, message: string, replacement?: string) {
    super(message);
    this.code = code;
    this.replacement = replacement;
  }
}

export function createScope(options: ScopeOptions): Scope {
  return new FileScope(options);
}

/** The definitions that a region sees, by name. Without a region: the last ones of the file. */
export function definitionsFor(file: RequestFile, region?: Region): ReadonlyMap<string, VariableDefinition> {
  const seen = new Map<string, VariableDefinition>();
  const limit = region?.index ?? Infinity;
  for (const each of file.seen) {
    for (const definition of each.variables) {
      if (each.index <= limit || !seen.has(definition.name.value)) seen.set(definition.name.value, definition);
    }
  }
  return seen;
}

/** As REST Client tells what must not be seen while it is typed, and a few more. */
export function isSecret(name: string): boolean {
  return /pass(?:word|wd|phrase)?$|secret|token$/i.test(name);
}

export function promptsOf(region: Region): { readonly name: Located; readonly question: PromptQuestion }[] {
  return metaLines(region.meta, 'prompt').flatMap(({ value }) => {
    const match = value && /^(\S+)(?:\s+(.*))?$/.exec(value.value);
    if (!match) return [];
    const name = match[1]!;
    const description = match[2]?.trim();
    return [
      {
        name: { start: value.start, end: value.start + name.length, value: name },
        question: { name, secret: isSecret(name), ...(description ? { description } : {}) },
      },
    ];
  });
}

/** The fields of httpYac's response, and their names here. */
const RESPONSE_FIELDS: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/^\.parsedBody(?=[.[]|$)/, ''],
  [/^\.body$/, '.response.body'],
  [/^\.status(?:Code)?$/, '.response.status'],
  [/^\.headers\[(["'])([^"']+)\1\]$/, '.response.headers.$2'],
  [/^\.headers\.([\w-]+)$/, '.response.headers.$1'],
];

/** What is being read. */
interface Reading {
  /** The variables on the way, to find one that needs itself. */
  readonly names: readonly string[];
  /** Clock and chance of the variable that it is for. */
  readonly sources: SystemSources;
}

class FileScope implements Scope {
  private readonly options: ScopeOptions;
  private readonly sources: SystemSources;
  private readonly definitions: ReadonlyMap<string, VariableDefinition>;
  private readonly prompts: ReadonlyMap<string, PromptQuestion>;
  private readonly answers: Map<string, Promise<string>>;
  private readonly drawn = new Map<string, Promise<string>>();

  constructor(options: ScopeOptions, answers = new Map<string, Promise<string>>()) {
    this.options = options;
    this.answers = answers;
    this.sources = systemSources(options);
    this.definitions = definitionsFor(options.file, options.region);
    const questions = options.region ? promptsOf(options.region) : [];
    this.prompts = new Map(questions.map(({ question }) => [question.name, question]));
  }

  async expand(template: Template, options: ExpandOptions = {}): Promise<Expansion> {
    const { values, ...rest } = options;
    // A variable whose value has such a name in it is another one for each: so it is read anew.
    if (values !== undefined) return new FileScope({ ...this.options, values }, this.answers).expand(template, rest);
    const problems: Problem[] = [];
    let text = '';
    let done = 0;
    for (const placeholder of template.placeholders) {
      const end = template.text.indexOf('}}', placeholder.at) + 2;
      text += literal(template.text.slice(done, placeholder.at), options);
      done = end;
      try {
        const value = await this.value(placeholder.expression);
        if (options.oneLine) refuseLineBreak(placeholder.expression, value);
        text += options.inserted ? options.inserted(value) : value;
      } catch (error) {
        if (!(error instanceof VariableError)) throw error;
        text += template.text.slice(placeholder.at, end);
        const { code, message, replacement } = error;
        const { start, end: stop } = placeholder;
        problems.push({
          start,
          end: stop,
          code,
          severity: 'error',
          message,
          ...(replacement !== undefined && { replacement: `{{${replacement}}}` }),
        });
      }
    }
    return { text: text + literal(template.text.slice(done), options), problems };
  }

  value(expression: string): Promise<string> {
    return this.read(expression.trim(), { names: [], sources: this.sources });
  }

  async ask(): Promise<void> {
    for (const question of this.prompts.values()) await this.answer(question);
  }

  names(): readonly string[] {
    const requests = this.options.file.seen.flatMap((region) => (region.name ? [region.name.value] : []));
    return [
      ...new Set([
        ...this.prompts.keys(),
        ...this.definitions.keys(),
        ...requests,
        ...Object.keys(this.options.environment ?? {}),
        ...systemVariables.filter((each) => each.supported).map((each) => each.name),
      ]),
    ];
  }

  private async read(expression: string, reading: Reading): Promise<string> {
    if (expression.startsWith('%') && expression.length > 1)
      return encodeURIComponent(await this.read(expression.slice(1).trim(), reading));
    if (expression.startsWith('$')) return this.system(expression, reading);
    const { values = {} } = this.options;
    if (Object.hasOwn(values, expression)) return values[expression]!;
    const question = this.prompts.get(expression);
    if (question) return this.answer(question);
    const definition = this.definitions.get(expression);
    if (definition) return this.within(expression, reading, (next) => this.fill(definition, next));
    const { environment = {} } = this.options;
    const name = /^[^.[\s]+/.exec(expression)?.[0] ?? expression;
    if (Object.hasOwn(environment, expression)) return this.ofEnvironment(expression, reading);
    const rest = expression.slice(name.length);
    const result = this.options.results?.(name);
    if (result !== undefined) return text(expression, await this.resultValue(name, result, rest.replace(/^\./, '')));
    const meant = this.ofResponse(name, rest);
    if (meant !== undefined) return this.read(meant, reading);
    if (rest !== '' && Object.hasOwn(environment, name))
      return text(expression, await found(expression, received(environment[name]!), rest));
    throw this.unknown(expression, name);
  }

  /** httpYac: `loginResponse` is the response of the request that is named `login`. */
  private ofResponse(name: string, rest: string): string | undefined {
    const request = /^(.+)Response$/.exec(name)?.[1];
    if (request === undefined || !this.options.file.seen.some((region) => region.name?.value === request))
      return undefined;
    for (const [pattern, meaning] of RESPONSE_FIELDS)
      if (pattern.test(rest)) return request + rest.replace(pattern, meaning);
    return undefined;
  }

  /**
   * A variable is read once for a request: `{{$guid}}` in its value is drawn once, as in REST Client. `kept`: what it is called among
   * those that were read.
   */
  private async within(
    name: string,
    reading: Reading,
    read: (reading: Reading) => Promise<string>,
    kept = name,
  ): Promise<string> {
    if (reading.names.includes(name)) {
      const circle = [...reading.names.slice(reading.names.indexOf(name)), name].join(' → ');
      throw new VariableError('variable-cycle', `The variable ${name} needs itself: ${circle}.`);
    }
    const known = this.drawn.get(kept);
    if (known !== undefined) return known;
    const value = read({ ...reading, names: [...reading.names, name] });
    this.drawn.set(kept, value);
    value.catch(() => this.drawn.delete(kept));
    return value;
  }

  /** The value of `@name = value`: REST Client's escapes in what is written, placeholders filled in. */
  private async fill(definition: VariableDefinition, { names }: Reading): Promise<string> {
    const { value: template } = definition;
    const { draw } = this.options;
    const random = draw?.(definition);
    const reading = {
      names,
      sources: random === undefined ? this.sources : systemSources({ ...this.options, random }),
    };
    let filled = '';
    let done = 0;
    for (const placeholder of template.placeholders) {
      filled +=
        unescaped(withBraces(template.text.slice(done, placeholder.at))) +
        (await this.read(placeholder.expression, reading));
      done = template.text.indexOf('}}', placeholder.at) + 2;
    }
    return filled + unescaped(withBraces(template.text.slice(done)));
  }

  private ofEnvironment(name: string, reading: Reading): Promise<string> {
    const value = this.options.environment![name]!;
    return this.within(name, reading, (next) => this.environmentValue(value, next), `of the environment: ${name}`);
  }

  /** Chance in it is that of the request: an environment is not a part of the file, whose variables are drawn once in a run. */
  private async environmentValue(value: EnvironmentValue, { names }: Reading): Promise<string> {
    if (typeof value !== 'string') return environmentText(value);
    const reading = { names, sources: this.sources };
    let filled = '';
    let done = 0;
    for (const match of value.matchAll(/\{\{([^{}\r\n]+)\}\}/g)) {
      filled += value.slice(done, match.index) + (await this.read(match[1]!.trim(), reading));
      done = match.index + match[0].length;
    }
    return filled + value.slice(done);
  }

  private async resultValue(name: string, result: NamedResult, path: string): Promise<unknown> {
    const expression = path === '' ? name : `${name}.${path}`;
    const { request, response } = result;
    if (request === undefined && response === undefined) return found(expression, result.data, path);
    const match = /^(request|response)(?:\.(body|headers|status|statusCode|url)(?:\.([\s\S]*))?)?$/.exec(path);
    // httpYac: the name alone is the response's body, and a path goes into it.
    if (match === null) return this.bodyValue(expression, response, path);
    const [, side, part, rest = ''] = match;
    const message = side === 'request' ? request : response;
    if (message === undefined) throw new VariableError('no-result', `${name} has no ${side!} yet.`);
    switch (part) {
      case 'headers':
        return headerValue(expression, message, rest);
      case 'status':
      case 'statusCode':
        return response?.status;
      case 'url':
        return message.url;
      default:
        return this.bodyValue(expression, message, rest === '*' ? '' : rest);
    }
  }

  private async bodyValue(expression: string, message: MessageSource | undefined, path: string): Promise<unknown> {
    if (message === undefined)
      throw new VariableError('no-result', `There was no response, so there is nothing at ${expression}.`);
    const body = await message.body();
    if (path === '') return body;
    const type = message.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    if (isXPath(path, type)) return this.xpath(expression, { text: body, type, path });
    let json: unknown;
    try {
      json = parseJson(body);
    } catch {
      throw new VariableError('no-json', `The body is not JSON, so there is nothing at ${expression}.`);
    }
    return found(expression, json, path.replace(/^asJson\./, ''));
  }

  private async xpath(expression: string, body: { text: string; type: string; path: string }): Promise<string> {
    const { insertedText, XmlProblem } = await import('./xml/xpath.ts');
    const namespaces = namespacesFor(this.options.file, this.options.region);
    try {
      const { patience } = this.options;
      const answer = await askBody({ ...body, namespaces, ...(patience !== undefined && { timeout: patience }) });
      const inserted = insertedText(answer);
      if (inserted !== undefined) return inserted;
      const hint = answer.kind === 'nodes' && answer.hint !== undefined ? ` ${answer.hint}` : '';
      throw new VariableError('nothing-found', `There is nothing at ${expression}.${hint}`);
    } catch (error) {
      if (!(error instanceof XmlProblem)) throw error;
      throw new VariableError('bad-xpath', `There is nothing at ${expression}: the body ${error.message}`);
    }
  }

  private async system(expression: string, reading: Reading): Promise<string> {
    // httpYac: {{$xpath:login //token}} is {{login.response.body.//token}}.
    const [, named, within] = /^\$xpath:([\w-]+)\s+(\S.*)$/.exec(expression) ?? [];
    if (named !== undefined) return this.read(`${named}.response.body.asXml.${within!}`, reading);
    const problem = expressionProblem(expression);
    if (problem !== undefined) throw new VariableError(problem.code, problem.message, problem.replacement);
    const { name, argument } = splitSystem(expression);
    if (name === '$calculate' || isTextFunction(name)) return shownValue(await this.computed(expression, reading));
    const made = systemValue(name, argument, reading.sources);
    if (made === undefined) throw new VariableError('bad-arguments', `${expression} is a date that no calendar has.`);
    if (made !== null) return made;
    const effect = systemSpec(name)?.effect;
    if (effect !== undefined && this.options.trusted === false)
      throw new VariableError(
        untrustedWorkspace,
        sentenceOf({ effect, subject: `{{${expression}}}` }, 'it has no value'),
      );
    return this.outside(name, argument, reading);
  }

  /** A function of values. */
  private async computed(expression: string, reading: Reading): Promise<string | Uint8Array> {
    const { name, argument } = splitSystem(expression);
    try {
      if (name === '$calculate') {
        const values = namesIn(expression).map(async (each) => [each, await this.read(each, reading)] as const);
        return calculated(argument, new Map(await Promise.all(values)));
      }
      const call = callOf(name, argument)!;
      if (call.quoted) return applied(call, call.operand);
      const nested = isTextFunction(splitSystem(call.operand).name);
      return applied(call, await (nested ? this.computed(call.operand, reading) : this.read(call.operand, reading)));
    } catch (error) {
      throw error instanceof WirebenchError ? new VariableError(error.code, error.message) : error;
    }
  }

  /** Those that need something from outside. */
  private async outside(name: string, argument: string, reading: Reading): Promise<string> {
    const [, ofEnvironment, written = ''] = ENVIRONMENT_NAME.exec(argument) ?? [];
    switch (name) {
      case '$processEnv':
      case '$env':
      case '$dotenv': {
        const variable = ofEnvironment ? await this.named(written, reading) : written;
        if (name !== '$dotenv') return this.options.processEnv?.[variable] ?? '';
        const value = await this.options.dotenv?.(variable);
        if (value === undefined)
          throw new VariableError(
            'unknown-variable',
            `There is no ${variable} in a .env file beside the request file or above it.`,
          );
        return value;
      }
      case '$pick file': {
        const { readFile } = this.options;
        if (readFile === undefined)
          throw new VariableError(
            'file-unreadable',
            `The file ${argument.trim()} is only read while a request is sent.`,
          );
        const lines = (await readFile(argument.trim())).split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
        if (lines.length > 0) return lines[Math.floor(reading.sources.random() * lines.length)]!.trim();
        throw new VariableError('no-value', `The file ${argument.trim()} is empty, so nothing can be picked from it.`);
      }
      case '$shared': {
        const shared = this.options.shared ?? this.options.environment ?? {};
        if (Object.hasOwn(shared, written))
          return this.within(`$shared ${written}`, reading, (next) => this.environmentValue(shared[written]!, next));
        throw new VariableError('unknown-variable', `There is no shared variable ${written}.`);
      }
      default: {
        const asked = /^(?:-askonce)?\s*([^$]*?)\s*(?:\$value:\s*(.*))?$/.exec(argument);
        const question = asked?.[1] ?? '';
        return this.answer({
          name: question || name,
          secret: name === '$password' || isSecret(question),
          ...(asked?.[2] !== undefined && { value: asked[2] }),
        });
      }
    }
  }

  /** The environment's variable that holds a name: `{{$processEnv %which}}`. */
  private async named(name: string, reading: Reading): Promise<string> {
    const { environment = {} } = this.options;
    if (Object.hasOwn(environment, name)) return this.ofEnvironment(name, reading);
    throw new VariableError(
      'unknown-variable',
      `${name} is not defined in the environment, so the variable that it should name is not known.`,
    );
  }

  /** Each question is asked once. */
  private answer(question: PromptQuestion): Promise<string> {
    const known = this.answers.get(question.name);
    if (known) return known;
    const { prompt } = this.options;
    const asked = (async () => {
      if (prompt === undefined)
        throw new VariableError('no-prompt', `${question.name} has to be typed, and there is nobody to ask.`);
      const value = await prompt(question);
      if (value === null) throw new VariableError('prompt-cancelled', `No value was given for ${question.name}.`);
      return value;
    })();
    this.answers.set(question.name, asked);
    return asked;
  }

  /** Why a request with this name has no result; undefined: there is none with it. */
  private noResult(expression: string, name: string): VariableError | undefined {
    const { file, region: here } = this.options;
    const named = (region: Region): boolean =>
      metaLines(region.meta, 'name').some(({ value }) => value?.value === name) || region.name?.value === name;
    const region = file.seen.findLast((each) => each.name?.value === name) ?? file.seen.find(named);
    if (region === undefined) return undefined;
    const why =
      region.name?.value !== name
        ? `Its # @name stands with the request ${region.name!.value}: put ### between the two.`
        : region.index === here?.index
          ? `It is the name of this request itself. If another is meant, put ### between the two.`
          : here !== undefined && region.index > here.index
            ? `It stands below this one: put it above, or write # @ref ${name} here.`
            : '';
    const message = `The request ${name} has not run yet, so there is no {{${expression}}}. ${why}`;
    return new VariableError('no-result', message.trimEnd());
  }

  private unknown(expression: string, name: string): VariableError {
    const missing = this.noResult(expression, name);
    if (missing !== undefined) return missing;
    const problem = expressionProblem(expression);
    if (problem !== undefined) return new VariableError(problem.code, problem.message, problem.replacement);
    const near = nearest(name, this.names());
    const hint =
      near === undefined
        ? `Define it: @${/^[\w-]+$/.test(name) ? name : 'name'} = value, or in an environment.`
        : `Did you mean ${near}?`;
    const unread =
      this.options.trusted === false ? ' Environments are not read while the workspace is not trusted.' : '';
    return new VariableError(
      'unknown-variable',
      `There is no variable ${name}. ${hint}${unread}`,
      near && near + expression.slice(name.length),
    );
  }
}

/** httpYac: `\\{\\{name\\}\\}` is the text `{{name}}`. */
function withBraces(text: string): string {
  return text.includes('\\{\\{') ? text.replaceAll(/\\\{\\\{([^{}\r\n]+?)\\\}\\\}/g, '{{$1}}') : text;
}

function literal(text: string, { keepBackslashes = false }: ExpandOptions): string {
  return keepBackslashes ? text : withBraces(text);
}

function refuseLineBreak(expression: string, value: string): void {
  if (!/[\r\n]/.test(value)) return;
  throw new VariableError(
    'line-break-in-value',
    `The value of ${expression} has a line break, which would end the line it is put into and begin another. Nothing is sent.`,
  );
}

const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '\r', '\\t': '\t', '\\\\': '\\' };

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\[nrt\\]/g, (escape) => ESCAPES[escape]!) : text;
}

function asText(value: unknown): string {
  if (value instanceof Parted) return asText(value.value);
  if (value === undefined) return '';
  return typeof value === 'string' ? value : jsonText(value);
}

function text(expression: string, value: unknown): string {
  if (value === undefined) throw new VariableError('nothing-found', `There is nothing at ${expression}.`);
  return asText(value);
}

async function found(expression: string, value: unknown, path: string): Promise<unknown> {
  const result = await find(value, path);
  // The first of several values is put in, as in REST Client.
  if (result.found) return result.values[0];
  throw new VariableError('nothing-found', result.problem ?? `There is nothing at ${expression}.`);
}

function headerValue(expression: string, message: MessageSource, name: string): string {
  const values = message.headers
    .filter(([each]) => each.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
  if (values.length > 0) return values.join(', ');
  throw new VariableError('nothing-found', `There is no header ${name}, so there is nothing at ${expression}.`);
}
