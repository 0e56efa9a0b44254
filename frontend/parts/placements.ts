/** Comparing where groups placed the same stakeholders. */

export interface Placement {
  group: string;
  label: string;
  cell: string;
}

/** Names that groups placed in different cells: the name, and each group's cell. Spelling of case and spaces is folded. */
export function placedDifferently(placements: Placement[]): { label: string; cells: Map<string, string> }[] {
  const by = new Map<string, { label: string; cells: Map<string, string> }>();
  for (const { group, label, cell } of placements) {
    const name = label.trim().replace(/\s+/g, " ").toLowerCase();
    const found = by.get(name) ?? { label, cells: new Map<string, string>() };
    found.cells.set(group, cell);
    by.set(name, found);
  }
  return [...by.values()].filter(({ cells }) => new Set(cells.values()).size > 1);
}

/** From counts of steps alone: how much is placed, out of what there is to place; null where nothing is listed. */
export function placedOf(
  steps: { key: string; items_from?: string }[],
  counts: Record<string, number>,
): { place: string; list: string; count: number; all: number } | null {
  const step = steps.find((one) => one.items_from && counts[one.items_from]);
  if (!step?.items_from) return null;
  const all = counts[step.items_from] ?? 0;
  return { place: step.key, list: step.items_from, count: Math.min(counts[step.key] ?? 0, all), all };
}
