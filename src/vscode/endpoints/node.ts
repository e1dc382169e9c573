import { hasShape, isAnyOf, isCount, isOneOf, isString, type Guarded } from '../../base/shape.ts';

/** A row of the tree. Commands get it from the tree's menus. */
export type Node = Guarded<typeof isNode>;
const isNode = isAnyOf(
  hasShape({ kind: isOneOf(['endpoint']), endpoint: isCount }),
  hasShape({ kind: isOneOf(['connection']), endpoint: isCount, connection: isCount }),
  /** The row for connections without a row. */
  hasShape({ kind: isOneOf(['more']), endpoint: isCount }),
  hasShape({ kind: isOneOf(['saved']), name: isString }),
);

/** Stands for the selected rows: key bindings in the tree pass it, since their commands get no node. */
export const selection = 'selection';

export const asNode = (value: unknown): Node | undefined => (isNode(value) ? value : undefined);
