"""The caption of Mochi Diffusion, which escapes nothing."""

from macapp.library.metadata.importers import mochi


def test_a_prompt_that_holds_mochis_own_separator_is_read_whole() -> None:
    items = mochi.parse_items("Include in Image: a; Steps: many; b; Model: m; Steps: 5; Generator: Mochi Diffusion 5.0")
    assert items["Include in Image"] == "a; Steps: many; b"
    assert items["Steps"] == "5"
