"""One engine on the CPU for the tests of a module, and a folder for its models."""

from pathlib import Path

import pytest

from macapp.engine import open_engine
from tests.support import tiny_models


@pytest.fixture(scope="module")
def engine(tiny_model: Path):
    opened = open_engine("cpu")
    yield opened
    opened.release()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("additions")


@pytest.fixture(scope="module")
def xl(tiny_model: Path, folder: Path) -> Path:
    return tiny_models.make_tiny_xl(folder / "xl")


@pytest.fixture
def composition_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is cached about models of several files in the folder of the test."""
    monkeypatch.setattr("macapp.models.composition.config_cache_dir", lambda: tmp_path / "configurations")
    monkeypatch.setattr("macapp.models.part_search.scan_cache_file", lambda: tmp_path / "seen.json")
