"""Write a grid as one picture, with the values of both axes as labels. Any thread."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from macapp import PRODUCT
from macapp.domain.job import Picture
from macapp.errors import BadRequest, MachineError
from macapp.imaging.colour import to_srgb
from macapp.library.grids import Axis, Grid
from macapp.library.metadata import recipe
from macapp.system import storage

CELL_PIXELS, GAP_PIXELS, TEXT_PIXELS = (
    512,
    8,
    22,
)  # longest side of a cell, gap between cells, height of labels
LABEL_PIXELS = 220
MAX_LABEL_CHARACTERS = 40  # characters
_INK, _PAPER = "#1d1d1f", "white"


def write_grid_sheet(grid: Grid, cells: Sequence[Sequence[Picture | None]], path: Path) -> Path:
    """Write the sheet of a grid as a new PNG file and return its path. Cells without a picture stay white."""
    width, height = _cell_size(cells)
    left, top = LABEL_PIXELS, TEXT_PIXELS * 2
    rows, columns = len(cells), len(cells[0])
    sheet = Image.new("RGB", (left + columns * (width + GAP_PIXELS), top + rows * (height + GAP_PIXELS)), _PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(TEXT_PIXELS)
    for column, words in enumerate(format_labels(grid.across)):
        pen.text((left + column * (width + GAP_PIXELS) + width / 2, top / 2), words, _INK, font, anchor="mm")
    for row, words in enumerate(format_labels(grid.down)):
        middle = top + row * (height + GAP_PIXELS) + height / 2
        pen.text((left - GAP_PIXELS, middle), words, _INK, font, anchor="rm")
        for column, picture in enumerate(cells[row]):
            if picture is not None and (image := _load_cell(picture, (width, height))) is not None:
                sheet.paste(image, (left + column * (width + GAP_PIXELS), top + row * (height + GAP_PIXELS)))
    text = PngImagePlugin.PngInfo()
    text.add_itxt("Software", PRODUCT)
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", pnginfo=text, compress_level=recipe.PNG_LEVEL)
    try:
        return storage.write_unique(path.parent, path.stem, ".png", buffer.getvalue(), path.parent)
    except OSError as error:
        raise MachineError("disk-not-allowed", path=str(path)) from error


def format_labels(axis: Axis) -> list[str]:
    """Return the labels of one axis; the first one includes the name of the field."""
    name = axis.field.replace("_", " ")
    shown = [f"{value:g}" if isinstance(value, float) else str(value) for value in axis.values]
    if axis.field == "model":  # the sheet may be shared: do not show the folder of a model
        shown = [Path(label).name for label in shown]
    cut = [label if len(label) <= MAX_LABEL_CHARACTERS else f"{label[: MAX_LABEL_CHARACTERS - 1]}…" for label in shown]
    return [f"{name} {cut[0]}", *cut[1:]] if axis.field not in ("prompt", "negative_prompt", "scheduler") else cut


def _cell_size(cells: Sequence[Sequence[Picture | None]]) -> tuple[int, int]:
    sizes = [picture.size for row in cells for picture in row if picture is not None] or [(CELL_PIXELS, CELL_PIXELS)]
    width, height = max(size[0] for size in sizes), max(size[1] for size in sizes)
    share = min(1.0, CELL_PIXELS / max(width, height))
    return max(128, round(width * share)), max(64, round(height * share))


def _load_cell(picture: Picture, size: tuple[int, int]) -> Image.Image | None:
    try:
        with recipe.open_image(picture) as image:
            rgb = to_srgb(image)
    except (BadRequest, OSError):
        return None
    rgb.thumbnail(size, Image.Resampling.LANCZOS)
    return rgb
