"""Tags in prompts: found among the installed models, applied once, and reported if there is no model."""

from pathlib import Path

import pytest

from macapp.domain.request import Lora
from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.models.model_names import ModelNames
from macapp.models.registry import ModelRegistry
from macapp.system.paths import LibraryPaths
from macapp.workflow.prompt_tags import apply_tags, describe_tags
from macapp.workflow.request_builder import (
    all_combinations,
    build_request,
    expand_wildcards,
    request_series,
    validate_request,
)
from tests.support.request_factory import request
from tests.support.tiny_families import make_other
from tests.support.tiny_models import make_embedding, make_lora


@pytest.fixture
def detail(places: LibraryPaths, tiny_model: Path, tmp_path: Path) -> str:
    """Install a LoRA and a textual inversion; return the id of the LoRA."""
    registry = ModelRegistry(places)
    registry.add(make_embedding(tmp_path / "Bad Hands.safetensors".replace(" ", "")))
    return registry.add(make_lora(tiny_model, tmp_path / "Detail.safetensors")).id


def sentences(found) -> str:
    return " ".join(map(message_for, found))


def test_a_tag_adds_the_installed_lora_and_the_template_keeps_it(places: LibraryPaths, detail: str) -> None:
    typed = "a cat <lora:detail:0.7>, red"
    made = expand_wildcards(request(typed), places)
    assert (made.prompt, made.template) == ("a cat , red", typed)
    assert made.loras == (Lora(model=detail, weight=0.7),)
    assert describe_tags(made, ModelNames(places)) == []
    assert request_series(made, 2, places)[1].loras == made.loras


def test_a_tag_without_a_model_is_reported_and_not_read(places: LibraryPaths) -> None:
    made = expand_wildcards(request("a cat <lora:gone:1>", negative_prompt="embedding:gone, dog"), places)
    assert (made.prompt, made.negative_prompt, made.loras) == ("a cat", ", dog", ())
    said = sentences(describe_tags(made, ModelNames(places)))
    assert "No LoRA named gone is installed, so <lora:gone:1> is left out of the prompt." in said
    assert "No textual inversion named gone is installed, so embedding:gone is left out of the prompt." in said


def test_a_tag_that_cannot_be_used_says_why(places: LibraryPaths, detail: str) -> None:
    made = expand_wildcards(request("a <hypernet:ink:1> <lora:detail:much> cat <lora:detail:te=0.2:unet=0.6>"), places)
    assert (made.prompt, made.loras) == ("a cat", (Lora(model=detail, weight=0.6),))
    assert list(map(message_for, describe_tags(made, ModelNames(places)))) == [
        "Easel has no hypernetworks, so <hypernet:ink:1> is left out of the prompt.",
        "The weight in <lora:detail:much> is not a number, so the tag is left out of the prompt.",
        "Of the weights in <lora:detail:te=0.2:unet=0.6>, only 0.6 is used.",
    ]


def test_an_embedding_is_added_and_read_by_its_trigger(places: LibraryPaths, detail: str) -> None:
    made = expand_wildcards(request("a cat", negative_prompt="(embedding:badhands:1.2)"), places)
    assert made.negative_prompt == "(BadHands:1.2)"
    assert [Path(name).stem for name in made.embeddings] == ["BadHands"]


def test_a_lora_that_an_import_states_by_name_is_found(places: LibraryPaths, detail: str) -> None:
    asked = request("a cat", loras=(Lora(model="detail.safetensors", weight=0.5), Lora(model="gone")))
    made = apply_tags(asked, ModelNames(places))
    assert made.loras == (Lora(model=detail, weight=0.5), Lora(model="gone"))


def test_tags_inside_alternatives_belong_to_their_alternative(places: LibraryPaths, detail: str) -> None:
    first, second = all_combinations(request("a {cat <lora:detail:0.5>|dog}"), places)
    assert (first.prompt, first.loras) == ("a cat", (Lora(model=detail, weight=0.5),))
    assert (second.prompt, second.loras) == ("a dog", ())


def test_each_picture_of_a_series_has_the_models_of_its_own_alternative(
    places: LibraryPaths, detail: str, tiny_model: Path
) -> None:
    places.wildcards.mkdir(parents=True, exist_ok=True)
    (places.wildcards / "style.txt").write_text("ink <lora:detail:0.5>\npencil\n")
    first = build_request({"prompt": "a __style__", "seed": 1, "model": str(tiny_model)}, places, Path()).request
    for made in request_series(first, 8, places):
        assert bool(made.loras) == ("ink" in made.prompt)
    assert len({made.prompt for made in request_series(first, 8, places)}) == 2


def test_second_weights_and_prompts_that_combine_are_reported(places: LibraryPaths, detail: str) -> None:
    made = expand_wildcards(request("a cat AND a dog <lora:detail:0.5:1>", model="starter"), places)
    said = sentences(describe_tags(made, ModelNames(places)))
    assert "only 0.5 is used" in said
    assert "AND does not combine prompts" in said


@pytest.mark.parametrize("prompt", ["a [cat:dog:0.5]", "a [cat|dog]"])
def test_a_prompt_that_changes_during_the_steps_is_refused(places: LibraryPaths, prompt: str) -> None:
    with pytest.raises(BadRequest) as caught:
        build_request({"prompt": prompt}, places, Path())
    assert caught.value.code == "prompt-scheduled"
    assert prompt[2:] in message_for(caught.value)


def test_brackets_are_text_for_a_model_without_weights(tmp_path: Path) -> None:
    flux = make_other("FluxPipeline", tmp_path / "flux")
    asked = request('a sign :) "[a|b]" (', model=str(flux), scheduler="own", guidance_scale=3.5)
    assert validate_request(asked).request.prompt == asked.prompt
