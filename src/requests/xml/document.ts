import { Parser } from 'htmlparser2';

/**
 * The XML or HTML of a server, as a tree for XPaths. Nothing is refused for its form, as in the other
 * clients: what is not closed ends with what is around it. No entity of a document type is put in place of its name, so that
 * none can be blown up, and nothing is fetched.
 */

export interface Limits {
  /** UTF-16 code units. */
  readonly text: number;
  /** Elements, attributes and pieces of text. */
  readonly nodes: number;
  /** Elements within each other. */
  readonly depth: number;
}

const limits: Limits = { text: 4 * 1024 * 1024, nodes: 300_000, depth: 500 };

/** Why there is no tree, or no answer: a sentence without its subject, as in "The body … ". */
export class XmlProblem extends Error {}

export const ELEMENT = 1;
export const ATTRIBUTE = 2;
const TEXT = 3;
const INSTRUCTION = 7;
const COMMENT = 8;
export const DOCUMENT = 9;

const xmlns = 'http://www.w3.org/2000/xmlns/';
const builtIn = new Map([
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ['xmlns', xmlns],
]);

/** As much of the DOM as the library for XPath looks at. */
export class XmlNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  /** Its place in the document, counted from 0. */
  readonly order: number;
  readonly parentNode: XmlNode | null;
  readonly ownerDocument: XmlNode | null;
  localName = '';
  prefix: string | null = null;
  namespaceURI: string | null = null;
  firstChild: XmlNode | null = null;
  lastChild: XmlNode | null = null;
  nextSibling: XmlNode | null = null;
  previousSibling: XmlNode | null = null;
  /** For an attribute. */
  ownerElement: XmlNode | null = null;
  /** For an element. */
  attributes: XmlAttributes | null = null;

  constructor(nodeType: number, nodeName: string, nodeValue: string | null, order: number, parent: XmlNode | null) {
    this.nodeType = nodeType;
    this.nodeName = nodeName;
    this.nodeValue = nodeValue;
    this.order = order;
    this.parentNode = parent;
    this.ownerDocument = parent === null ? null : (parent.ownerDocument ?? parent);
  }

  get value(): string | null {
    return this.nodeValue;
  }

  append(child: XmlNode): void {
    child.previousSibling = this.lastChild;
    if (this.lastChild === null) this.firstChild = child;
    else this.lastChild.nextSibling = child;
    this.lastChild = child;
  }

  /** The DOM's bits: 2 it precedes, 4 it follows, 1 nobody can say. */
  compareDocumentPosition({ order }: XmlNode): number {
    if (typeof order !== 'number') return 1;
    return order === this.order ? 0 : order < this.order ? 2 : 4;
  }

  getAttributeNS(namespace: string, name: string): string | null {
    const found = this.attributes?.all.find((each) => each.namespaceURI === namespace && each.localName === name);
    return found?.nodeValue ?? null;
  }

  getElementById(id: string): XmlNode | null {
    for (const each of descendants(this))
      if (each.attributes?.all.some(({ nodeName, nodeValue }) => nodeName === 'id' && nodeValue === id)) return each;
    return null;
  }
}

class XmlAttributes {
  readonly all: XmlNode[] = [];

  get length(): number {
    return this.all.length;
  }

  item(index: number): XmlNode | null {
    return this.all[index] ?? null;
  }
}

export interface XmlDocument {
  readonly root: XmlNode;
  readonly element: XmlNode;
  readonly html: boolean;
  /** The first namespace that each prefix stands for. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** Throws XmlProblem if it holds no element, or more than `limits` allow. */
export function parseXml(text: string, html: boolean, most: Limits = limits): XmlDocument {
  if (text.length > most.text)
    throw new XmlProblem(`is longer than the ${most.text} characters that XPath reads here.`);
  const builder = new Builder(html, most);
  // The document type is a declaration and is left out, its entities with it.
  const parser = new Parser(
    {
      onattribute: (name, value) => builder.attribute(name, value),
      onopentag: (name) => builder.open(name),
      onclosetag: () => builder.close(),
      ontext: (data) => builder.text(data),
      oncomment: (data) => builder.aside(COMMENT, '#comment', data),
      onprocessinginstruction: (name, data) => {
        if (name.startsWith('?'))
          builder.aside(INSTRUCTION, name.slice(1), data.slice(name.length).replace(/\?$/, '').trim());
      },
    },
    { xmlMode: !html, decodeEntities: true, recognizeSelfClosing: true },
  );
  parser.end(text);
  return builder.document();
}

class Builder {
  readonly #html: boolean;
  readonly #most: Limits;
  readonly #root = new XmlNode(DOCUMENT, '#document', null, 0, null);
  readonly #namespaces = new Map<string, string>();
  /** The namespaces of the prefixes of each open element. */
  readonly #scopes: ReadonlyMap<string, string>[] = [builtIn];
  #at = this.#root;
  #count = 1;
  #pending: string[] = [];
  /** The attributes of the element that opens next; the first of a name counts. */
  #given = new Map<string, string>();

  constructor(html: boolean, most: Limits) {
    this.#html = html;
    this.#most = most;
  }

  attribute(name: string, value: string): void {
    if (!this.#given.has(name)) this.#given.set(name, value);
  }

  open(name: string): void {
    const given = this.#given;
    this.#given = new Map();
    this.#endText();
    if (this.#scopes.length > this.#most.depth)
      throw new XmlProblem(`has more than ${this.#most.depth} elements within each other.`);
    const element = this.#node(ELEMENT, name, null, this.#at);
    const scope = this.#scope(given);
    this.#name(element, scope, scope.get('') ?? null);
    element.attributes = new XmlAttributes();
    for (const [key, value] of given) {
      const attribute = this.#node(ATTRIBUTE, key, value, element);
      attribute.ownerElement = element;
      this.#name(attribute, scope, null);
      element.attributes.all.push(attribute);
    }
    this.#at.append(element);
    this.#at = element;
    this.#scopes.push(scope);
  }

  close(): void {
    this.#endText();
    if (this.#at.parentNode === null) return;
    this.#at = this.#at.parentNode;
    this.#scopes.pop();
  }

  /** Comes in pieces; XPath knows one text between two tags. */
  text(data: string): void {
    this.#pending.push(data);
  }

  aside(type: number, name: string, data: string): void {
    this.#endText();
    this.#at.append(this.#node(type, name, data, this.#at));
  }

  document(): XmlDocument {
    this.#endText();
    let element = this.#root.firstChild;
    while (element !== null && element.nodeType !== ELEMENT) element = element.nextSibling;
    if (element === null) throw new XmlProblem('is neither XML nor HTML: it has no element.');
    return { root: this.#root, element, html: this.#html, namespaces: this.#namespaces };
  }

  #endText(): void {
    if (this.#pending.length === 0) return;
    const data = this.#pending.join('');
    this.#pending = [];
    // Around the first element there is nothing but white space, and the end of a document type.
    if (this.#at !== this.#root) this.#at.append(this.#node(TEXT, '#text', data, this.#at));
  }

  #node(type: number, name: string, value: string | null, parent: XmlNode): XmlNode {
    if (this.#count > this.#most.nodes)
      throw new XmlProblem(
        `has more than the ${this.#most.nodes} elements, attributes and texts that XPath reads here.`,
      );
    return new XmlNode(type, name, value, this.#count++, parent);
  }

  #scope(given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const around = this.#scopes.at(-1)!;
    const declared = [...given].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
    if (declared.length === 0) return around;
    const scope = new Map(around);
    for (const [name, uri] of declared) {
      const prefix = name.slice(6);
      scope.set(prefix, uri);
      if (prefix !== '' && !this.#namespaces.has(prefix)) this.#namespaces.set(prefix, uri);
    }
    return scope;
  }

  #name(node: XmlNode, scope: ReadonlyMap<string, string>, withoutPrefix: string | null): void {
    const colon = node.nodeName.indexOf(':');
    node.localName = node.nodeName.slice(colon + 1);
    if (colon > 0) {
      node.prefix = node.nodeName.slice(0, colon);
      node.namespaceURI = scope.get(node.prefix) ?? null;
    } else node.namespaceURI = node.nodeName === 'xmlns' ? xmlns : withoutPrefix || null;
  }
}

/** The text within, without tags. */
export function textContent(node: XmlNode): string {
  if (node.nodeType !== ELEMENT && node.nodeType !== DOCUMENT) return node.nodeValue ?? '';
  const pieces: string[] = [];
  for (const each of descendants(node)) if (each.nodeType === TEXT) pieces.push(each.nodeValue!);
  return pieces.join('');
}

/** In the order of the document. */
function* descendants(node: XmlNode): Generator<XmlNode> {
  for (let at = node.firstChild; at !== null;) {
    yield at;
    if (at.firstChild !== null) {
      at = at.firstChild;
      continue;
    }
    while (at !== null && at !== node && at.nextSibling === null) at = at.parentNode;
    if (at === null || at === node) return;
    at = at.nextSibling;
  }
}

/** The content of an element, as XML; all of a document. Elements are at most `limits.depth` deep. */
export function innerXml(node: XmlNode): string {
  let text = '';
  for (let at = node.firstChild; at !== null; at = at.nextSibling) text += outerXml(at);
  return text;
}

function outerXml(node: XmlNode): string {
  switch (node.nodeType) {
    case ELEMENT: {
      const attributes = node.attributes!.all.map(
        ({ nodeName, nodeValue }) => ` ${nodeName}="${escaped(nodeValue!).replaceAll('"', '&quot;')}"`,
      );
      const head = `<${node.nodeName}${attributes.join('')}`;
      return node.firstChild === null ? `${head}/>` : `${head}>${innerXml(node)}</${node.nodeName}>`;
    }
    case TEXT:
      return escaped(node.nodeValue!);
    case COMMENT:
      return `<!--${node.nodeValue!}-->`;
    default:
      return `<?${node.nodeName} ${node.nodeValue!}?>`;
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
