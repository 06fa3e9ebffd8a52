import ts from 'typescript';

/** Asked for as a whole, with everything below. */
const wholes = ['reasons'];

/**
 * Which texts some code can ask for. Any string of the code that is a key counts, and so does a template that can become
 * one: `failure.${kind}.headline`.
 */
export function keysInSource(sources: readonly string[]): (key: string) => boolean {
  const literals = new Set<string>();
  const templates = new Set<string>();

  function visit(node: ts.Node): void {
    if (ts.isStringLiteralLike(node)) literals.add(node.text);
    if (ts.isTemplateExpression(node)) {
      const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      // Only a template with a text of its own in front of the first gap is a family of keys.
      if (/^[a-z]\w*\./i.test(node.head.text)) templates.add(parts.map(escaped).join('[\\w.]+'));
    }
    ts.forEachChild(node, visit);
  }

  for (const source of sources) {
    visit(ts.createSourceFile('source.tsx', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  }
  const families = [...templates].map((template) => new RegExp(`^${template}$`));
  return (key) => {
    const asked = literals.has(key) || families.some((family) => family.test(key));
    return asked || [...wholes].some((whole) => key.startsWith(`${whole}.`));
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
