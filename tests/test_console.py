"""What the command line says beside the paths it prints."""

from pathlib import Path

import pytest

from macapp.console import ProgressReporter
from macapp.domain.job import EventKind, JobEvent, Picture
from tests.support.request_factory import request


@pytest.mark.parametrize("made_with", [{"doubt": "one colour"}, {}])
def test_a_doubt_about_a_picture_is_said_with_it(
    capsys: pytest.CaptureFixture[str], made_with: dict[str, str], tmp_path: Path
) -> None:
    paths: list[Path] = []
    picture = Picture(
        id="x", request=request(), created="", path=tmp_path / "a.png", size=(64, 64), made_with=made_with
    )
    with ProgressReporter(lambda picture, _seconds: paths.append(picture.path)) as reporter:
        reporter.report(JobEvent(kind=EventKind.DONE, picture=picture))
    assert paths == [picture.path]
    assert ("has one colour" in capsys.readouterr().err) == bool(made_with)
