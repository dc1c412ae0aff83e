"""The catalogue: complete entries, recomputed figures, and the use of downloaded models."""

# pyright: reportArgumentType=false
# (diffusers annotates its constructors more narrowly than it calls them)

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.schedulers import SCHEDULERS
from macapp.engine.benchmark import random_models
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models import find_auxiliary
from macapp.models.catalog import CHECKPOINT, PART, STAGE, CatalogEntry, load_catalog, missing_entries
from macapp.models.checkpoint import pipeline_class, read_architecture
from macapp.models.hub import REPOSITORY, DownloadSpec
from macapp.system.paths import hub_cache
from tests.support import children, tiny_models
from tests.support.composed_models import make_parts, save_parts

HAD = [each for each in load_catalog().values() if each.repository]
UNETS: dict[str, dict[str, Any]] = {
    "Stable Diffusion 1": random_models.UNET_1,
    "Stable Diffusion 2": {
        "cross_attention_dim": 1024,
        "attention_head_dim": (5, 10, 20, 20),
        "use_linear_projection": True,
    },
    "Stable Diffusion XL": random_models.UNET_XL,
    "sdxl-refiner": {
        "cross_attention_dim": 1280,
        "attention_head_dim": (6, 12, 24, 24),
        "use_linear_projection": True,
        "block_out_channels": (384, 768, 1536, 1536),
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        "transformer_layers_per_block": 4,
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 2560,
    },
}
"""What differs from diffusers' defaults in the published configuration of each family's UNet."""
X4_UNET: dict[str, Any] = {
    "in_channels": 7,
    "block_out_channels": (256, 512, 512, 1024),
    "down_block_types": ("DownBlock2D", *["CrossAttnDownBlock2D"] * 3),
    "up_block_types": (*["CrossAttnUpBlock2D"] * 3, "UpBlock2D"),
    "only_cross_attention": (True, True, True, False),
    "attention_head_dim": 8,
    "cross_attention_dim": 1024,
    "use_linear_projection": True,
    "num_class_embeds": 1000,
}
"""What differs from diffusers' defaults in the published configuration of the x4 upscaler's UNet."""


def placed(entry: CatalogEntry, model: Path, revision: str = "") -> Path:
    """Store a model in the place where the hub caches the entry."""
    folder = hub_cache() / f"models--{entry.repository.replace('/', '--')}" / "snapshots" / (revision or entry.revision)
    return Path(shutil.copytree(model, folder))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))


@pytest.mark.parametrize("entry", HAD, ids=lambda each: each.id)
def test_an_entry_says_all_that_is_asked_before_a_download(entry: CatalogEntry) -> None:
    assert REPOSITORY.fullmatch(entry.repository)
    pinned = re.fullmatch(r"[0-9a-f]{40}", entry.revision)
    assert pinned or re.fullmatch(r"[0-9a-f]{64}", entry.sha256), "its content can change: no commit, no digest"
    assert entry.kind in (CHECKPOINT, STAGE, PART, *AuxiliaryKind)
    assert entry.licence
    assert entry.about
    assert entry.download > 1_000_000
    assert (entry.native_size > 0) == (entry.kind == CHECKPOINT)
    assert entry.scheduler in (None, *SCHEDULERS)
    assert all(load_catalog()[each].path is None for each in entry.stages)
    assert all(load_catalog()[each].kind == PART for each in entry.parts)
    assert DownloadSpec.read(entry.id) == DownloadSpec(entry.repository, entry.revision, entry.files, entry.sha256)


def test_the_models_that_people_ask_for_are_in_it() -> None:
    wanted = {"sd-1.5", "sd-2.1", "sdxl", "sdxl-turbo", "sd-turbo", "lcm-lora-sd-1.5", "lcm-lora-sdxl", "taesd"}
    wanted |= {"sd-1.5-inpainting", "sd-2-inpainting", "sdxl-inpainting", "sdxl-vae-fp16", "x4-upscaler"}
    wanted |= {f"{family}-{kind}" for family in ("sd-1.5", "sdxl") for kind in ("canny", "depth", "pose", "scribble")}
    wanted |= {"flux-2-klein-4b", "z-image-turbo", "sd-3.5-medium", "flux-1-schnell", "flux-1-dev"}
    wanted |= {"flux-1-kontext-dev", "qwen-image", "qwen-image-edit"}
    assert wanted | {"deepfloyd-if", "deepfloyd-if-2", "real-esrgan-x4"} <= load_catalog().keys()


@pytest.mark.parametrize("entry", [each for each in HAD if each.kind == "controlnet"], ids=lambda each: each.id)
def test_weights_are_fetched_in_half_precision(entry: CatalogEntry) -> None:
    numbers = {"Stable Diffusion 1": 361_279_120, "Stable Diffusion XL": 1_251_014_160}[entry.family]
    assert entry.download / numbers == pytest.approx(2, rel=0.001), "the size is not two bytes per number"


@pytest.mark.parametrize(
    "name", ["sd-1.5", "sd-2.1", "sdxl", "sdxl-turbo", "sd-turbo", "sd-2-inpainting", "sdxl-refiner"]
)
def test_the_work_of_a_step_is_what_the_counter_counts(name: str) -> None:
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel

    pytest.importorskip("torch.utils.flop_counter", reason="PyTorch 1.13 counts no operations")
    from torch.utils.flop_counter import FlopCounterMode

    from tests.support.meta_shapes import Shaped

    entry = load_catalog()[name]
    side, batch = entry.native_size // 8, 1 if entry.guidance_scale == 0 else 2
    with torch.device("meta"):
        config = UNETS.get(name) or UNETS[entry.family]
        unet = UNet2DConditionModel(**{**config, "sample_size": side})
        vae = AutoencoderKL(**random_models.VAE)
        latents = torch.empty(batch, 4, side, side)
        prompt = torch.empty(batch, 77, config["cross_attention_dim"])
        sizes = {
            "text_embeds": torch.empty(batch, 1280),
            "time_ids": torch.empty(batch, 5 if name == "sdxl-refiner" else 6),
        }
    with Shaped(), FlopCounterMode(display=False) as step:
        unet(latents, 1, prompt, added_cond_kwargs=sizes)
    with Shaped(), FlopCounterMode(display=False) as decode:
        vae.decode(latents[:1])
    assert step.get_total_flops() / 1e12 == pytest.approx(entry.step_tflop, rel=0.01)
    assert decode.get_total_flops() / 1e12 == pytest.approx(entry.decode_tflop, rel=0.01)
    heads = entry.architecture.attention if entry.architecture else ()
    assert heads, "the planning rules lack its attention"


def test_the_architecture_of_an_entry_is_that_of_the_model(tiny_model: Path, tmp_path: Path) -> None:
    import json

    for name in ("sd-1.5", "sd-2.1", "sdxl"):
        entry = load_catalog()[name]
        folder = Path(shutil.copytree(tiny_model, tmp_path / name))
        config = json.loads((folder / "unet" / "config.json").read_text())
        down = ["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"]
        wanted = {"down_block_types": down, **UNETS[entry.family], "sample_size": entry.native_size // 8}
        (folder / "unet" / "config.json").write_text(json.dumps({**config, **wanted}, default=list))
        vae = json.loads((folder / "vae" / "config.json").read_text())
        (folder / "vae" / "config.json").write_text(json.dumps({**vae, "block_out_channels": [128, 256, 512, 512]}))
        found = read_architecture(folder)
        known = entry.architecture
        assert known is not None
        same = ("native_size", "attention", "latent_scale", "vae_attention", "vae_channels")
        assert all(getattr(found, each) == getattr(known, each) for each in same)


def test_what_is_not_here_is_said_with_the_way_to_it() -> None:
    with pytest.raises(MachineError) as caught:
        models.find_checkpoint("sdxl")
    assert "6.5 GB" in message_for(caught.value)
    assert "macapp models download sdxl" in message_for(caught.value)
    with pytest.raises(MachineError, match="model-not-fetched"):
        find_auxiliary("lcm-lora-sd-1.5", AuxiliaryKind.LORA)


def test_what_another_program_fetched_is_used_where_it_lies(tiny_model: Path) -> None:
    folder = placed(load_catalog()["sd-1.5"], tiny_model)
    found = models.find_checkpoint("sd-1.5")
    assert (found.folder, found.name, found.id) == (folder, "Stable Diffusion 1.5", "sd-1.5")
    assert "sd-1.5" in [each.id for each in models.installed_checkpoints()]


def test_another_revision_is_used_where_the_one_known_is_not_there(tiny_model: Path) -> None:
    entry = load_catalog()["sd-turbo"]
    other = placed(entry, tiny_model, "f" * 40)
    assert models.find_checkpoint("sd-turbo").folder == other
    assert models.find_checkpoint("sd-turbo").steps == 1
    assert models.find_checkpoint("sd-turbo").scheduler == "own"
    known = placed(entry, tiny_model)
    assert models.find_checkpoint("sd-turbo").folder == known


def test_an_addition_goes_by_its_id(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "lora").mkdir()
    tiny_models.make_lora(tiny_model, tmp_path / "lora" / "pytorch_lora_weights.safetensors")
    placed(load_catalog()["lcm-lora-sd-1.5"], tmp_path / "lora")
    found = find_auxiliary("lcm-lora-sd-1.5", AuxiliaryKind.LORA)
    assert (found.id, found.name) == ("lcm-lora-sd-1.5", "LCM LoRA for 1.5")


def test_the_stages_of_deepfloyd_if_come_together_from_their_repositories(tmp_path: Path) -> None:
    whole = tiny_models.make_tiny_if(tmp_path / "if")
    stages = {pipeline_class(each.parent): each.parent for each in whole.glob("*/model_index.json")}
    placed(load_catalog()["deepfloyd-if"], stages["IFPipeline"])
    assert models.find_checkpoint("deepfloyd-if").stages == ()
    second = placed(load_catalog()["deepfloyd-if-2"], stages["IFSuperResolutionPipeline"])
    assert models.find_checkpoint("deepfloyd-if").stages == (second,)


@pytest.mark.parametrize("variables", [{}, {"HF_HOME": "/x/hf"}, {"HF_HUB_CACHE": "/y"}, {"XDG_CACHE_HOME": "/z"}])
def test_the_cache_is_where_the_hubs_library_has_it(variables: dict[str, str]) -> None:
    gone = ("HF_HOME", "HF_HUB_CACHE", "XDG_CACHE_HOME", "HUGGINGFACE_HUB_CACHE")
    environment = {name: value for name, value in os.environ.items() if name not in gone} | variables
    program = (
        "from macapp.system.paths import hub_cache; from huggingface_hub.constants import HF_HUB_CACHE;"
        "assert str(hub_cache()) == HF_HUB_CACHE, (hub_cache(), HF_HUB_CACHE)"
    )
    children.run(["-c", program], env=environment, check=True)


def test_parts_are_downloaded_once(tmp_path: Path) -> None:
    entry = load_catalog()["flux-1-dev"]
    assert [needed.id for needed in missing_entries("flux-1-dev")] == ["flux-1-dev", "clip-l", "t5-xxl", "flux-vae"]
    shared = load_catalog()["flux-vae"]
    folder = hub_cache() / f"models--{shared.repository.replace('/', '--')}" / "snapshots" / shared.revision
    (folder / shared.files[0]).parent.mkdir(parents=True)
    (folder / shared.files[0]).write_bytes(b"x")
    assert [needed.id for needed in missing_entries(entry.id)] == ["flux-1-dev", "clip-l", "t5-xxl"]
    assert "flux-vae" not in [needed.id for needed in missing_entries("z-image-turbo")]


def test_a_downloaded_transformer_runs_with_downloaded_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.models.composition.config_cache_dir", lambda: tmp_path / "configurations")
    monkeypatch.setattr("macapp.models.part_search.scan_cache_file", lambda: tmp_path / "seen.json")
    save_parts(make_parts("schnell"), tmp_path / "made", "schnell")
    places = {
        "flux-1-schnell": "diffusion_models/schnell",
        "clip-l": "text_encoders/text_encoder_schnell",
        "t5-xxl": "text_encoders/text_encoder_2_schnell",
        "flux-vae": "vae/vae_schnell",
    }
    for name, place in places.items():
        entry = load_catalog()[name]
        folder = hub_cache() / f"models--{entry.repository.replace('/', '--')}"
        blob, file = folder / "blobs" / name, folder / "snapshots" / entry.revision / entry.files[0]
        for parent in (blob.parent, file.parent):
            parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / "made" / f"{place}.safetensors", blob)
        file.symlink_to(blob)
    found = models.find_checkpoint("flux-1-schnell")
    assert (found.id, found.name, found.pipeline) == ("flux-1-schnell", "FLUX.1 schnell", "FluxPipeline")
    assert (found.steps, found.guidance_scale) == (4, 0.0)
