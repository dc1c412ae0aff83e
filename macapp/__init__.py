"""Easel: type a prompt, Stable Diffusion runs on this machine's own GPU, the picture lands in your gallery."""

__version__ = "0.1.0"
PRODUCT = "Easel"
IDENTIFIER = "app.easel.Easel"  # how macOS tells programs apart: settings, permissions and the Keychain hang on it
