"""The notes of a release are the section of its version in the changelog."""

from pathlib import Path

import pytest

from bundle import release_notes
from bundle.build_step import Refused
from macapp import __version__


def test_the_notes_of_a_release_are_the_changelogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_TAG", f"v{__version__}")
    release_notes.write(tmp_path)
    written = (tmp_path / release_notes.NAME).read_text()
    assert written.startswith("### Making pictures\n\n- ")
    assert written.strip() in release_notes.CHANGELOG.read_text()
    monkeypatch.setenv("EASEL_TAG", "v99.0.0")
    with pytest.raises(Refused, match=r"The tag v99\.0\.0 is not that of version"):
        release_notes.write(tmp_path)
    with pytest.raises(Refused, match=r"has no notes for version 1\.0\.0"):
        release_notes.extract_notes("1.0.0", "## 2.0.0\n\n- more\n\n## 1.0.0 - today\n\n")
