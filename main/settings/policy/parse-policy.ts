/** Parses a policy's JSON into settings with line numbers. Of an invalid text, complete settings before the error are kept. */
import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  visit,
  type Node,
} from 'jsonc-parser';
import { findJsonExcess, DEFAULT_LIMITS } from '../../../shared/parse-json.ts';

export type LocatedSetting = {
  name: string;
  value: unknown;
  /** Counted from 1; null if the source has no lines. */
  line: number | null;
  /** Expected types, for a value that cannot hold any setting. */
  expected?: string;
};

export type ParsedPolicy = {
  /** In source order. */
  settings: LocatedSetting[];
  /** Position and message of the first syntax error. */
  syntaxError: { line: number; message: string } | null;
  /** Whether the root is an object, which is required. */
  isObject: boolean;
  /** Line of the value at a path, or of its nearest ancestor; null if the source has no lines. */
  lineOf: (path: readonly PropertyKey[]) => number | null;
};

/** Parses JSON with comments and trailing commas. A text that exceeds the default limits is cut there. */
export function parsePolicy(source: string): ParsedPolicy {
  const excess = findJsonExcess(source, DEFAULT_LIMITS);
  // The parser is recursive, so cut the text before parsing.
  const text = excess === null ? source : source.slice(0, excess.offset);
  const commas: number[] = [];
  let end = Infinity;
  let syntaxError: ParsedPolicy['syntaxError'] = null;
  visit(
    text,
    {
      onSeparator: (_character, offset) => commas.push(offset),
      onObjectEnd: (offset) => commas.push(offset),
      onError: (code, offset, _length, startLine) => {
        if (syntaxError) return;
        const message = excess !== null && offset >= text.length ? excess.error : printParseErrorCode(code);
        syntaxError = { line: startLine + 1, message };
        end = offset;
      },
    },
    { allowTrailingComma: true },
  );
  // A property is complete if a comma or the end of the object follows it before the first error.
  const lastEnd = commas.reduce((last, place) => (place < end ? Math.max(last, place) : last), -1);
  const lineAt = lineCounter(text);
  const root = parseTree(text, [], { allowTrailingComma: true });
  const settings = (root?.type === 'object' ? (root.children ?? []) : [])
    .filter(({ offset, length }) => lastEnd >= offset + length)
    .map((property) => locate(property, lineAt));
  return {
    settings,
    syntaxError,
    isObject: root?.type === 'object',
    lineOf: (path) => (root ? lineAt(nearestNode(root, path).offset) : 1),
  };
}

function locate(property: Node, lineAt: (offset: number) => number): LocatedSetting {
  const [name, value] = property.children ?? [];
  return {
    name: String(name?.value),
    value: value && (getNodeValue(value) as unknown),
    line: lineAt(property.offset),
  };
}

function nearestNode(root: Node, path: readonly PropertyKey[]): Node {
  const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
  for (let length = steps.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, steps.slice(0, length));
    if (node) return node.parent?.type === 'property' ? node.parent : node;
  }
  return root;
}

/** Returns a lookup from offset to line, counted from 1. Scans the text once; each lookup is a binary search. */
function lineCounter(text: string): (offset: number) => number {
  const ends = Array.from(text.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => index + end.length);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
