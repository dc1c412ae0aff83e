"""LoRA, textual inversions and ControlNets: added as by plain diffusers, and removed without a trace."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportGeneralTypeIssues=false, reportCallIssue=false
# (diffusers annotates its constructors more narrowly than it calls them)

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Control, Lora
from macapp.engine.loading.adapters import AdapterSet, key_of
from macapp.engine.loading.triggers import tokenize, trigger_tokens
from macapp.errors import BadRequest, MachineError
from macapp.messages import message_for
from macapp.models import resolve_request
from tests.support import tiny_models
from tests.support.libraries import BEFORE_ASSIGNING
from tests.support.plain_diffusers import MAP, SIZE, asked, largest_difference, make, nothing, same


@pytest.fixture(scope="module")
def lora(tiny_model: Path, folder: Path) -> Path:
    return tiny_models.make_lora(tiny_model, folder / "watercolour.safetensors", trigger="wash, paper")


def test_a_lora_is_put_on_as_plain_diffusers_does_and_taken_off_without_a_trace(engine, tiny_model, lora) -> None:
    import diffusers

    plain = make(engine, asked(tiny_model))
    wanted = asked(tiny_model, loras=(Lora(model=str(lora), weight=0.7),))
    with_lora = make(engine, wanted)
    pipe = diffusers.StableDiffusionPipeline.from_pretrained(tiny_model, safety_checker=None)
    pipe.load_lora_weights(str(lora.parent), weight_name=lora.name, adapter_name="it", **BEFORE_ASSIGNING)
    pipe.set_adapters(["it"], adapter_weights=[0.7])
    pipe.scheduler = engine.session.loaded.scheduler(wanted.scheduler)
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator("cpu").manual_seed(11)
    expected: Any = pipe(wanted.prompt, num_inference_steps=4, guidance_scale=7.5, generator=generator, **SIZE)
    assert same(with_lora, expected.images[0])
    assert not same(with_lora, plain)
    assert same(make(engine, asked(tiny_model)), plain)


@pytest.mark.parametrize("form", ["peft", "diffusers"])
def test_a_lora_in_diffusers_forms_draws_as_in_kohyas(engine, tiny_model: Path, lora, folder: Path, form: str) -> None:
    from diffusers import UNet2DConditionModel
    from safetensors.torch import load_file, save_file

    before = {name: each for name, each in load_file(lora).items() if name.startswith("lora_unet_")}
    save_file(before, folder / "unet-only.safetensors")
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet")
    layers = {name.replace(".", "_"): name for name, _ in unet.named_modules()}
    written = {}
    for name, tensor in before.items():
        layer, _, end = name.removeprefix("lora_unet_").partition(".")
        if end == "alpha":
            continue  # as large as the rank: it changes nothing
        down = end == "lora_down.weight"
        if form == "peft":
            place = f"{layers[layer]}.lora_{'A' if down else 'B'}.weight"
        else:
            block, _, projection = layers[layer].rpartition(".")
            place = f"{block}.processor.{projection}_lora.{'down' if down else 'up'}.weight"
        written[f"unet.{place}"] = tensor
    save_file(written, folder / f"{form}.safetensors")
    found = models.find_auxiliary(str(folder / f"{form}.safetensors"), AuxiliaryKind.LORA)
    assert found.width == 32
    pictures = [
        make(engine, asked(tiny_model, loras=(Lora(model=str(folder / f"{each}.safetensors")),)))
        for each in ("unet-only", form)
    ]
    assert same(*pictures)


def test_loras_add_up_and_change_without_loading_the_model_again(engine, tiny_model: Path, lora, folder: Path) -> None:
    other = tiny_models.make_lora(tiny_model, folder / "ink.safetensors", seed=9)
    plain = make(engine, asked(tiny_model))
    loads: list[int] = []

    def made(*chosen: tuple[Path, float]) -> Image.Image:
        loras = tuple(Lora(model=str(path), weight=weight) for path, weight in chosen)
        return engine.generate(
            resolve_request(asked(tiny_model, loras=loras)), {}, lambda: loads.append(1), nothing
        ).image

    both = made((lora, 1.0), (other, 0.5))
    one = made((other, 0.5))
    assert not same(both, one)
    assert largest_difference(made((other, 0.5), (lora, 1.0)), both) <= 1  # sums in another order
    assert same(made((lora, 1.0), (other, 0.5)), both)
    assert same(made((lora, 0.0)), plain)
    assert same(made(), plain)
    assert loads == []


def test_a_textual_inversion_is_a_word_while_it_is_asked_for(engine, tiny_model: Path, folder: Path) -> None:
    file = tiny_models.make_embedding(folder / "mystyle.safetensors")
    prompt = "a mystyle heart"
    without = make(engine, replace(asked(tiny_model), prompt=prompt))
    wanted = replace(asked(tiny_model), prompt=prompt, embeddings=(str(file),))
    made = make(engine, wanted)
    assert not same(made, without)
    assert same(make(engine, wanted), made)
    assert same(make(engine, replace(wanted, embeddings=())), without)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.safetensors", b"<html>" * 99, "weights-web-page"),
        ("a.safetensors", b"", "weights-empty"),
        ("a.ckpt", b"\x80\x04", "addon-pickled"),
        ("absent.safetensors", None, "addon-missing"),
    ],
)
def test_a_file_that_is_no_lora_is_refused_in_a_sentence(engine, tiny_model, tmp_path, name, content, code) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises((BadRequest, MachineError), match=code) as caught:
        make(engine, asked(tiny_model, loras=(Lora(model=str(tmp_path / name)),)))
    assert message_for(caught.value).endswith(".")


def test_a_lora_of_another_family_or_another_kind_is_refused(engine, xl: Path, lora: Path, folder: Path) -> None:
    with pytest.raises(BadRequest, match="addon-other-family"):
        make(engine, asked(xl, loras=(Lora(model=str(lora)),)))
    embedding = tiny_models.make_embedding(folder / "no-lora.safetensors")
    with pytest.raises(BadRequest, match="addon-other-kind"):
        make(engine, asked(xl, loras=(Lora(model=str(embedding)),)))


def test_a_controlnet_of_another_family_is_refused(engine, tiny_model: Path, xl: Path, folder: Path) -> None:
    network = tiny_models.make_tiny_controlnet(tiny_model, folder / "control")
    with pytest.raises(BadRequest, match="addon-other-family"):
        make(engine, asked(xl, controls=(Control(model=str(network), image=MAP),), width=256, height=256))


def open_adapters(engine, tiny_model: Path) -> AdapterSet:
    make(engine, asked(tiny_model, steps=1))
    return AdapterSet(engine.session.loaded, "cpu", torch.float32)


def test_a_file_that_is_used_again_is_not_read_again(engine, tiny_model: Path, lora: Path, folder: Path) -> None:
    adapters = open_adapters(engine, tiny_model)
    word = tiny_models.make_embedding(folder / "sepia.safetensors")
    network = tiny_models.make_tiny_controlnet(tiny_model, folder / "edges")
    wanted = asked(
        tiny_model,
        loras=(Lora(model=str(lora)),),
        embeddings=(str(word),),
        controls=(Control(model=str(network), image=MAP),),
    )
    [controlnet] = adapters.apply(resolve_request(wanted))
    names, words = adapters.adapter_names, adapters.words
    assert (len(names), len(words)) == (1, 1)
    assert adapters.apply(resolve_request(replace(wanted, seed=3))) == [controlnet]
    assert (adapters.adapter_names, adapters.words) == (names, words)
    assert adapters.apply(resolve_request(asked(tiny_model))) == []
    assert adapters.adapter_names == adapters.words == ()
    adapters.apply(resolve_request(replace(wanted, controls=())))
    assert adapters.adapter_names != names, "a LoRA that is read again gets a new name"
    adapters.apply(resolve_request(asked(tiny_model)))


def test_a_vae_is_loaded_for_the_requests_that_name_it(engine, tiny_model: Path, folder: Path) -> None:
    adapters = open_adapters(engine, tiny_model)
    other = tiny_models.make_tiny_model(folder / "other", seed=4) / "vae"
    wanted = resolve_request(asked(tiny_model, vae=str(other)))
    loaded = adapters.model_for(wanted)
    assert loaded.parts["vae"] is not adapters.loaded.parts["vae"]
    assert loaded.parts["unet"] is adapters.loaded.parts["unet"]
    assert adapters.model_for(wanted) is loaded
    assert adapters.model_for(resolve_request(asked(tiny_model))) is adapters.loaded


def test_a_failed_lora_leaves_nothing_behind(engine, tiny_model: Path, lora: Path, folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    adapters = open_adapters(engine, tiny_model)
    plain = make(engine, asked(tiny_model))
    misfit = {
        name: tensor[..., :-1].contiguous() if name.endswith("lora_down.weight") else tensor
        for name, tensor in load_file(lora).items()
    }
    file = folder / "misfit.safetensors"
    save_file(misfit, file)
    with pytest.raises((BadRequest, MachineError)):
        adapters.apply(resolve_request(asked(tiny_model, loras=(Lora(model=str(lora)), Lora(model=str(file))))))
    assert adapters.adapter_names == ()
    assert same(make(engine, asked(tiny_model)), plain)


def test_the_key_of_a_file_changes_with_its_content(tiny_model: Path, tmp_path: Path) -> None:
    file = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    found = models.find_auxiliary(str(file), AuxiliaryKind.LORA)
    before = key_of(found)
    assert key_of(found) == before
    tiny_models.make_lora(tiny_model, file, seed=9, trigger="ink")
    assert key_of(found) != before
    file.unlink()
    with pytest.raises(MachineError, match="addon-missing"):
        key_of(found)


@pytest.mark.parametrize(
    ("name", "key", "prompts"),
    [
        ("EasyNegative", "emb_params", ("a EasyNegative heart", "a easynegative heart", "a (EASYNEGATIVE:1.0) heart")),
        ("red", "emb_params", ("a red heart", "a Red heart")),
        ("learned_embeds", "<cat-toy>", ("a <cat-toy> heart", "a <Cat-Toy> heart", "a learned_embeds heart")),
        ("v1.5 style", "emb_params", ("a v1.5 style heart", "a V1.5 Style heart")),
    ],
)
def test_every_vector_of_a_textual_inversion_is_used_whatever_its_name(
    engine, tiny_model: Path, tmp_path: Path, name: str, key: str, prompts: tuple[str, ...]
) -> None:
    vectors = torch.randn(3, 32, generator=torch.Generator().manual_seed(5))
    save_file({key: vectors}, tmp_path / f"{name}.safetensors")
    for prompt in prompts:
        make(engine, replace(asked(tiny_model), prompt=prompt, embeddings=(str(tmp_path / f"{name}.safetensors"),)))
        pipe = engine.session.loaded.any_pipeline()
        tokens = tokenize(re.sub(r"[()]|:1.0", "", prompt), pipe.tokenizer)
        table = pipe.text_encoder.get_input_embeddings().weight
        plain = [tokenize(word, pipe.tokenizer) for word in ("a", "heart")]
        assert tokens[: len(plain[0])] == plain[0]
        assert tokens[-len(plain[1]) :] == plain[1]
        assert torch.equal(table[tokens[len(plain[0]) : -len(plain[1])]], vectors)


def test_a_trigger_is_a_whole_word_and_gone_with_its_file(engine, tiny_model: Path, tmp_path: Path) -> None:
    file = tiny_models.make_embedding(tmp_path / "red.safetensors")
    wanted = replace(asked(tiny_model), prompt="a reddish bored heart")
    before = make(engine, wanted)
    assert same(make(engine, replace(wanted, embeddings=(str(file),))), before)
    with_trigger = make(engine, asked(tiny_model, embeddings=(str(file),)))
    plain = make(engine, asked(tiny_model))
    assert not same(with_trigger, plain)
    assert trigger_tokens(engine.session.loaded.any_pipeline().tokenizer) == {}


def test_a_pair_of_files_teaches_both_text_encoders_of_sdxl(engine, xl: Path, tmp_path: Path) -> None:
    vectors = [torch.randn(2, 32, generator=torch.Generator().manual_seed(seed)) for seed in (1, 2)]
    both = tmp_path / "both.safetensors"
    save_file({"clip_l": vectors[0], "clip_g": vectors[1]}, both)
    files = [tmp_path / f"ink_clip_{side}.safetensors" for side in "lg"]
    for file, each in zip(files, vectors, strict=True):
        save_file({"emb_params": each}, file)
    plain = asked(xl, steps=1, width=256, height=256)
    expected = make(engine, replace(plain, prompt="a both heart", embeddings=(str(both),)))
    for given in ((files[0],), (files[1],), files):
        for word in ("ink", "INK_clip_l"):
            wanted = replace(plain, prompt=f"a {word} heart", embeddings=tuple(map(str, given)))
            assert same(make(engine, wanted), expected)
    assert not same(make(engine, replace(plain, prompt="a ink heart")), expected)


def test_each_word_of_a_file_has_its_own_vectors(engine, tiny_model: Path, tmp_path: Path) -> None:
    state = {word: torch.randn(2, 32, generator=torch.Generator().manual_seed(len(word))) for word in ("<a>", "<bb>")}
    save_file(state, tmp_path / "two.safetensors")
    make(engine, asked(tiny_model, embeddings=(str(tmp_path / "two.safetensors"),)))
    pipe = engine.session.loaded.any_pipeline()
    table = pipe.text_encoder.get_input_embeddings().weight
    for word, vectors in state.items():
        assert torch.equal(table[tokenize(word, pipe.tokenizer)], vectors)
    assert len(tokenize("two", pipe.tokenizer)) == 4
