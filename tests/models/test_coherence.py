"""Checkpoints with parts that do not fit are refused before anything is loaded, from their configurations."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from macapp import models
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models.families import FAMILIES
from tests.support import tiny_models
from tests.support.libraries import skip_if_too_old_for
from tests.support.tiny_editors import make_editor
from tests.support.tiny_families import make_other


@pytest.fixture(scope="module")
def made(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("coherence")
    pipelines = ("PixArtSigmaPipeline", "FluxPipeline", "LatentConsistencyModelPipeline")
    return {
        "sd": tiny_model,
        "xl": tiny_models.make_tiny_xl(folder / "xl"),
        "refiner": tiny_models.make_tiny_refiner(folder / "refiner"),
        **{each: make_other(each, folder / each) for each in pipelines},
    }


def changed(model: Path, folder: Path, file: str, **values: Any) -> Path:
    """Return a copy of a model with changed values in one configuration."""
    shutil.copytree(model, folder)
    config = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**config, **values}))
    return folder


def refusal(model: Path) -> str:
    with pytest.raises(MachineError) as caught:
        models.find_checkpoint(str(model))
    return message_for(caught.value)


@pytest.mark.parametrize("base", ["sd", "xl"])
@pytest.mark.parametrize(
    ("channels", "words"),
    [
        (5, "5 channels, like models that start from a map of depth"),
        (7, "7 channels, like models that enlarge pictures"),
        (8, "8 channels, like models that edit a picture by instructions"),
        (3, "unet does not match its vae"),
        (16, "unet does not match its vae"),
    ],
)
def test_a_unet_with_other_channels_is_named(made, tmp_path: Path, base: str, channels: int, words: str) -> None:
    assert words in refusal(changed(made[base], tmp_path / "model", "unet/config.json", in_channels=channels))


@pytest.mark.parametrize(
    ("channels", "words"), [(384, "fill in"), (128, "a map of edges"), (7, "does not match its vae")]
)
def test_so_is_a_transformer(made, tmp_path: Path, channels: int, words: str) -> None:
    file = "transformer/config.json"
    assert words in refusal(changed(made["FluxPipeline"], tmp_path / "model", file, in_channels=channels))


@pytest.mark.parametrize(
    ("base", "file", "values", "words"),
    [
        ("sd", "unet/config.json", {"out_channels": 8}, "its unet does not match its vae"),
        ("sd", "unet/config.json", {"cross_attention_dim": 48}, "its unet does not match its text_encoder"),
        ("sd", "unet/config.json", {"cross_attention_dim": [32, 48]}, "its unet does not match its text_encoder"),
        ("xl", "unet/config.json", {"cross_attention_dim": 48}, "its unet does not match its text_encoder"),
        ("sd", "unet/config.json", {"num_class_embeds": 10}, "its unet does not match its model_index.json"),
        ("sd", "unet/config.json", {"class_embed_type": "projection"}, "its unet does not match"),
        ("sd", "unet/config.json", {"addition_embed_type": "text_time"}, "its unet does not match"),
        ("sd", "unet/config.json", {"encoder_hid_dim_type": "text_proj"}, "its unet does not match"),
        ("xl", "unet/config.json", {"addition_embed_type": None}, "its unet does not match"),
        ("xl", "unet/config.json", {"projection_class_embeddings_input_dim": 96}, "match its text_encoder_2"),
        ("refiner", "model_index.json", {"requires_aesthetics_score": False}, "match its text_encoder_2"),
        ("sd", "vae/config.json", {"latent_channels": 16}, "its unet does not match its vae"),
        ("sd", "model_index.json", {"_class_name": "StableDiffusionXLPipeline"}, "text_encoder_2 is missing"),
        ("xl", "model_index.json", {"_class_name": "StableDiffusionPipeline"}, "its unet does not match"),
        ("sd", "model_index.json", {"_class_name": "FluxPipeline"}, "is missing or damaged"),
        ("sd", "model_index.json", {"_class_name": "LatentConsistencyModelPipeline"}, "its scheduler does not match"),
        ("sd", "model_index.json", {"_class_name": "IFPipeline"}, "its unet does not match"),
        (
            "PixArtSigmaPipeline",
            "model_index.json",
            {"_class_name": "SanaPipeline"},
            "its transformer does not match",
        ),
        ("PixArtSigmaPipeline", "model_index.json", {"_class_name": "StableDiffusionPipeline"}, "unet is missing"),
        (
            "sd",
            "scheduler/scheduler_config.json",
            {"prediction_type": "nonsense"},
            "scheduler_config.json is missing",
        ),
        ("sd", "scheduler/scheduler_config.json", {"num_train_timesteps": 1}, "scheduler_config.json is missing"),
    ],
)
def test_parts_that_do_not_go_together(made, tmp_path: Path, base: str, file: str, values: dict, words: str) -> None:
    assert words in refusal(changed(made[base], tmp_path / "model", file, **values))


@pytest.mark.parametrize(
    ("base", "part"),
    [
        *(("sd", each) for each in ("unet", "vae", "text_encoder", "tokenizer", "scheduler")),
        *(("xl", each) for each in ("text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2")),
        *(("refiner", each) for each in ("unet", "vae", "text_encoder_2", "tokenizer_2", "scheduler")),
        *(("FluxPipeline", each) for each in ("transformer", "text_encoder_2", "tokenizer")),
    ],
)
def test_a_part_that_its_index_leaves_out(made, tmp_path: Path, base: str, part: str) -> None:
    model = changed(made[base], tmp_path / "model", "model_index.json", **{part: [None, None]})
    assert f"{part} is missing or damaged" in refusal(model)


@pytest.mark.parametrize(
    ("base", "values"),
    [
        ("sd", {"mid_block_type": None}),
        ("xl", {"mid_block_type": "UNetMidBlock2D"}),
        ("xl", {"transformer_layers_per_block": [1, [2]], "reverse_transformer_layers_per_block": [[1, 3], 1]}),
        ("sd", {"in_channels": 9}),
        ("sd", {"layers_per_block": [1, 2]}),
        ("LatentConsistencyModelPipeline", {"time_cond_proj_dim": None}),
    ],
)
def test_what_differs_and_goes_together_is_taken(made, tmp_path: Path, base: str, values: dict) -> None:
    """This includes distilled models in folders: their configurations name the missing blocks."""
    assert models.find_checkpoint(str(changed(made[base], tmp_path / "model", "unet/config.json", **values)))


def test_the_second_stage_of_deepfloyd_if_need_not_bring_the_text_encoder_that_it_names(
    tiny_model: Path, tmp_path: Path
) -> None:
    cascade = tiny_models.make_tiny_if(tmp_path / "if")
    index = cascade / "stage-2" / "model_index.json"
    named = {"text_encoder": ["transformers", "T5EncoderModel"], "tokenizer": ["transformers", "T5Tokenizer"]}
    index.write_text(json.dumps({**json.loads(index.read_text()), **named}))
    found = models.find_checkpoint(str(cascade))
    assert len(found.stages) == 2
    assert found.fingerprint


@pytest.mark.parametrize(
    ("file", "values", "words"),
    [
        ("processor/preprocessor_config.json", {"patch_size": 10**6}, "its processor does not match its text_encoder"),
        ("processor/preprocessor_config.json", {"merge_size": 4}, "its processor does not match its text_encoder"),
        (
            "processor/preprocessor_config.json",
            {"min_pixels": 10**12},
            "preprocessor_config.json is missing or damaged",
        ),
        ("model_index.json", {"processor": [None, None]}, "processor is missing or damaged"),
        ("model_index.json", {"processor": ["transformers", "AutoProcessor"]}, "processor"),
    ],
)
def test_a_processor_cuts_images_as_the_text_encoder_reads_them(
    tmp_path: Path, file: str, values: dict, words: str
) -> None:
    skip_if_too_old_for(FAMILIES["QwenImageEditPipeline"])
    model = make_editor("QwenImageEditPipeline", tmp_path / "whole")
    assert models.find_checkpoint(str(model)).kind.name == "Qwen-Image-Edit"
    assert words in refusal(changed(model, tmp_path / "changed", file, **values))
