import process from 'node:process';
import { main, log } from './log.mjs';
import { setupStart } from './setup/index.mjs';
import { planStart, requireDisplay } from './start-plan.mjs';

await main(async () => {
  requireDisplay(process.env, 'npm run dev');
  const { program, isFallback, target } = await setupStart({ isVirtual: false });
  const { args, banner } = planStart({
    isFallback,
    isRoot: process.platform === 'linux' && process.getuid?.() === 0,
    args: process.argv.slice(2),
  });
  for (const line of banner) log(line);
  const { develop } = await import('./dev/develop.mjs');
  return develop({ program, target, args });
});
