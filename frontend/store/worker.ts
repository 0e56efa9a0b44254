// Registers the service worker, which keeps the shell for use without a network.

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): {
    createScriptURL(address: string): unknown;
  };
}

const ADDRESS = "/sw.js";

/** Registers the worker where the browser has such a thing; resolves to whether it did. Never throws. */
export async function registerWorker(): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  try {
    await navigator.serviceWorker.register(trusted() as string, { scope: "/" });
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ keep: performance.getEntriesByType("resource").map((entry) => entry.name) });
    return true;
  } catch (error) {
    console.warn("This page will not open without a network.", error);
    return false;
  }
}

/** The one address that our policy lets through. */
function trusted(): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  if (!trustedTypes) return ADDRESS;
  const only = (address: string) => {
    if (address !== ADDRESS) throw new TypeError("Only the service worker may be made trusted.");
    return address;
  };
  return trustedTypes.createPolicy("commonweal", { createScriptURL: only }).createScriptURL(ADDRESS);
}
