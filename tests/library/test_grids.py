"""Grids: cells are pictures of the gallery, so none is made twice and a crash loses none."""

import pytest

from macapp.errors import BadRequest
from macapp.library import Library
from macapp.library.grids import Axis, Grid
from tests.support.request_factory import request

BASE = request("a heart", steps=10, guidance_scale=4.0)


def test_every_cell_is_a_picture_of_the_gallery_and_only_the_missing_are_made(library: Library, made) -> None:
    grid = Grid(BASE, Axis.parse("guidance_scale", "4, 6"), Axis.parse("steps", "10, 20"))
    assert len(library.grids.missing(grid)) == 4
    first = made(BASE)
    assert library.grids.cells(grid) == [[first, None], [None, None]]
    for each in library.grids.missing(grid):
        made(each)
    assert library.grids.missing(grid) == []
    taller = Grid(BASE, grid.across, Axis.parse("steps", "10, 20, 30"))
    assert [each.steps for each in library.grids.missing(taller)] == [30, 30]
    recut = Grid(BASE, Axis.parse("steps", "20, 10"), Axis.parse("guidance_scale", "6"))
    assert library.grids.missing(recut) == []


def test_a_grid_is_kept_under_a_name(library: Library) -> None:
    grid = Grid(BASE, Axis.parse("prompt", "a heart | a star, blue"), Axis.parse("scheduler", "euler, heun"))
    library.grids.save(" Hearts\n", grid)
    assert library.grids.all() == {"Hearts": grid}
    assert Axis.parse(grid.across.field, grid.across.format()) == grid.across
    library.grids.delete("Hearts")
    assert library.grids.all() == {}
    with pytest.raises(BadRequest, match="name-missing"):
        library.grids.save(" ", grid)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("colour", "red", "grid-field"),
        ("steps", "", "grid-values"),
        ("steps", "ten", "not-whole"),
        ("guidance_scale", "much", "not-a-number"),
        ("seed", ",".join(map(str, range(41))), "grid-values"),
    ],
)
def test_an_axis_that_makes_no_sense_is_refused(field: str, text: str, code: str) -> None:
    with pytest.raises(BadRequest, match=code):
        Axis.parse(field, text)


def test_a_cell_that_no_request_can_be_is_refused(library: Library) -> None:
    with pytest.raises(BadRequest, match="out-of-range"):
        library.grids.cells(Grid(BASE, Axis.parse("steps", "0"), Axis.parse("seed", "1")))
    with pytest.raises(BadRequest, match="grid-same-field"):
        library.grids.cells(Grid(BASE, Axis.parse("steps", "5"), Axis.parse("steps", "6")))
