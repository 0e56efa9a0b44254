"""The block `meeting`: its rules in `block.py`, what a browser shows in `element.ts`."""
