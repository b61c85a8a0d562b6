"""Benchmarks: the figures this product promises, as ratios of runs that took turns on the same machine."""
