import { expect, test } from 'vitest';
import { getCommand } from '../../../main/command-line.ts';

test.each<[string[], string[] | null]>([
  [[], null],
  [['--quit'], null],
  [['-Embedding'], null],
  [['--user-data-dir=/p', '--relaunched'], null],
  [['/home/mei/file.js', '--inspect=0'], null],
  [['https://example.com/'], null],
  [['status'], ['status']],
  [['lunch'], ['lunch']],
  [
    ['--user-data-dir=/p', 'rest', 'Lunch'],
    ['--user-data-dir=/p', 'rest', 'Lunch'],
  ],
  [['--help'], ['--help']],
  [['--version'], ['--version']],
])('a package started with %j runs %j', (args, command) => {
  expect(getCommand(['/opt/Standby/standby', ...args], false)).toEqual(command);
});

test.each<[string[], string[] | null]>([
  [['.'], null],
  [['--no-sandbox', '/app', '--user-data-dir=/p'], null],
  [
    ['--inspect=0', '/app', 'rest', 'Lunch'],
    ['rest', 'Lunch'],
  ],
])('from the source, %j runs %j', (args, command) => {
  expect(getCommand(['electron', ...args], true)).toEqual(command);
});
