"""Pictures as files and pixels: Pillow and NumPy only, no database, no window."""
