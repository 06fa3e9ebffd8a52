/** The contrast of the design tokens, by WCAG 2.2: 4.5:1 for text, 3:1 for the edges of controls and for areas with a meaning. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');

/** The colors of a token in the light and the dark theme. */
function colorsOf(token: string): [light: string, dark: string] {
  const found = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  const [, light, dark] = found ?? [];
  if (light === undefined || dark === undefined) throw new Error(`--${token} has no two colors`);
  return [light, dark];
}

/** Relative luminance of "#rrggbb", 0 to 1. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const edges = ['line-input', 'rest-fill', 'free', 'rest', 'busy', 'call', 'off'];
const texts: [text: string, ground: string][] = [
  ...['text', 'dim', 'accent', 'danger', 'caution'].map((text): [string, string] => [text, 'ground']),
  ...['free', 'rest', 'busy', 'call', 'off'].map((tone): [string, string] => [tone, `${tone}-ground`]),
  ['dim', 'sunken'],
  ['danger', 'danger-ground'],
  ['caution', 'caution-ground'],
];

test.each(edges)('--%s is seen on every ground of the window, in both themes', (token) => {
  for (const ground of ['ground', 'raised']) {
    const [light, dark] = colorsOf(token);
    const [lightGround, darkGround] = colorsOf(ground);
    expect(contrast(light, lightGround), `light, on ${ground}`).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, darkGround), `dark, on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});

test.each(texts)('--%s can be read on --%s, in both themes', (text, ground) => {
  const [light, dark] = colorsOf(text);
  const [lightGround, darkGround] = colorsOf(ground);
  expect(contrast(light, lightGround), 'light').toBeGreaterThanOrEqual(4.5);
  expect(contrast(dark, darkGround), 'dark').toBeGreaterThanOrEqual(4.5);
});
