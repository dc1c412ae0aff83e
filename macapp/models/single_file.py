"""Identify checkpoints in a single `.safetensors` file, and generate their configurations. Any thread.

The names and shapes of the tensors decide what a file is; nothing is loaded or downloaded. The generated configurations
are written once to the cache as a folder in the layout of diffusers, and the file is then used like any other
checkpoint.

The tensor names are those of the original code (CompVis/stable-diffusion, Stability-AI/generative-models). Settings
that no shape shows are those of diffusers' configurations of Stable Diffusion 1.5, 2.1 and XL.
"""

import hashlib
import itertools
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import MachineError
from macapp.models.safetensors import WEIGHT_SUFFIXES, read_header
from macapp.models.unet_depths import Distilled, measure_depths
from macapp.models.vae_files import VAE_PREFIX, measure_vae
from macapp.system import storage
from macapp.system.paths import config_cache_dir, resources_dir

UNET = "model.diffusion_model."
VAE = VAE_PREFIX
CLIP, OPEN_CLIP = "cond_stage_model.transformer.", "cond_stage_model.model."
CLIP_XL, OPEN_CLIP_XL = "conditioner.embedders.0.transformer.", "conditioner.embedders.1.model."
OPEN_CLIP_REFINER = "conditioner.embedders.0.model."
TEXT_ENCODERS = (CLIP, OPEN_CLIP, CLIP_XL, OPEN_CLIP_XL, OPEN_CLIP_REFINER)
CONTROLNET = ("", "control_model.")
"""The possible prefixes of a ControlNet's tensors."""
LAYOUT = 3  # of the generated folders; a new number generates them again

HEAD_WIDTH = 64  # the width of a head in families with heads of equal width
OPEN_CLIP_XL_WIDTH = 1280  # the width of the pooled prompt of SDXL's second text encoder

Shapes = Mapping[str, tuple[int, ...]]
_ENCODERS = {
    "StableDiffusionPipeline": (CLIP,),
    "StableDiffusionXLPipeline": (CLIP_XL, OPEN_CLIP_XL),
    "StableDiffusionXLImg2ImgPipeline": (OPEN_CLIP_REFINER,),
}


@dataclass(frozen=True)
class TensorLayout:
    """The properties of a family of checkpoints that the shapes do not show."""

    pipeline: str
    sample_size: int
    """latents per side that it was trained on"""
    head_width: int | None
    """the width of an attention head; None for eight heads of any width"""
    prediction: str
    scaling_factor: float
    numbers: int = 6
    """the number of sizes and crops in its time embedding, if it has one"""


SD_1 = TensorLayout("StableDiffusionPipeline", 64, None, "epsilon", 0.18215)
SD_2 = TensorLayout("StableDiffusionPipeline", 96, 64, "v_prediction", 0.18215)
SD_XL = TensorLayout("StableDiffusionXLPipeline", 128, 64, "epsilon", 0.13025)
REFINER = TensorLayout("StableDiffusionXLImg2ImgPipeline", 128, 64, "epsilon", 0.13025, numbers=5)


_PREDICTIONS = {"epsilon": "epsilon", "v": "v_prediction", "v_prediction": "v_prediction"}
"""What `modelspec.prediction_type` says in a file's metadata (github.com/Stability-AI/ModelSpec)."""
_OLD_CLIP = ("embeddings.", "encoder.", "final_layer_norm.")
"""How the names in CLIP start in files of NovelAI, which leave out `text_model.`"""


def normalize_name(name: str) -> str:
    """Return the usual name of a tensor that older files call otherwise."""
    inner = name.removeprefix(CLIP)
    return f"{CLIP}text_model.{inner}" if inner != name and inner.startswith(_OLD_CLIP) else name


def is_single(path: Path) -> bool:
    """Return whether a path is a file that can be a complete checkpoint."""
    return path.suffix.lower() in WEIGHT_SUFFIXES and path.is_file()


def detect_layout(shapes: Shapes) -> TensorLayout | None:
    """Return the layout of a checkpoint by its tensor names; None if it is incomplete or not supported.

    The VAE may be missing: a request brings one.
    """
    names = shapes.keys()
    if not any(name.startswith(f"{UNET}input_blocks.") for name in names):
        return None
    for prefix, layout in (
        (OPEN_CLIP_XL, SD_XL),
        (OPEN_CLIP_REFINER, REFINER),
        (OPEN_CLIP, SD_2),
        (CLIP, SD_1),
    ):
        if any(name.startswith(prefix) for name in names):
            return layout
    return None


def materialize_config(file: Path) -> Path:
    """Return the folder with the configurations of a single-file checkpoint; generates it the first time.

    Raises `MachineError` for a damaged file, or one other than Stable Diffusion 1, 2 or XL.
    """
    return _materialize(storage.state_of(file))


@lru_cache(maxsize=64)
def _materialize(state: storage.State) -> Path:
    file = state.path
    metadata, entries = read_header(file)
    shapes = {normalize_name(name): tuple(entry["shape"]) for name, entry in entries.items()}
    layout = detect_layout(shapes)
    if layout is None:
        raise MachineError("model-not-single", name=file.name)
    prediction = _PREDICTIONS.get(str(metadata.get("modelspec.prediction_type", "")).lower(), layout.prediction)
    try:
        parts = _build_configurations(shapes, layout, prediction)
    except Distilled:
        raise MachineError("model-distilled", name=file.name) from None
    except (LookupError, ValueError, TypeError, StopIteration):
        raise MachineError("model-not-single", name=file.name) from None
    listed = json.dumps([LAYOUT, prediction, sorted(shapes.items())]).encode()
    folder = config_cache_dir() / hashlib.sha256(listed).hexdigest()[:24]
    if not (folder / "model_index.json").exists():
        _write(folder, parts)
    return folder


def materialize_controlnet_config(file: Path) -> Path:
    """Return the folder with the configuration of a single-file ControlNet; generates it the first time.

    Supports the tensor names of the original code, with or without a prefix, and those of diffusers. Raises
    `BadRequest` for a damaged file, `MachineError` for one that is not a ControlNet.
    """
    shapes = {name: tuple(entry["shape"]) for name, entry in read_header(file)[1].items()}
    try:
        config = _controlnet(shapes)
    except (LookupError, ValueError, TypeError, StopIteration):
        raise MachineError("model-not-single", name=file.name) from None
    folder = config_cache_dir() / hashlib.sha256(json.dumps([LAYOUT, config]).encode()).hexdigest()[:24]
    if not (folder / "config.json").exists():
        storage.write(folder / "config.json", json.dumps(config, indent=2).encode(), folder)
    return folder


def _write(folder: Path, parts: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the configurations of the parts, the index last: a folder with an index is complete."""
    for name in parts:
        if not name.startswith("tokenizer"):
            continue
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file_name in ("vocab.json", "merges.txt"):
            shutil.copyfile(resources_dir() / "clip-tokenizer" / file_name, folder / name / file_name)
    names = {"scheduler": "scheduler_config.json", "tokenizer": "tokenizer_config.json"}
    names |= {"tokenizer_2": "tokenizer_config.json"}
    for name, config in parts.items():
        file = folder / name / names.get(name, "config.json")
        if name == "index":
            continue
        storage.write(file, json.dumps(config, indent=2).encode(), folder)
    storage.write(folder / "model_index.json", json.dumps(parts["index"], indent=2).encode(), folder)


def _build_configurations(shapes: Shapes, layout: TensorLayout, prediction: str) -> dict[str, dict[str, Any]]:
    prefixes = [*_ENCODERS[layout.pipeline]] if layout is not SD_2 else [OPEN_CLIP]
    index: dict[str, Any] = {"_class_name": layout.pipeline}
    encoder = {SD_XL: OPEN_CLIP_XL, REFINER: OPEN_CLIP_REFINER}.get(layout)
    pooled = shapes[f"{encoder}text_projection"][1] if encoder else 0
    parts = {"unet": build_unet_config(shapes, layout, pooled), "vae": _vae(shapes, layout)}
    for prefix in prefixes:
        projects = prefix in (OPEN_CLIP_XL, OPEN_CLIP_REFINER)
        ending = "_2" if projects else ""
        opened = projects or prefix == OPEN_CLIP
        parts[f"text_encoder{ending}"] = _open_clip(shapes, prefix, projects) if opened else _clip(shapes, prefix)
        parts[f"tokenizer{ending}"] = _tokenizer("!" if opened else "<|endoftext|>")
        index[f"text_encoder{ending}"] = ["transformers", "CLIPTextModel" + ("WithProjection" if projects else "")]
        index[f"tokenizer{ending}"] = ["transformers", "CLIPTokenizer"]
    index |= {"unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}
    index["scheduler"] = ["diffusers", "DDIMScheduler"]
    if layout is SD_XL:
        index["force_zeros_for_empty_prompt"] = True
    if layout is REFINER:
        index |= {"text_encoder": [None, None], "tokenizer": [None, None]}
        index |= {"force_zeros_for_empty_prompt": False, "requires_aesthetics_score": True}
    parts["scheduler"] = build_scheduler_config(shapes, layout, prediction)
    return {**parts, "index": index}


def build_scheduler_config(shapes: Shapes, layout: TensorLayout, prediction: str = "") -> dict[str, Any]:
    """Return the configuration of the scheduler.

    Empty tensors in a file mark other predictions; `prediction` replaces that of the layout.
    """
    return {
        "_class_name": "DDIMScheduler",
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "clip_sample": False,
        "set_alpha_to_one": False,
        "steps_offset": 1,
        "prediction_type": "v_prediction" if "v_pred" in shapes else prediction or layout.prediction,
        "rescale_betas_zero_snr": "ztsnr" in shapes,
    }


def build_unet_config(shapes: Shapes, layout: TensorLayout, pooled: int) -> dict[str, Any]:
    """Return the configuration of a UNet; `pooled` is the width of the pooled prompt of SDXL.

    Raises `LookupError`, `TypeError` or `StopIteration` for missing tensors, and `Distilled`.
    """
    config = _levels(shapes, UNET, layout.head_width is not None) | {
        "_class_name": "UNet2DConditionModel",
        "sample_size": layout.sample_size,
        "out_channels": shapes[f"{UNET}out.2.weight"][0],
    }
    downs = config["down_block_types"]
    config.setdefault("up_block_types", [kind.replace("Down", "Up") for kind in reversed(downs)])
    if layout in (SD_XL, REFINER):
        config |= _time_embedding(shapes[f"{UNET}label_emb.0.0.weight"][1], pooled, layout.numbers)
    return config


@dataclass(frozen=True)
class _LevelSizes:
    """The sizes of the down path of a network, one list item per level."""

    entry: int
    """channels of the input"""
    channels: list[int]
    layers: list[int]
    """residual blocks"""
    depths: list[int]
    """transformer blocks; 0 without attention"""
    middle: int
    """transformer blocks of the middle"""


def _levels(shapes: Shapes, prefix: str, wide: bool) -> dict[str, Any]:
    """Return the configuration of the levels of the down path; a downsampler ends each level."""
    channels, layers, depths = [0], [0], [0]
    for place in itertools.count(1):
        block = f"{prefix}input_blocks.{place}."
        if f"{block}0.op.weight" in shapes:
            channels, layers, depths = [*channels, 0], [*layers, 0], [*depths, 0]
        elif f"{block}0.in_layers.2.weight" in shapes:
            channels[-1] = shapes[f"{block}0.in_layers.2.weight"][0]
            layers[-1] += 1
            depths[-1] = _count(shapes, f"{block}1.transformer_blocks.{{}}.norm1.weight")
        else:
            break
    found = measure_depths(shapes, prefix, layers)
    blocks = f"{prefix}input_blocks."
    entry = shapes[f"{blocks}0.0.weight"][1]
    return (
        _build_levels(shapes, blocks, _LevelSizes(entry, channels, layers, depths, found.middle or 0), wide)
        | found.settings()
    )


def _levels_of_diffusers(shapes: Shapes, wide: bool) -> dict[str, Any]:
    """Return the configuration of the levels from the tensor names of diffusers."""
    numbers = range(_count(shapes, "down_blocks.{}.resnets.0.conv1.weight"))
    channels = [shapes[f"down_blocks.{level}.resnets.0.conv1.weight"][0] for level in numbers]
    layers = [_count(shapes, f"down_blocks.{level}.resnets.{{}}.conv1.weight") for level in numbers]
    inside = "down_blocks.{}.attentions.0.transformer_blocks.{{}}.norm1.weight"
    depths = [_count(shapes, inside.format(level)) for level in numbers]
    entry = shapes["conv_in.weight"][1]
    middle = _count(shapes, "mid_block.attentions.0.transformer_blocks.{}.norm1.weight")
    return _build_levels(shapes, "down_blocks.", _LevelSizes(entry, channels, layers, depths, middle), wide)


def _build_levels(shapes: Shapes, blocks: str, sizes: _LevelSizes, wide: bool) -> dict[str, Any]:
    """Return the configuration of levels; the last depth is also that of the middle."""
    depths = sizes.depths
    inside = [name for name in shapes if name.startswith(blocks)]
    attends = next(name for name in inside if name.endswith("attn2.to_k.weight"))
    return {
        "in_channels": sizes.entry,
        "block_out_channels": sizes.channels,
        "layers_per_block": sizes.layers[0],
        "down_block_types": ["CrossAttnDownBlock2D" if depth else "DownBlock2D" for depth in depths],
        "cross_attention_dim": shapes[attends][1],
        "attention_head_dim": [max(1, width // HEAD_WIDTH) for width in sizes.channels] if wide else 8,
        "use_linear_projection": next(len(shapes[name]) == 2 for name in inside if name.endswith("proj_in.weight")),
        "transformer_layers_per_block": [*(max(1, depth) for depth in depths[:-1]), max(1, depths[-1] or sizes.middle)],
    }


def _time_embedding(whole: int, pooled: int, numbers: int) -> dict[str, Any]:
    """Return the time embedding of SDXL: `whole` numbers, of which the pooled prompt has `pooled`."""
    return {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": (whole - pooled) // numbers,
        "projection_class_embeddings_input_dim": whole,
    }


def _controlnet(shapes: Shapes) -> dict[str, Any]:
    """Return the configuration of a ControlNet; its projections show the width of its heads."""
    prefix = next((each for each in CONTROLNET if f"{each}zero_convs.0.0.weight" in shapes), None)
    wide = next(len(shape) == 2 for name, shape in shapes.items() if name.endswith("proj_in.weight"))
    if prefix is None:
        config, time_embedding = _levels_of_diffusers(shapes, wide), "add_embedding.linear_1.weight"
        hint = "controlnet_cond_embedding."
        entry = shapes[f"{hint}conv_in.weight"]
        last = _count(shapes, f"{hint}blocks.{{}}.weight")
        widths = [entry[0], *(shapes[f"{hint}blocks.{layer}.weight"][0] for layer in range(1, last, 2))]
    else:
        config, time_embedding = _levels(shapes, prefix, wide), f"{prefix}label_emb.0.0.weight"
        entry = shapes[f"{prefix}input_hint_block.0.weight"]
        widths = [entry[0], *(shapes[f"{prefix}input_hint_block.{layer}.weight"][0] for layer in (4, 8, 12))]
    if time_embedding in shapes:
        config |= _time_embedding(shapes[time_embedding][1], OPEN_CLIP_XL_WIDTH, SD_XL.numbers)
    return {
        **config,
        "_class_name": "ControlNetModel",
        "conditioning_channels": entry[1],
        "conditioning_embedding_out_channels": widths,
    }


_SIZES_OF_VAE = {
    "block_out_channels": [128, 256, 512, 512],
    "down_block_types": ["DownEncoderBlock2D"] * 4,
    "up_block_types": ["UpDecoderBlock2D"] * 4,
    "layers_per_block": 2,
    "latent_channels": 4,
}
"""The sizes of Stable Diffusion's own VAE."""


def lacks_vae(file: Path) -> bool:
    """Return whether a checkpoint in a single file has no VAE; raises `BadRequest` for a damaged file."""
    return not any(name.startswith(VAE) for name in read_header(file)[1])


def _vae(shapes: Shapes, layout: TensorLayout) -> dict[str, Any]:
    """Return the configuration of the VAE; of Stable Diffusion's own if the file has none."""
    has_own = any(name.startswith(VAE) for name in shapes)
    return {
        "_class_name": "AutoencoderKL",
        **(measure_vae(shapes) if has_own else _SIZES_OF_VAE),
        "scaling_factor": layout.scaling_factor,
        "sample_size": layout.sample_size * 8,
        "force_upcast": layout in (SD_XL, REFINER),
    }


def _clip(shapes: Shapes, prefix: str) -> dict[str, Any]:
    """Return the configuration of a text encoder of OpenAI; its heads have 64 numbers."""
    body = f"{prefix}text_model."
    words = shapes[f"{body}embeddings.token_embedding.weight"]
    return _text(words, _count(shapes, f"{body}encoder.layers.{{}}.mlp.fc1.weight"), "quick_gelu", words[1]) | {
        "intermediate_size": shapes[f"{body}encoder.layers.0.mlp.fc1.weight"][0]
    }


def _open_clip(shapes: Shapes, prefix: str, projects: bool) -> dict[str, Any]:
    """Return the configuration of a text encoder of OpenCLIP.

    Stable Diffusion 2 uses the output of the second last layer, and diffusers leaves the last layer out.
    """
    words = shapes[f"{prefix}token_embedding.weight"]
    layers = _count(shapes, f"{prefix}transformer.resblocks.{{}}.mlp.c_fc.weight")
    project = shapes[f"{prefix}text_projection"][1] if projects else words[1]
    return _text(words, layers if projects else layers - 1, "gelu", project) | {
        "intermediate_size": shapes[f"{prefix}transformer.resblocks.0.mlp.c_fc.weight"][0]
    }


def _text(words: tuple[int, ...], layers: int, activation: str, project: int) -> dict[str, Any]:
    return {
        "architectures": ["CLIPTextModel"],
        "model_type": "clip_text_model",
        "vocab_size": words[0],
        "hidden_size": words[1],
        "num_hidden_layers": layers,
        "num_attention_heads": max(1, words[1] // 64),
        "projection_dim": project,
        "hidden_act": activation,
        "max_position_embeddings": 77,
        "bos_token_id": words[0] - 2,
        "eos_token_id": words[0] - 1,
        "pad_token_id": 1,
    }


def _tokenizer(pad: str) -> dict[str, Any]:
    start, end = "<|startoftext|>", "<|endoftext|>"
    tokens = {"bos_token": start, "eos_token": end, "unk_token": end, "pad_token": pad}
    return {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, **tokens}


def _count(shapes: Shapes, pattern: str) -> int:
    """Return the number of tensors whose names count up from zero."""
    number = 0
    while pattern.format(number) in shapes:
        number += 1
    return number
