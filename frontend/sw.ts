// The service worker: keeps the shell and public content for use without a network.
export {};
