"""The language of the window."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macapp.app.languages import choose_language
from macapp.settings import LANGUAGES


@pytest.mark.parametrize(
    ("preferred", "expected"),
    [
        (["en-GB"], "en"),
        (["th-TH", "en"], "th"),
        (["ko-Kore-KR"], "ko"),
        (["zh-Hans-CN"], "zh_CN"),
        (["zh"], "zh_CN"),
        (["zh-SG"], "zh_CN"),
        (["zh-Hant-TW", "ko"], "ko"),
        (["zh_HK"], "en"),
        (["de-DE", "fr"], "en"),
        (["de-DE", "th"], "th"),
        ([], "en"),
    ],
)
def test_the_first_language_of_the_system_that_there_is(preferred: list[str], expected: str) -> None:
    assert choose_language(preferred) == expected
    assert expected in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chosen_language_has_its_plural_forms(language: str, tmp_path: Path) -> None:
    """In a process of its own, because a translation acts on all texts that are made afterwards."""
    code = (
        "from PySide6.QtWidgets import QApplication\n"
        "from macapp.app.languages import install_language\n"
        "application = QApplication([])\n"
        f"assert install_language(application, {language!r}) == {language!r}\n"
        "print(application.translate('GalleryHeader', '%Ln pictures', None, 1))\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    expected = "1 picture" if language == "en" else "1"
    assert expected in ran.stdout
