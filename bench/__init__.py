"""Measuring the sync engine beside @hocuspocus/server, on one machine and in one run. Not part of the product."""
