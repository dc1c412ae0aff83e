"""PyTorch helpers. Imports no other package of the engine."""
