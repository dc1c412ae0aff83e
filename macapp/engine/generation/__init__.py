"""From a loaded model to a picture."""
