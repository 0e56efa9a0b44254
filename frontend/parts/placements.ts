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
