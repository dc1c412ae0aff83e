"""Reports about this machine, how Easel was started, and a self-test."""
