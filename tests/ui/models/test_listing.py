"""The content of the Models window is collected without widgets."""

from pathlib import Path

from macapp.library.model_usage import ModelUsage
from macapp.models.catalog import load_catalog
from macapp.models.recommended import recommend_models
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel
from macapp.system.machine import detect_machine
from macapp.system.paths import LibraryPaths
from macapp.ui.models.listing import ModelListing, list_models
from tests.support import tiny_models


def test_installed_and_available_models_are_listed(places: LibraryPaths, tiny_model: Path, tmp_path: Path) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    ModelRegistry(places).add(lora)
    listing = list_models(places, detect_machine())
    assert str(lora) in [model.id for model in listing.installed]
    assert {entry.id for entry, _cost in listing.available} == {
        entry.id for entry in load_catalog().values() if entry.path is None
    }
    assert all(cost.needed > 0 for _entry, cost in listing.available)
    assert listing.use_of(listing.installed[0]) is None
    assert [offer.recommendation for offer in listing.offers] == recommend_models(detect_machine())


def test_the_usage_of_copies_is_added() -> None:
    model = InstalledModel("/a", "a", "lora", Path("/a"), copies=(Path("/b"),))
    uses = {"/a": ModelUsage(2, "2026-11-01"), "/b": ModelUsage(3, "2026-11-02"), "/c": ModelUsage(9, "2026-11-03")}
    assert ModelListing([model], uses, [], [], []).use_of(model) == ModelUsage(5, "2026-11-02")
