"""The sheet of a grid: its pictures and their labels."""

from pathlib import Path

from PIL import Image

from macapp.imaging.extras import list_extras
from macapp.library import Library
from macapp.library.grid_sheet import format_labels, write_grid_sheet
from macapp.library.grids import Axis, Grid
from tests.support.profiles import rgb_profile
from tests.support.request_factory import request

GRID = Grid(request(), Axis.parse("steps", "3, 4"), Axis.parse("seed", "1, 2"))


def test_a_sheet_says_no_folder_of_a_model() -> None:
    shown = format_labels(Axis("model", ("/Users/somebody/models/one.safetensors", "owner/two")))
    assert shown == ["model one.safetensors", "two"]


def test_a_sheet_shows_pictures_as_every_other_part_does(library: Library, made, tmp_path: Path) -> None:
    pictures = [[made(request(steps=steps, seed=seed)) for steps in (3, 4)] for seed in (1, 2)]
    wide, clear = pictures[0]
    Image.new("RGB", (64, 64), (200, 30, 60)).save(wide.path, icc_profile=rgb_profile(description="a secret"))
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(clear.path)
    pictures[1][0].path.unlink()
    path = write_grid_sheet(GRID, pictures, tmp_path / "grid.png")
    with Image.open(path) as sheet:
        colours = [[sheet.getpixel((left, top)) for left in (250, 386)] for top in (76, 148)]
    assert colours[0] == [(220, 0, 51), (255, 255, 255)]
    assert colours[1][0] == (255, 255, 255), "the missing picture is not blank"
    assert colours[1][1] != (255, 255, 255)
    assert list_extras(path.read_bytes()) == [("iTXt", b"Software\0\0\0\0\0Easel")]
