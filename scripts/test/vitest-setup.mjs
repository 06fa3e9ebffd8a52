import { build } from '../build.mjs';

/** Vitest calls this before its tests. Some of them read dist/. */
export default async function setup() {
  await build();
}
