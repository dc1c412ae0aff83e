"""Pure rules: what this machine does for one picture. No PyTorch, no input or output."""
