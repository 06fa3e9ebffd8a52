export function accountsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `agent${index}@example.com`);
}
