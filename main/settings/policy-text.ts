/** A policy's text as settings with their places in it. A text that breaks off keeps what stands whole before the break. */
import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  visit,
  type Node,
} from 'jsonc-parser';
import { jsonExcess, USUAL_LIMITS } from '../json.ts';

export type PlacedSetting = {
  name: string;
  value: unknown;
  /** Counted from 1; null where there are no lines. */
  line: number | null;
  /** What belongs there, where it is nothing that can hold a value at all. */
  unfit?: string;
};

export type PolicyText = {
  /** In the order of the text. */
  settings: PlacedSetting[];
  /** Where it is no JSON, and what the parser says. */
  broken: { line: number; message: string } | null;
  /** Whether it is an object, which alone can hold settings. */
  isObject: boolean;
  /** The line of what stands at a path, or of the nearest thing round it; null where there are no lines. */
  lineOf: (path: readonly PropertyKey[]) => number | null;
};

/** Reads JSON, in which comments and a trailing comma are allowed. A text that goes beyond the usual limits breaks off there. */
export function readPolicyText(whole: string): PolicyText {
  const excess = jsonExcess(whole, USUAL_LIMITS);
  // The parser calls itself for each level.
  const text = excess === null ? whole : whole.slice(0, excess.offset);
  const commas: number[] = [];
  let end = Infinity;
  let broken: PolicyText['broken'] = null;
  visit(
    text,
    {
      onSeparator: (_character, offset) => commas.push(offset),
      onObjectEnd: (offset) => commas.push(offset),
      onError: (code, offset, _length, startLine) => {
        if (broken) return;
        const message = excess !== null && offset >= text.length ? excess.problem : printParseErrorCode(code);
        broken = { line: startLine + 1, message };
        end = offset;
      },
    },
    { allowTrailingComma: true },
  );
  const root = parseTree(text, [], { allowTrailingComma: true });
  const settings = (root?.type === 'object' ? (root.children ?? []) : [])
    .filter((property) => standsWhole(property, commas, end))
    .map((property) => placed(property, text));
  return {
    settings,
    broken,
    isObject: root?.type === 'object',
    lineOf: (path) => (root ? lineOf(nearest(root, path), text) : 1),
  };
}

/** Whether a property is followed as it must be, by a comma or the end of the object, before anything is wrong. */
function standsWhole({ offset, length }: Node, ends: readonly number[], broken: number): boolean {
  return ends.some((end) => end >= offset + length && end < broken);
}

function placed(property: Node, text: string): PlacedSetting {
  const [name, value] = property.children ?? [];
  return {
    name: String(name?.value),
    value: value && (getNodeValue(value) as unknown),
    line: lineOf(property, text),
  };
}

function nearest(root: Node, path: readonly PropertyKey[]): Node {
  const place = path.map((step) => (typeof step === 'number' ? step : String(step)));
  for (let length = place.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, place.slice(0, length));
    if (node) return node.parent?.type === 'property' ? node.parent : node;
  }
  return root;
}

function lineOf(node: Node, text: string): number {
  return text.slice(0, node.offset).split(/\r\n|\r|\n/).length;
}
