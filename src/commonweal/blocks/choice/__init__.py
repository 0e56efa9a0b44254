"""The block `choice`: its rules in `block.py`, what a browser shows in `element.ts`."""
