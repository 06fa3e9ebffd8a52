import { expect, it } from 'vitest';
import { chosenProjects } from '../../../scripts/test/chosen-projects.mjs';

it.each([
  [['node', 'playwright', 'test'], undefined],
  [['test', '--project=ui', 'first-run'], ['ui']],
  [
    ['test', '--project', 'ui', 'desktop', '--ui'],
    ['ui', 'desktop'],
  ],
  [
    ['test', '--project=ui', '--project=bench'],
    ['ui', 'bench'],
  ],
])('%j asks for %j', (args, projects) => {
  expect(chosenProjects(args)).toEqual(projects);
});
