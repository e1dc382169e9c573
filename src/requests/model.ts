import type { ErrorCode } from '../base/codes.ts';

/**
 * The content of a request file, with the place of everything in it. Offsets are UTF-16 code units into the text, `end` is
 * exclusive. Nothing here is evaluated: `{{placeholders}}` stay as they are written until a run (run/) fills them in.
 */

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Located<T = string> extends Range {
  readonly value: T;
}

/** `{{expression}}`, braces included in the range. */
export interface Placeholder extends Range {
  /** The text between the braces, trimmed. */
  readonly expression: string;
}

/**
 * Text with placeholders in it. A run sends `text` if there are no placeholders: joined if the language joins lines,
 * so it may be shorter than its range. Each placeholder keeps its place in `text` (`at`) and in the file (start, end).
 */
export interface Template extends Range {
  readonly text: string;
  readonly placeholders: readonly (Placeholder & { readonly at: number })[];
}

export interface Problem extends Range {
  readonly code: ErrorCode;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** The right text, to put in its place by a quick fix. */
  readonly replacement?: string;
}

/** A change of the text that mends something; `text` goes in place of the range. */
export interface Fix extends Range {
  readonly title: string;
  readonly text: string;
}

/** `@name = value`: seen by every request of the file, as in REST Client; the last definition before a use counts. */
export interface VariableDefinition extends Range {
  readonly name: Located;
  readonly value: Template;
}

/** `# @name login`, `// @no-redirect`. */
export interface MetaLine extends Range {
  readonly name: Located;
  readonly value?: Located;
}

/** A header of HTTP, or an option of one of our words: `name: value`. */
export interface FieldLine extends Range {
  readonly name: Located;
  readonly value: Template;
}

export type BodyPart =
  /** Lines as they are written, their line ends included (but for the last line's). */
  | ({ readonly kind: 'text'; readonly template: Template } & Range)
  /** `< path` sends a file as it is; `<@ path` fills in its placeholders first, `<@latin1 path` with that encoding. */
  | ({
      readonly kind: 'file';
      readonly path: Template;
      readonly substitute: boolean;
      readonly encoding?: Located;
      /** In a curl command: `-d @file` leaves line ends out, `--data-urlencode @file` writes %XX. */
      readonly curl?: 'joined' | 'urlencoded';
    } & Range);

export interface HttpItem extends Range {
  readonly kind: 'http';
  /** Absent if the line is a bare URL: GET. */
  readonly method?: Located;
  readonly target: Template;
  /** `HTTP/1.1`, as written. */
  readonly version?: Located;
  readonly headers: readonly FieldLine[];
  readonly body: readonly BodyPart[];
  /** The body is a query of GraphQL and its variables, which go out as one JSON object. */
  readonly graphql?: GraphqlBody;
  /** It was written as a curl command; the fields above are what the command means, their ranges the command's. */
  readonly curl?: CurlOptions;
}

export interface GraphqlBody {
  /** Parts of the body from this index on are the variables: a JSON object. Those before are the query. */
  readonly variablesFrom: number;
  readonly operationName?: string;
}

/** The options of a curl command that are not in the request itself. */
export interface CurlOptions {
  readonly insecure?: boolean;
  readonly location?: boolean;
  /** `-X` says the method, which a redirect does not change. */
  readonly fixedMethod?: boolean;
  /** The body is one of `-d` or `-F`. */
  readonly posted?: boolean;
  readonly maxRedirects?: number;
  /** `-e 'url;auto'`: a redirect's request names the URL before it. */
  readonly autoReferer?: boolean;
  readonly compressed?: boolean;
  /** `.` and `..` stay in the path. */
  readonly pathAsIs?: boolean;
  readonly requestTarget?: Template;
  /** Empty: none, whatever the environment says. */
  readonly proxy?: string;
  readonly maxTime?: number;
  readonly user?: string;
  readonly digest?: boolean;
  readonly bearer?: Template;
  readonly unixSocket?: string;
  /** Files, from the folder of the request file; `cert` may end in `:password`. */
  readonly cacert?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly pass?: string;
  /** In seconds, as maxTime. */
  readonly connectTimeout?: number;
  readonly family?: 4 | 6;
  /** `--http2`: over TLS it is offered. */
  readonly offerHttp2?: boolean;
  readonly form?: readonly CurlFormPart[];
  /** Headers that curl adds by itself, by their names in lower case: the value in place of its own; null: none. */
  readonly own?: Readonly<Record<string, Template | null>>;
}

/** A part of `-F`, `--form-string`. */
export interface CurlFormPart extends Range {
  readonly name: Template;
  /** Text, or files: each `<file` (its content alone) or `@file` (with its name). More than one are a multipart of their own. */
  readonly contents: readonly CurlFormContent[];
}

export interface CurlFormContent {
  readonly text?: Template;
  readonly file?: Template;
  /** The content of a file as if it were text. */
  readonly inline?: boolean;
  readonly type?: Template;
  readonly filename?: Template;
  /** Whole lines. */
  readonly headers: readonly Template[];
}

/** A request of one of our words: what all of them have. Each word says the rest in its folder, words/<word>/model.ts. */
export interface WordItem extends Range {
  readonly word: Located;
  readonly options: readonly FieldLine[];
}

/** The options of a request of one of our words; of others there are none. */
export function optionLines(item: Item): readonly FieldLine[] {
  return 'options' in item ? item.options : [];
}

/**
 * The requests by name. A word adds its own from its folder (`declare module`), so that a union of all of them is there for the
 * type checker and written down nowhere.
 */
export interface Items {
  readonly http: HttpItem;
}

export type Item = Items[keyof Items];

/** `?? SUBJECT [PATH] PREDICATE [VALUE]`. */
export interface Check extends Range {
  /** The words before the predicate: `status`, `body`, `header`, `received text`, `answers[0].exchange`. */
  readonly subject: Located;
  /** A header's name, or a path into a body: `$.json.text`, `foo.bar`. */
  readonly path?: Template;
  readonly predicate: Located;
  readonly negated?: boolean;
  readonly value?: Template;
  /** The lines below it: likely reasons, if it does not hold. */
  readonly reasons?: readonly Reason[];
  /** Why it cannot be evaluated here: a sentence. The request is sent all the same, and the outcome of the check says it. */
  readonly notSupported?: string;
}

/** `!! [PREDICATE [VALUE]]  SENTENCE`: told if its check does not hold, and the value that was found is this one. */
export interface Reason extends Range {
  readonly predicate?: Located;
  readonly negated?: boolean;
  readonly value?: Template;
  readonly sentence: Template;
}

/** The part of a file between two `###` lines. */
export interface Region extends Range {
  /** From 0; below 0 in a part above. */
  readonly index: number;
  /** The text after `###` on its line. */
  readonly title?: Located;
  readonly meta: readonly MetaLine[];
  readonly variables: readonly VariableDefinition[];
  /** Absent: only variables and comments, or nothing that could be read. */
  readonly item?: Item;
  readonly checks: readonly Check[];
  /** From `# @name`. */
  readonly name?: Located;
}

export interface RequestFile {
  /** What was read; behind it each part above it, from a new line: so its own offsets are those of its document. */
  readonly text: string;
  readonly regions: readonly Region[];
  /** All that a region can refer to: the regions of the parts above, then its own. */
  readonly seen: readonly Region[];
  /** In the order of the text. A file with problems still has every region that could be read. */
  readonly problems: readonly Problem[];
}

/** A value of an environment (http-client.env.json, setting), made by `sendable` (jsonValues.ts). */
export type EnvironmentValue = string | number | boolean | null | { readonly json: string };

export type Variables = Readonly<Record<string, EnvironmentValue>>;

/** The question that a `# @prompt` asks the person. */
export interface PromptQuestion {
  readonly name: string;
  readonly description?: string;
  readonly secret: boolean;
  /** The value that is offered. */
  readonly value?: string;
}
