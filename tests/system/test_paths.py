"""Paths: of a library in one folder, of the default library on a Mac, and of the caches and resources."""

import os
import sys
from pathlib import Path

import platformdirs
import pytest

from macapp.system import paths
from macapp.system.paths import LibraryPaths, at_home, hub_cache, resources_dir, self_command


def test_a_library_in_a_folder_is_inside_it_except_for_pictures_of_an_absent_disk(tmp_path: Path) -> None:
    library = LibraryPaths.at(tmp_path / "library")
    inside = [
        library.database, library.settings, library.log, library.crash_report, library.models, library.benchmarks,
        library.temporary, library.source_images, library.damaged, library.thumbnails, library.wildcards,
    ]  # fmt: skip
    assert all(path.is_relative_to(tmp_path / "library") for path in inside)
    assert not library.offline_pictures.is_relative_to(tmp_path)
    assert library.offline_pictures != LibraryPaths.at(tmp_path / "other").offline_pictures
    assert not (tmp_path / "library").exists(), "nothing is created"


def test_on_a_mac_logs_lie_among_those_of_other_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = LibraryPaths.default()
    assert own.log.parent == own.index
    monkeypatch.setattr(paths, "ON_A_MAC", True)
    monkeypatch.setattr(platformdirs, "user_log_dir", lambda *_given, **_named: str(tmp_path / "Logs" / "Easel"))
    assert own.log == tmp_path / "Logs" / "Easel" / "easel.log"
    elsewhere = LibraryPaths.at(tmp_path / "library")
    assert elsewhere.log.parent == elsewhere.index, "a library that lies elsewhere keeps its own"


def test_on_a_mac_everything_lies_where_its_programs_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the rules of platformdirs for macOS, which run on any system."""
    from platformdirs.macos import MacOS

    monkeypatch.setenv("HOME", "/Users/somebody")
    for name in [each for each in os.environ if each.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(platformdirs, "PlatformDirs", MacOS)
    monkeypatch.setattr(paths, "ON_A_MAC", True)
    own = LibraryPaths.default()
    assert str(own.pictures) == "/Users/somebody/Pictures/Easel"
    assert str(own.models) == "/Users/somebody/Library/Application Support/Easel/models"
    assert str(own.database.parent) == "/Users/somebody/Library/Application Support/Easel"
    assert str(own.log) == "/Users/somebody/Library/Logs/Easel/easel.log"
    assert str(own.crash_report.parent) == "/Users/somebody/Library/Logs/Easel"
    assert str(paths.scan_cache_file().parent) == "/Users/somebody/Library/Caches/Easel"


def test_home_is_expanded_and_an_unknown_user_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert at_home(Path("~/Models")) == tmp_path / "Models"
    assert at_home(Path("~nobody-of-this-name/Models")) == Path("~nobody-of-this-name/Models")


def test_the_hub_cache_follows_the_variables_of_the_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_CACHE_HOME", "HF_HOME", "HF_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert hub_cache() == tmp_path / ".cache" / "huggingface" / "hub"
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    assert hub_cache() == tmp_path / "hf" / "hub"
    monkeypatch.setenv("HF_HUB_CACHE", "~/cache")
    assert hub_cache() == tmp_path / "cache"


def test_the_program_knows_how_to_start_itself_and_where_its_resources_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert self_command() == [sys.executable, "-m", "macapp"]
    assert (resources_dir() / "catalogue.json").is_file()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert self_command() == [sys.executable]
