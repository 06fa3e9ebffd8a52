/**
 * Reads from Playwright's arguments which projects it runs.
 * @param {readonly string[]} args
 * @returns {string[] | undefined} undefined: all of them
 */
export function chosenProjects(args) {
  const projects = args.flatMap((arg, index) => {
    if (arg.startsWith('--project=')) return [arg.slice('--project='.length)];
    // The option accepts several names.
    if (arg !== '--project') return [];
    const rest = args.slice(index + 1);
    const end = rest.findIndex((name) => name.startsWith('-'));
    return end === -1 ? rest : rest.slice(0, end);
  });
  return projects.length > 0 ? projects : undefined;
}
