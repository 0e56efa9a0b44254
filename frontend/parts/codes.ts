/** A workshop's code as people type it, or as it is in a join link that they paste. */

const LENGTH = 8;

/** The code, or null when it cannot be one. Spaces, hyphens, case and the width of letters do not matter. */
export function typedCode(text: string): string | null {
  const plain = text.normalize("NFKC");
  const code = /\/join\/([^/?#\s]+)/i.exec(plain)?.[1] ?? plain;
  const found = code.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return found.length === LENGTH ? found : null;
}
