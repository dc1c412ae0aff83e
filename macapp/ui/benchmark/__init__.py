"""The Benchmark window."""
