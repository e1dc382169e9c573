import { hasShape, isAnyOf, isCount, isOneOf, isString, type Guarded } from '../../base/shape.ts';

/** A row of the tree. Commands get it from the tree's menus. */
export type Node = Guarded<typeof isNode>;
const isNode = isAnyOf(
  hasShape({ kind: isOneOf(['endpoint']), endpoint: isCount }),
  hasShape({ kind: isOneOf(['connection']), endpoint: isCount, connection: isCount }),
  /** The connections that have no row. */
  hasShape({ kind: isOneOf(['more']), endpoint: isCount }),
  hasShape({ kind: isOneOf(['saved']), name: isString }),
);

/** Given by key bindings in the tree, whose commands get no node: what is selected there. */
export const selection = 'selection';

export const asNode = (value: unknown): Node | undefined => (isNode(value) ? value : undefined);
