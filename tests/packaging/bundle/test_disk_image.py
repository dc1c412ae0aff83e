"""The disk image is built despite a busy disk, and refused in one sentence otherwise."""

from pathlib import Path

import pytest

from bundle import disk_image
from bundle.build_step import Refused
from tests.support.apple_programs import Played


def test_an_image_is_made_also_when_the_disk_is_busy_at_first(app: Path, played: Played) -> None:
    played.answers("hdiutil", "create", ("hdiutil: create failed - Resource busy\n", 1), ("Resource busy\n", 1))
    assert disk_image.make(app, app.parent).startswith(f"{disk_image.NAME}: ")
    assert sum(call.startswith("hdiutil create") for call in played.calls) == 3
    assert (app.parent / disk_image.NAME).is_file()


def test_an_image_that_cannot_be_made_is_a_sentence(app: Path, played: Played) -> None:
    played.answers("hdiutil", "create", ("hdiutil: create failed - No space left on device\n", 1))
    with pytest.raises(Refused, match=r"hdiutil create failed: .*No space left on device\.$"):
        disk_image.make(app, app.parent)
    with pytest.raises(Refused, match=r"There is no Easel-.*dmg to mount"):
        disk_image.try_mounted(app.parent)


def test_an_image_without_a_link_to_applications_is_refused_and_let_go(app: Path, played: Played) -> None:
    (app.parent / disk_image.NAME).write_bytes(b"image")
    with pytest.raises(Refused, match="has no link to Applications"):
        disk_image.try_mounted(app.parent)
    assert played.calls[-1].startswith("hdiutil detach")
