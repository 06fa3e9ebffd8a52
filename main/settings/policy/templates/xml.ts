/** Writes XML, with every text escaped. Pure. */

/** An element; a text stands in place of children. */
export type Element = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  content: string | readonly Element[];
};

export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  content: string | readonly Element[] = [],
): Element {
  return { name, attributes, content };
}

/** A document in UTF-8 with line ends of Windows, where group policy editors and people read it. */
export function formatXml(root: Element): string {
  return ['<?xml version="1.0" encoding="utf-8"?>', ...lines(root, ''), ''].join('\r\n');
}

function lines({ name, attributes, content }: Element, indent: string): string[] {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  const start = `${indent}<${name}${pairs.join('')}`;
  if (typeof content === 'string') return [`${start}>${escape(content)}</${name}>`];
  if (content.length === 0) return [`${start} />`];
  return [`${start}>`, ...content.flatMap((child) => lines(child, `${indent}  `)), `${indent}</${name}>`];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
