"""Draw the icon with Qt from one SVG at each size, and combine the sizes as .icns with Pillow.

`python -m bundle icon` writes `build/Easel.icns` for the bundle; `python -m bundle window-icon` writes
`resources/icon.png` for the window without a bundle.
"""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image

from bundle.build_step import ROOT, Refused

SVG = Path(__file__).with_name("easel.svg")
ICNS = ROOT / "build" / "Easel.icns"
WINDOW = ROOT / "resources" / "icon.png"
WINDOW_SIDE = 256
SIDES = (32, 64, 128, 256, 512, 1024)
"""Pixels per side. As 16, 32, 128, 256 and 512 points at one and two pixels per point they make eight entries."""


def draw_icon(side: int, source: Path = SVG) -> Image.Image:
    """Return the icon with `side` pixels per side; raises `Refused` without a valid SVG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    if not source.is_file():
        raise Refused(f"There is no icon to draw: {source} is missing.")
    svg = QSvgRenderer(QByteArray(source.read_bytes()))
    if not svg.isValid():
        raise Refused(f"The icon cannot be drawn: {source} is no SVG that Qt can read.")
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    svg.render(painter)
    painter.end()
    file = QBuffer()
    image.save(file, "PNG")  # type: ignore[call-overload]
    return Image.open(BytesIO(bytes(file.data().data()))).convert("RGBA")


def write_icns(target: Path = ICNS, source: Path = SVG) -> Path:
    """Write the icon of the bundle; return its path."""
    *smaller, largest = (draw_icon(side, source) for side in SIDES)
    target.parent.mkdir(parents=True, exist_ok=True)
    largest.save(target, format="ICNS", append_images=smaller)
    return target


def write_window_icon(target: Path = WINDOW) -> Path:
    """Write the icon of the window; return its path."""
    draw_icon(WINDOW_SIDE).save(target, optimize=True)
    return target
