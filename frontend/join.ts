// The script of the joining pages.
export {};
