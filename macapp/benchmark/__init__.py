"""Benchmark data and tables. No PyTorch: the engine measures, this package keeps and compares."""
