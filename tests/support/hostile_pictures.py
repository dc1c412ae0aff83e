"""Forged PNG files of Easel: with another id, date, size, or other pixels."""

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from macapp.domain.request import Request
from macapp.imaging import png
from macapp.library.metadata import recipe
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request

ID = "01hqz3k4m5n6p7r8"
CREATED = "2026-11-20T12:00:00.000Z"


def forged(file: Path, asked: Request | None = None, image: Image.Image | None = None, **said: Any) -> Path:
    """Write a PNG whose recipe contains `said` instead of the correct values."""
    asked = asked or request()
    image = image or plain_picture(asked)
    content: dict[str, Any] = {
        "schema": 1,
        "app": "Easel",
        "id": ID,
        "created": CREATED,
        "seed": str(asked.seed),
        "request": asked.to_dict(),
        "made_with": {},
        "stack": None,
        "pixels": recipe.pixels_hash(image),
        **said,
    }
    info = PngInfo()
    info.add_itxt(recipe.KEY, json.dumps(content))
    image.save(file, pnginfo=info)
    return file


def claim_size(file: Path, width: int, height: int) -> Path:
    """Change the size in the header of a PNG, with a correct checksum."""
    parts = [png.SIGNATURE]
    for kind, data in png.iter_chunks(file.read_bytes()):
        claimed = struct.pack(">II", width, height) + data[8:] if kind == b"IHDR" else data
        parts.append(png.build_chunk(kind, claimed))
    file.write_bytes(b"".join(parts))
    return file


def peak_growth(code: str, *arguments: object) -> int:
    """Run Python code in its own process; return the bytes by which its peak memory grew after its call of
    `began()`."""
    script = f"""
import resource, sys
unit = 1 if sys.platform == "darwin" else 1024
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
start = 0
def began():
    global start
    start = peak()
{code}
print(peak() - start)
"""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout.splitlines()[-1])
