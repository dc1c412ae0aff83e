"""One engine on the CPU for the tests of a module, and a folder for its models."""

import inspect
from pathlib import Path

import diffusers
import pytest

from macapp.engine import open_engine
from tests.support import tiny_models
from tests.support.libraries import skip_on_an_old_set


@pytest.fixture(autouse=True, scope="session")
def _prompts_are_short() -> None:
    """Let Ideogram 4 pad prompts to 128 tokens and not to 2048: each of its layers compares all of them."""
    kind = getattr(diffusers, "Ideogram4Pipeline", None)
    if kind is not None:
        call = inspect.unwrap(kind.__call__)
        given = [each for each in inspect.signature(call).parameters.values() if each.default is not each.empty]
        call.__defaults__ = tuple(128 if each.name == "max_sequence_length" else each.default for each in given)


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


@pytest.fixture
def small_references(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pipelines enlarge references to a 64th of the usual area, which takes a hundredth of the time."""
    skip_on_an_old_set()
    from diffusers.pipelines.flux import pipeline_flux_kontext
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit, pipeline_qwenimage_edit_plus

    for module in (pipeline_qwenimage_edit, pipeline_qwenimage_edit_plus):
        whole = module.calculate_dimensions
        monkeypatch.setattr(module, "calculate_dimensions", lambda area, ratio, whole=whole: whole(area / 64, ratio))
    sizes = [(width // 8, height // 8) for width, height in pipeline_flux_kontext.PREFERRED_KONTEXT_RESOLUTIONS]
    monkeypatch.setattr(pipeline_flux_kontext, "PREFERRED_KONTEXT_RESOLUTIONS", sizes)
