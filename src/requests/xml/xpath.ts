import vm from 'node:vm';
import * as library from 'xpath';
import {
  ATTRIBUTE,
  DOCUMENT,
  ELEMENT,
  innerXml,
  parseXml,
  textContent,
  XmlNode,
  XmlProblem,
  type XmlDocument,
} from './document.ts';

/**
 * XPath 1.0 on what a server sent. This file and its libraries are loaded when a request file first asks for it.
 * https://www.w3.org/TR/1999/REC-xpath-19991116/
 */

export { XmlProblem } from './document.ts';

interface XPathQuestion {
  readonly text: string;
  /** Names match in any case and in any namespace, and what HTML leaves open is closed where HTML does. */
  readonly html: boolean;
  readonly path: string;
  /** `@xpath_ns prefix=uri`; those that the document declares itself are known without. */
  readonly namespaces?: ReadonlyMap<string, string>;
  /** Milliseconds that parsing and asking may take together. */
  readonly timeout?: number;
}

/** The answer: nodes in the order of the document, or the value of a function. */
export type XPathAnswer =
  | { readonly kind: 'nodes'; readonly nodes: readonly XmlNode[]; readonly hint?: string }
  | { readonly kind: 'value'; readonly value: string | number | boolean };

/** Throws XmlProblem if the body or the path is not valid. */
export function ask(question: XPathQuestion): XPathAnswer {
  const { timeout = 3000 } = question;
  const run = (): XPathAnswer => answer(question);
  try {
    // A path that asks everything about everything, of an answer made for it, must not hold the thread.
    return vm.runInNewContext('run()', { run }, { timeout }) as XPathAnswer;
  } catch (error) {
    if (error instanceof XmlProblem) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new XmlProblem(`takes longer than ${timeout} ms to be searched with this XPath.`);
    if (error instanceof RangeError) throw new XmlProblem('is too deep to be searched with this XPath.');
    throw error;
  }
}

function answer({ text, html, path, namespaces }: XPathQuestion): XPathAnswer {
  const expression = parsed(path);
  const document = parseXml(text, html);
  const found = evaluated(expression, path, document, namespaces);
  if ('toUnsortedArray' in found) {
    const nodes = [...new Set(found.toUnsortedArray())].map(ownNode).sort((a, b) => a.order - b.order);
    const hint = nodes.length === 0 ? unnamedSpace(document, path) : undefined;
    return { kind: 'nodes', nodes, ...(hint === undefined ? {} : { hint }) };
  }
  const { num, b, str } = found;
  return { kind: 'value', value: num ?? b ?? str ?? '' };
}

/** Its declarations leave out the function that tells a path that is none from one that finds nothing. */
const { parse } = library as unknown as { parse: (path: string) => Expression };

interface Expression {
  evaluate(options: {
    readonly node: XmlNode;
    readonly namespaces: (prefix: string) => string;
    readonly isHtml?: true;
  }): NodeSet | Value;
}
interface NodeSet {
  toUnsortedArray(): (XmlNode | NamespaceNode)[];
}
/** The library's own, of the axis `namespace`. */
interface NamespaceNode {
  readonly nodeName: string;
  readonly nodeValue: string;
}
interface Value {
  readonly num?: number;
  readonly b?: boolean;
  readonly str?: string;
}

function parsed(path: string): Expression {
  try {
    return parse(path);
  } catch {
    throw new XmlProblem(`is not searched: "${path}" is not an XPath.`);
  }
}

function evaluated(
  expression: Expression,
  path: string,
  { root, html, namespaces: declared }: XmlDocument,
  given: ReadonlyMap<string, string> | undefined,
): NodeSet | Value {
  const resolve = (prefix: string): string => {
    const uri = given?.get(prefix) ?? declared.get(prefix) ?? (prefix === 'xml' ? xmlUri : undefined);
    if (uri !== undefined) return uri;
    const help = `Say which it is by @xpath_ns ${prefix}=…`;
    throw new XmlProblem(`is not searched: the prefix ${prefix} of "${path}" stands for no namespace. ${help}`);
  };
  const options = { node: root, namespaces: resolve, ...(html ? { isHtml: true as const } : {}) };
  try {
    return expression.evaluate(options);
  } catch (error) {
    if (error instanceof XmlProblem || error instanceof RangeError) throw error;
    if (!(error instanceof Error)) throw error;
    throw new XmlProblem(`is not searched: "${path}" is not an XPath: ${error.message.replace(/\.$/, '')}.`);
  }
}

const xmlUri = 'http://www.w3.org/XML/1998/namespace';

function ownNode(node: XmlNode | NamespaceNode): XmlNode {
  return node instanceof XmlNode ? node : new XmlNode(ATTRIBUTE, node.nodeName, node.nodeValue, 0, null);
}

/** Names without a prefix are names in no namespace: why most often nothing is found. */
const NAME_ALONE = /(?:^|\/)\s*[A-Za-z_][\w.-]*\s*(?:[/[]|$)/;
function unnamedSpace({ element, html }: XmlDocument, path: string): string | undefined {
  if (html || element.namespaceURI === null || element.prefix !== null || !NAME_ALONE.test(path)) return undefined;
  return `Its elements are in the namespace ${element.namespaceURI}: write //*[local-name()='name'], or @xpath_ns p=${element.namespaceURI} and //p:name.`;
}

/** As REST Client puts a node into a request: an attribute's value, and of an element what is between its tags. */
export function insertedText(answered: XPathAnswer): string | undefined {
  if (answered.kind === 'value') return String(answered.value);
  const [node] = answered.nodes;
  if (node === undefined) return undefined;
  if (node.nodeType === DOCUMENT) return innerXml(node);
  return node.nodeType === ELEMENT && hasElement(node) ? innerXml(node) : textContent(node);
}

/** As httpYac compares nodes: the text of one, a list of those of several. */
export function comparedValue(answered: XPathAnswer): unknown {
  if (answered.kind === 'value') return answered.value;
  const texts = answered.nodes.map(textContent);
  return texts.length > 1 ? texts : texts[0];
}

function hasElement(node: XmlNode): boolean {
  for (let at = node.firstChild; at !== null; at = at.nextSibling) if (at.nodeType === ELEMENT) return true;
  return false;
}
