"""From files on disk to a loaded model."""
