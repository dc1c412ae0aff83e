"""Settings survive a restart; damaged ones do not keep anyone from starting."""

import pytest

from macapp import settings
from macapp.settings import Settings
from macapp.system.paths import LibraryPaths


def test_settings_come_back_as_they_were(places: LibraryPaths) -> None:
    chosen = Settings(model="/models/mine", slice_attention="on", device="cpu", form="{}", window="abc")
    settings.save(places, chosen)
    assert settings.load(places) == chosen


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"slice_attention": "maybe", "compile": "often", "model": 5, "more": 1}',
    ],
)
def test_damaged_settings_are_the_defaults(places: LibraryPaths, content: bytes) -> None:
    places.index.mkdir(parents=True)
    places.settings.write_bytes(content)
    assert settings.load(places) == Settings()


def test_no_settings_are_the_defaults(places: LibraryPaths) -> None:
    assert settings.load(places) == Settings()
