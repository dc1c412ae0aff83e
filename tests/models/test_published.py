"""The headers of published models: recomputed from the classes of diffusers and transformers, and their sizes."""

import json
import math

import pytest

from macapp.models.catalog import load_catalog
from macapp.models.cost import entry_architecture
from macapp.models.parts import find_parts
from macapp.models.published import HEADERS, published_architecture, published_shapes
from macapp.models.transformer_files import find_transformer
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine, with_overrides
from tests.support.libraries import with_the_current_set
from tests.support.published_headers import PUBLISHED, compress, shapes_of_published

TRANSFORMERS = [entry for entry in load_catalog().values() if entry.parts]
FLOAT32_VAES = ("flux-vae", "flux-2-vae")


@with_the_current_set
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_headers_are_those_of_the_libraries(name: str) -> None:
    shapes = shapes_of_published(name)
    assert published_shapes(name) == shapes
    assert json.loads(HEADERS.read_text())[name] == json.loads(json.dumps(compress(shapes)))


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_numbers_are_those_of_the_published_file(name: str) -> None:
    """A file has two bytes for each number, or four; its header is less than a thousandth."""
    entries = [entry for entry in load_catalog().values() if name in (entry.id, entry.header) and entry.attention == ()]
    count = sum(map(math.prod, published_shapes(name).values()))
    for entry in entries:
        numbers = count + extra_numbers(name)
        assert entry.download / numbers == pytest.approx(4 if name in FLOAT32_VAES else 2, rel=0.001), entry.id
    assert entries or name == "sdxl-unet"


def extra_numbers(name: str) -> int:
    """Return the numbers that a published file has besides: T5's embedding twice, and the VAE of SD 3.5."""
    if name == "t5-xxl":
        return math.prod(published_shapes(name)["shared.weight"])
    return sum(map(math.prod, published_shapes("flux-vae").values())) if name == "sd-3.5-medium" else 0


@pytest.mark.parametrize("entry", TRANSFORMERS, ids=lambda entry: entry.id)
def test_an_entry_has_all_parts_of_its_transformer(entry) -> None:
    transformer = find_transformer(published_shapes(entry.header), entry.files[0])
    assert transformer is not None
    wanted = {need.catalog_id for need in transformer.needs if need.catalog_id}
    assert set(entry.parts) == wanted
    for need in transformer.needs:
        if need.catalog_id:
            assert any(
                (part.kind, part.width) == (need.kind, need.width)
                for part in find_parts(published_shapes(need.catalog_id))
            )
    assert published_architecture(entry.header, entry.parts) is not None


def test_a_model_with_an_unknown_part_has_no_architecture() -> None:
    assert published_architecture("flux-1-dev", ("clip-l",)) is None
    assert published_architecture("unknown", ()) is None


@pytest.mark.parametrize(
    ("ram", "name", "weights"),
    [
        ("8GB", "flux-2-klein-4b", ("4-bit", "8-bit")),
        ("8GB", "z-image-turbo", ("4-bit",)),
        ("8GB", "sd-3.5-medium", ("8-bit",)),
        ("8GB", "sdxl", ("8-bit",)),
        ("16GB", "flux-2-klein-4b", ("full", "8-bit")),
        ("16GB", "z-image-turbo", ("8-bit",)),
        ("16GB", "sd-3.5-medium", ("full",)),
        ("16GB", "flux-1-dev", ("4-bit",)),
        ("24GB", "flux-1-schnell", ("8-bit",)),
        ("24GB", "qwen-image", ("4-bit",)),
    ],
)
def test_the_models_fit_the_macs_that_they_should(ram: str, name: str, weights: tuple[str, ...]) -> None:
    machine = with_overrides(f"device=mps,torch=2.13.0,macos=15.0,ram={ram}", detect_machine())
    architecture = entry_architecture(load_catalog()[name])
    assert architecture is not None
    plan = make_plan(machine, architecture, (1024, 1024))
    assert plan.fits
    assert plan.savings.weight_format.value in weights
