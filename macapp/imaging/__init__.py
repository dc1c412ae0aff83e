"""Picture files and pixels: decoding untrusted files, colours, PNG chunks, inpainting, control maps.

Uses Pillow and NumPy; imports `domain`, `system` and `errors`. It knows neither the database nor the window.
"""
