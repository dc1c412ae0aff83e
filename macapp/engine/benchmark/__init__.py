"""What the benchmark measures with PyTorch."""
