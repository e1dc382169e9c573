/**
 * Typed arrays in messages to a page, in a form that every editor passes on. An editor gives a page the arrays
 * themselves only if it knows the sending extension and supports it. Otherwise the arrays arrive as their JSON: objects
 * with indices as keys, an empty one as `{}`.
 */
const types = { u8: Uint8Array, u32: Uint32Array } as const;
type TypeName = keyof typeof types;
type Packed = { readonly [name in typeof mark]: TypeName } & { readonly values: unknown };

/** No other message has a property of this name. */
const mark = 'wirebench:array';

/**
 * A copy of the message in which an object with its type stands for each typed array; the message itself if it has
 * none.
 */
export function packArrays(message: unknown): unknown {
  for (const name of Object.keys(types) as TypeName[]) {
    if (message instanceof types[name]) return { [mark]: name, values: message } satisfies Packed;
  }
  return mapped(message, packArrays);
}

/**
 * The original of a packed message, in whatever form the editor passed on its arrays. A message that was not packed
 * stays as it is.
 */
export function unpackArrays(message: unknown): unknown {
  if (!isPacked(message)) return mapped(message, unpackArrays);
  const type = types[message[mark]];
  return message.values instanceof type ? message.values : type.from(numbersOf(message.values));
}

function isPacked(value: unknown): value is Packed {
  return typeof value === 'object' && value !== null && Object.hasOwn(types, (value as Partial<Packed>)[mark] ?? '');
}

/** The numbers of an array, of its JSON (an object by index), or of the JSON of Node's Buffer. */
function numbersOf(values: unknown): ArrayLike<number> {
  if (ArrayBuffer.isView(values) || Array.isArray(values)) return values as unknown as ArrayLike<number>;
  if (values instanceof ArrayBuffer) return new Uint8Array(values);
  if (typeof values !== 'object' || values === null) return [];
  const { data } = values as { data?: unknown };
  return Array.isArray(data) ? (data as number[]) : Object.values(values as Record<string, number>);
}

/**
 * The value with `change` applied to each part; the same value if no part changes, so that ordinary messages are not
 * copied.
 */
function mapped(value: unknown, change: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    const parts = value.map(change);
    return parts.every((part, index) => part === value[index]) ? value : parts;
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return value;
  const entries = Object.entries(value);
  const parts = entries.map(([name, part]) => [name, change(part)] as const);
  return parts.every(([, part], index) => part === entries[index]![1]) ? value : Object.fromEntries(parts);
}
