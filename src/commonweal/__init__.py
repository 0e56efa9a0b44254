"""Commonweal: a workshop and a partnership's tools, from one process and one file."""

__version__ = "0.1.0"
