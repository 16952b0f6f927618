/**
 * The elements of the Events view. Each node is the same object as long as it's shown, since VS
 * Code identifies it by identity.
 */

export interface SearchNode {
  readonly kind: 'search';
  readonly searchId: string;
}
export interface GroupNode {
  readonly kind: 'group';
  readonly searchId: string;
  readonly key: string;
}
/** Also a target for the commands on events: it has an `eventId` and a `connectionId`. */
export interface EventNode {
  readonly kind: 'event';
  readonly searchId: string;
  readonly connectionId: string;
  readonly eventId: string;
  readonly parent: SearchNode | GroupNode;
}
export interface PropertyNode {
  readonly kind: 'property';
  readonly parent: EventNode;
  /** The event's ID comes first (-1), then the properties in Orb's order. */
  readonly index: number;
  readonly name: string;
  /** The value's JSON. */
  readonly json: string;
}
export interface MoreNode {
  readonly kind: 'more';
  readonly parent: SearchNode | GroupNode | NotFoundNode;
  /** How many it loads, and how many aren't shown. */
  readonly next: number;
  readonly rest: number;
}
export interface NotFoundNode {
  readonly kind: 'notFound';
  readonly searchId: string;
}
interface MissingNode {
  readonly kind: 'missing';
  readonly searchId: string;
  readonly connectionId: string;
  readonly eventId: string;
  readonly parent: NotFoundNode;
}
/** Searches further back for what wasn't found. */
interface WidenNode {
  readonly kind: 'widen';
  readonly searchId: string;
  readonly parent: NotFoundNode;
}
/** What the text has in addition to the IDs. */
interface LeftOutNode {
  readonly kind: 'leftOut';
  readonly searchId: string;
}
/** First in the view while a filter is on; clears it. */
interface FilterNode {
  readonly kind: 'filter';
  /** It applies to all searches. */
  readonly searchId: '';
}
/** What went wrong, in place of the results. */
interface FailureNode {
  readonly kind: 'failure';
  readonly searchId: string;
}
/** What may help after that. */
interface NextStepNode {
  readonly kind: 'nextStep';
  readonly searchId: string;
}
export type Node =
  | SearchNode
  | GroupNode
  | EventNode
  | PropertyNode
  | MoreNode
  | NotFoundNode
  | MissingNode
  | WidenNode
  | LeftOutNode
  | FilterNode
  | FailureNode
  | NextStepNode;

/**
 * Unique in the view, and the same after a refresh. Event IDs may contain any character, so they
 * come last.
 */
export function nodeId(node: Node): string {
  switch (node.kind) {
    case 'search':
    case 'notFound':
    case 'failure':
    case 'nextStep':
    case 'widen':
    case 'leftOut':
    case 'filter':
      return `${node.kind}/${node.searchId}`;
    case 'group':
      return `group/${node.searchId}/${node.key}`;
    case 'event':
    case 'missing':
      return `${node.kind}/${node.searchId}/${node.eventId}`;
    case 'more':
      return `more/${nodeId(node.parent)}`;
    case 'property':
      return `property/${String(node.index)}/${nodeId(node.parent)}`;
  }
}

export function parentOf(node: Node, search: (searchId: string) => SearchNode): Node | undefined {
  switch (node.kind) {
    case 'search':
    case 'filter':
      return undefined;
    case 'group':
    case 'notFound':
    case 'leftOut':
    case 'failure':
    case 'nextStep':
      return search(node.searchId);
    case 'event':
    case 'property':
    case 'more':
    case 'missing':
    case 'widen':
      return node.parent;
  }
}

const kinds: ReadonlySet<unknown> = new Set<Node['kind']>([
  'search',
  'group',
  'event',
  'property',
  'more',
  'notFound',
  'missing',
  'widen',
  'leftOut',
  'filter',
  'failure',
  'nextStep',
]);

/** Reads what a menu or keybinding passes to a command. */
export function asNode(value: unknown): Node | undefined {
  const isNode =
    typeof value === 'object' && value !== null && 'kind' in value && kinds.has(value.kind);
  return isNode ? (value as Node) : undefined;
}

/** The search that a node belongs to. */
export function searchIdOf(node: Node): string {
  if (node.kind === 'property' || node.kind === 'more') return searchIdOf(node.parent);
  return node.searchId;
}
