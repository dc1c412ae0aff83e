"""Requests from values and from `.jsonl` files: completed, checked, and rebuilt from the printed lines."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from macapp.domain.ids import new_id
from macapp.domain.job import Job, utc_now
from macapp.domain.request import Request
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.library import source_images
from macapp.models.checkpoint import find_checkpoint
from macapp.models.families import FAMILIES
from macapp.system.paths import LibraryPaths
from macapp.workflow import request_builder
from macapp.workflow.request_builder import (
    STRENGTH,
    ControlMapSpec,
    all_combinations,
    build_request,
    create_control_map,
    expand_wildcards,
    parse_jsonl,
    request_series,
    to_dict,
)
from tests.support.libraries import skip_if_too_old_for
from tests.support.tiny_families import make_other


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "images" / "source.png"
    file.parent.mkdir()
    Image.linear_gradient("L").convert("RGB").resize((128, 128)).save(file)
    return file


def build(places: LibraryPaths, base_dir: Path = Path(), **values: Any) -> Request:
    return build_request({"prompt": "a red heart", **values}, places, base_dir).request


def test_the_checkpoint_completes_what_is_left_out(places: LibraryPaths) -> None:
    made, starter = build(places, steps=None, seed=7), find_checkpoint("starter")
    assert (made.model, made.size, made.steps) == ("starter", starter.size, starter.steps)
    assert (made.guidance_scale, made.scheduler, made.seed) == (starter.guidance_scale, starter.scheduler, 7)
    assert build(places).seed != build(places).seed


def test_a_source_image_is_stored_and_its_path_is_relative(places: LibraryPaths, image: Path) -> None:
    made = build(places, image.parent, image=image.name)
    assert made.image is not None
    assert source_images.load_image(places, made.image).size == (128, 128)
    assert made.strength == STRENGTH
    assert build(places, image=str(image), strength=0.25).strength == 0.25


def test_outpainting_stores_a_larger_image_and_its_mask(places: LibraryPaths, image: Path) -> None:
    made = build(places, image=str(image), outpaint=[0, 0, 64, 0])
    assert made.size == (192, 128)
    assert made.mask is not None
    assert source_images.load_image(places, made.mask).size == (192, 128)
    assert made.strength == 1.0


@pytest.fixture
def klein(tmp_path: Path) -> Path:
    skip_if_too_old_for(FAMILIES["Flux2KleinPipeline"])
    return make_other("Flux2KleinPipeline", tmp_path / "klein")


def test_reference_images_are_stored_in_order_and_the_first_one_sets_the_size(
    places: LibraryPaths, image: Path, klein: Path
) -> None:
    wide = image.with_name("wide.png")
    Image.new("RGB", (200, 90), "teal").save(wide)
    made = build(places, image.parent, model=str(klein), references=[wide.name, image.name], seed=3)
    assert [source_images.load_image(places, name).size for name in made.references] == [(200, 90), (128, 128)]
    assert made.size == (192, 80)
    assert build(places, model=str(klein), references=[str(wide)], width=128, height=64).size == (128, 64)
    line = json.dumps(to_dict(Job(id=new_id(), request=made, created=utc_now()), places))
    assert parse_jsonl(line.encode(), "line", places, Path()) == [made]


def test_reference_images_that_a_model_cannot_use_are_refused(places: LibraryPaths, image: Path, klein: Path) -> None:
    thin = image.with_name("thin.png")
    Image.new("RGB", (640, 64)).save(thin)
    for model, files, code in (
        (klein, [image] * 5, "references-too-many"),
        (klein, [image] * 11, "too-many"),
        (klein, [image, thin], "reference-shape"),
        ("starter", [image], "field-unfit"),
    ):
        with pytest.raises(BadRequest) as caught:
            build(places, model=str(model), references=[str(file) for file in files])
        assert caught.value.code == code
    with pytest.raises(EaselError, match="missing"):
        build(places, model=str(klein), references=["missing.png"])


def test_a_control_map_is_drawn_and_stored(places: LibraryPaths, image: Path) -> None:
    made = build(places, image.parent, controls=[{"model": "starter-edges", "image": image.name, "map": "canny"}])
    [control] = made.controls
    source = source_images.store_file(places, image)
    drawn = create_control_map(places, source.name, ControlMapSpec("canny", made.size, made.resize))
    assert (control.model, control.image, control.map) == ("starter-edges", drawn.name, "canny")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"outpaint": [0, 0, 64, 0]}, "outpaint-without-image"),
        ({"mask": "mask.png"}, "mask-without-image"),
        ({"controls": [{"model": "starter-edges"}]}, "map-missing"),
        ({"controls": ["starter-edges"]}, "part-incomplete"),
        ({"loras": "one"}, "not-a-list"),
        ({"model": 7}, "not-text"),
        ({"scheduler": "no such scheduler"}, "scheduler-unknown"),
        ({"mode": "no such mode"}, "mode-unknown"),
        ({"refiner": "starter"}, "refiner-unfit"),
        ({"prompt": "a (red heart"}, "bracket-open"),
        ({"width": 72, "height": 65}, "side-not-multiple-of-8"),
    ],
)
def test_invalid_values_are_refused_by_code(places: LibraryPaths, values: dict[str, Any], code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        build(places, **values)
    assert caught.value.code == code


@pytest.mark.parametrize("field", ["loras", "embeddings"])
def test_a_missing_addition_is_named(places: LibraryPaths, field: str) -> None:
    with pytest.raises(MachineError, match="addon-missing"):
        build_request({"prompt": "a red heart", field: ["missing.safetensors"]}, places, Path())


def test_other_names_of_a_scheduler_are_understood(places: LibraryPaths) -> None:
    assert build(places, scheduler="DPM++ 2M Karras").scheduler == "dpm++ 2m karras"


@pytest.mark.parametrize("name", ["DPM++ SDE Beta", "DPM++ 3M SDE", "Euler beta57", "DPM++ 2M Beta"])
def test_a_scheduler_never_becomes_another_one(places: LibraryPaths, name: str) -> None:
    with pytest.raises(BadRequest) as caught:
        build(places, scheduler=name)
    assert caught.value.code == "scheduler-unknown"
    assert caught.value.data["value"] == name


def test_alternatives_are_drawn_by_the_seed_and_the_template_stays(places: LibraryPaths) -> None:
    made = build(places, prompt="a {red|blue} heart", seed=1)
    assert made.template == "a {red|blue} heart"
    assert made.prompt in ("a red heart", "a blue heart")
    assert expand_wildcards(made, places) == made
    series = request_series(made, 20, places)
    assert [each.seed for each in series] == list(range(1, 21))
    assert {each.prompt for each in series} == {"a red heart", "a blue heart"}
    assert [each.prompt for each in all_combinations(made, places)] == ["a red heart", "a blue heart"]


def test_a_printed_job_gives_the_same_request_again(places: LibraryPaths, image: Path) -> None:
    made = build(
        places, image.parent, image=image.name, controls=[{"model": "starter-edges", "image": image.name}], seed=3
    )
    job = Job(id=new_id(), request=made, created=utc_now())
    line = json.dumps(to_dict(job, places))
    assert parse_jsonl(line.encode(), "line", places, Path()) == [made]


def test_a_file_has_one_request_a_line(places: LibraryPaths) -> None:
    content = '\ufeff{"prompt": "one", "seed": 1}\n\n{"prompt": "two", "seed": 2}\n'.encode()
    assert [(each.prompt, each.seed) for each in parse_jsonl(content, "file", places, Path())] == [
        ("one", 1),
        ("two", 2),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{not JSON", "jsonl-not-json"),
        ("[1]", "jsonl-not-json"),
        ("[" * 100_000, "jsonl-not-json"),
        ('{"seed": 1}', "jsonl-no-prompt"),
        ('{"prompt": "one", "sede": 1}', "jsonl-unknown-field"),
        ('{"prompt": "one", "steps": 0}', "jsonl-line"),
    ],
)
def test_the_first_bad_line_is_named(places: LibraryPaths, line: str, code: str) -> None:
    with pytest.raises(EaselError) as caught:
        parse_jsonl(f'{{"prompt": "good"}}\n{line}\n{{'.encode(), "file", places, Path())
    assert caught.value.code == code
    assert caught.value.data["line"] == 2


def test_files_have_limits(places: LibraryPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadRequest, match="jsonl-not-text"):
        parse_jsonl(b"\xff\xfe\x00", "file", places, Path())
    monkeypatch.setattr(request_builder, "MAX_LINE_CHARACTERS", 10)
    with pytest.raises(BadRequest, match="jsonl-line-too-long"):
        parse_jsonl(b'{"prompt": "too long"}', "file", places, Path())
    monkeypatch.setattr(request_builder, "MAX_JSONL_LINES", 1)
    with pytest.raises(BadRequest, match="jsonl-too-large"):
        parse_jsonl(b"{}\n{}\n", "file", places, Path())
