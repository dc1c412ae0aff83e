"""The history of prompts and the styles."""

import pytest

from macapp.errors import BadRequest
from macapp.library import Library, marks
from macapp.library.prompt_history import Style
from tests.support.request_factory import request


def test_every_prompt_used_is_remembered_with_its_best_picture(library: Library, made) -> None:
    first, _second, third = made(request("a heart", seed=1)), made(request("a star")), made(request("a heart", seed=2))
    assert [(each.prompt, each.times) for each in library.prompts.recent()] == [("a heart", 2), ("a star", 1)]
    assert [each.prompt for each in library.prompts.recent("STAR a")] == ["a star"]
    assert library.pictures.best_for_prompt("a heart") == third
    library.marks.change([first], marks.set_favourite(True))
    best = library.pictures.best_for_prompt("a heart")
    assert best is not None
    assert best.id == first.id
    library.prompts.forget("a star")
    assert library.prompts.recent("star") == []


def test_a_prompt_whose_job_never_made_a_picture_is_remembered_too(library: Library) -> None:
    library.queue.add([request("cancelled in time"), request("cancelled in time", seed=2)])
    library.queue.clear()
    assert [(each.prompt, each.times) for each in library.prompts.recent()] == [("cancelled in time", 0)]
    assert library.pictures.best_for_prompt("cancelled in time") is None


def test_a_style_adds_its_words() -> None:
    assert Style("a", "oil painting", "photo").apply_to("a cat", "") == ("a cat, oil painting", "photo")
    assert Style("a", "a photo of {prompt}, 35mm", "").apply_to("a cat", "dog") == ("a photo of a cat, 35mm", "dog")
    assert Style("a", "", "").apply_to("a cat", "dog") == ("a cat", "dog")


def test_styles_go_out_and_come_back(library: Library) -> None:
    styles = [Style("Öl", 'oil, "thick"\npaint', "photo"), Style("wide", "{prompt}, wide", "")]
    for each in styles:
        library.prompts.save_style(each)
    content = library.prompts.export_styles()
    for each in styles:
        library.prompts.delete_style(each.name)
    assert library.prompts.styles() == []
    assert library.prompts.import_styles(content, "styles.csv") == 2
    assert library.prompts.styles() == sorted(styles, key=lambda each: each.name.lower())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"just text", b"a,b\n1,2\n"])
def test_a_file_that_holds_no_styles_is_refused(library: Library, content: bytes) -> None:
    with pytest.raises(BadRequest, match="styles-unreadable"):
        library.prompts.import_styles(content, "styles.csv")


def test_a_style_needs_a_name(library: Library) -> None:
    with pytest.raises(BadRequest, match="name-missing"):
        library.prompts.save_style(Style("  ", "x"))
