import ts from 'typescript';

/** Keys that the code requests with everything below. */
const wholeSections = ['reasons'];

/**
 * Finds the translation keys that source code can use: every string that is a key, and every template that can produce one,
 * such as `failure.${kind}.headline`.
 */
export function keysInSource(sources: readonly string[]): (key: string) => boolean {
  const literals = new Set<string>();
  const templates = new Set<string>();

  function visit(node: ts.Node): void {
    if (ts.isStringLiteralLike(node)) literals.add(node.text);
    if (ts.isTemplateExpression(node)) {
      const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      // A template counts only with a literal text before its first placeholder.
      if (/^[a-z]\w*\./i.test(node.head.text)) templates.add(parts.map(escaped).join('[\\w.]+'));
    }
    ts.forEachChild(node, visit);
  }

  for (const source of sources) {
    visit(ts.createSourceFile('source.tsx', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  }
  const families = [...templates].map((template) => new RegExp(`^${template}$`));
  return (key) => {
    const isUsed = literals.has(key) || families.some((family) => family.test(key));
    return isUsed || [...wholeSections].some((whole) => key.startsWith(`${whole}.`));
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
