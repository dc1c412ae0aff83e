"""Pictures from GGUF files: those of the weights that the package `gguf` reads from them, in every family."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType
from safetensors.torch import load_file, save_file

from macapp import models
from macapp.domain.request import Control, Lora
from macapp.engine.engine import Engine
from macapp.engine.loading.components import Placement, load_components
from macapp.engine.runtime.packed_layers import BlockLinear
from macapp.models import resolve_request
from macapp.models.composition import read_sources
from macapp.models.gguf import read_gguf_header
from macapp.models.single_file import UNET, VAE
from macapp.planning.architecture import PackedPart
from macapp.planning.plan import Plan, make_plan
from macapp.planning.precision import PrecisionPlan
from macapp.system.machine import detect_machine
from tests.engine.test_fake_mps import mac
from tests.support.composed_models import FAMILIES, clip, make_parts, save_parts, text_state
from tests.support.fake_mps import pretended
from tests.support.gguf_files import write_gguf
from tests.support.libraries import with_half_on_the_cpu
from tests.support.mps_kernels import lacking
from tests.support.original_names import unet_state, vae_state
from tests.support.original_pipelines import make_pipeline
from tests.support.plain_diffusers import IMAGES, MAP, nothing
from tests.support.request_factory import request
from tests.support.tiny_models import make_lora, make_tiny_controlnet

pytestmark = pytest.mark.usefixtures("composition_caches")
ARCHITECTURES = {"klein": "flux", "schnell": "flux", "chroma": "flux", "z_image_turbo": "lumina2"}
"""What `general.architecture` says for a family, if it is not the family's name."""


def draw(engine: Engine, model: Path, side: int = 64, **options: Any) -> np.ndarray:
    options = {"steps": 2, "guidance_scale": 3.0, "scheduler": "own", "weights": "auto", **options}
    wanted = request("a cat", model=str(model), width=side, height=side, **options)
    return np.asarray(engine.generate(resolve_request(wanted), IMAGES, nothing, nothing).image).astype(int)


@pytest.fixture(scope="module")
def saved(folder: Path) -> Callable[[str], Path]:
    """Return the file of the transformer of a family, with its other parts; written the first time it is asked for."""
    return cache(lambda family: save_parts(make_parts(family), folder / family, family))


def save_gguf(file: Path, family: str, kind: str) -> Path:
    """Write the transformer in `file` as a GGUF next to it."""
    stored = {name: tensor.float().numpy() for name, tensor in load_file(file).items()}
    architecture = ARCHITECTURES.get(family, family)
    joined = architecture in ("sd1", "sdxl")
    return write_gguf(
        file.with_name(f"{file.stem}-{kind}.gguf"), architecture, stored, GGMLQuantizationType[kind], joined
    )


def unpack(file: Path) -> Path:
    """Write the weights that the package `gguf` reads from a file as safetensors next to it."""
    tensors = gguf.GGUFReader(file).tensors
    weights = {each.name: torch.tensor(gguf.dequantize(each.data, each.tensor_type)) for each in tensors}
    shapes = {name: tensor.shape for name, tensor in read_gguf_header(file).tensors.items()}
    unpacked = file.with_name(f"{file.stem}-unpacked.safetensors")
    save_file({name: weight.view(shapes[name]).clone() for name, weight in weights.items()}, unpacked)
    return unpacked


@pytest.mark.parametrize("kind", ["Q8_0", "Q4_K"])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_picture_is_that_of_the_unpacked_weights(family: str, kind: str, engine: Engine, saved) -> None:
    file = save_gguf(saved(family), family, kind)
    picture = draw(engine, file)
    assert np.ptp(picture) > 10
    assert np.abs(picture - draw(engine, unpack(file))).max() <= 1


def make_unet_parts(family: str) -> dict[str, Any]:
    """Return a random model of Stable Diffusion 1 or XL whose widths are those of its family, or a fraction."""
    whole = make_pipeline("SDXL" if family == "sdxl" else "SD 1")
    config = {**whole.unet.config, "cross_attention_dim": 128 if family == "sdxl" else 768}
    if family == "sdxl":
        config["projection_class_embeddings_input_dim"] = 6 * config["addition_time_embed_dim"] + 80
        texts = {"text_encoder": clip(48, "quick_gelu", False), "text_encoder_2": clip(80, "gelu", True)}
    else:
        texts = {"text_encoder": clip(768, "quick_gelu", False)}
    return {"unet": type(whole.unet).from_config(config), **texts, "vae": whole.vae}


def save_unet_parts(parts: dict[str, Any], folder: Path, family: str) -> Path:
    """Write the parts in ComfyUI's folders; return the file of the UNet."""
    for place in ("diffusion_models", "text_encoders", "vae"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for name in ("text_encoder", "text_encoder_2"):
        if name in parts:
            save_file(text_state(parts[name]), folder / "text_encoders" / f"{name}.safetensors")
    vae = {name.removeprefix(VAE): tensor for name, tensor in vae_state(parts["vae"]).items()}
    save_file(vae, folder / "vae" / f"{family}_vae.safetensors")
    save_file(vae, folder / "vae" / f"{'sd1' if family == 'sdxl' else 'sdxl'}_vae.safetensors")
    file = folder / "diffusion_models" / f"{family}.safetensors"
    state = {name.removeprefix(UNET): tensor for name, tensor in unet_state(parts["unet"]).items()}
    save_file({name: tensor.clone().contiguous() for name, tensor in state.items()}, file)
    return file


@pytest.mark.parametrize("kind", ["Q8_0", "Q5_K"])
@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_a_unet_draws_the_picture_of_the_unpacked_weights(
    family: str, kind: str, engine: Engine, tmp_path: Path
) -> None:
    file = save_gguf(save_unet_parts(make_unet_parts(family), tmp_path, family), family, kind)
    checkpoint = models.find_checkpoint(str(file))
    assert checkpoint.family.startswith("Stable Diffusion XL" if family == "sdxl" else "Stable Diffusion 1")
    assert checkpoint.architecture.formats[0].denoiser.stored > 0
    used = {source.part: Path(source.file).name for source in read_sources(checkpoint.folder)}
    assert used["vae"] == f"{family}_vae.safetensors"
    side = checkpoint.kind.min_side
    picture = draw(engine, file, side)
    assert np.ptp(picture) > 10
    assert np.abs(picture - draw(engine, unpack(file), side)).max() <= 1


@pytest.mark.parametrize("family", ["flux", "sd3", "z_image_turbo", "qwen_image"])
def test_eight_bits_change_the_picture_little(family: str, engine: Engine, saved) -> None:
    full = saved(family)
    difference = np.abs(draw(engine, save_gguf(full, family, "Q8_0")) - draw(engine, full)).mean()
    assert 0 < difference < 0.5


@pytest.mark.parametrize("kind", ["Q8_0", "Q6_K"])
def test_the_plan_counts_the_bytes_that_the_engine_holds(kind: str, saved) -> None:
    file = save_gguf(saved("flux"), "flux", kind)
    checkpoint = models.find_checkpoint(str(file))
    assert checkpoint.file == file
    transformer = load_components(checkpoint.folder, Placement("cpu", torch.float32), ["transformer"])["transformer"]
    layers = [layer for layer in transformer.modules() if isinstance(layer, BlockLinear)]
    held = sum(
        tensor.numel() * tensor.element_size()
        for layer in layers
        for name, tensor in layer.state_dict().items()
        if name != "bias"
    )
    full = checkpoint.architecture.formats[0]
    numbers = [layer.weight_shape.numel() for layer in layers]
    assert full.denoiser == PackedPart(sum(numbers), held, max(numbers))
    assert full.text == (), "nothing of the text encoders is packed"


def test_lora_works_on_blocks_and_comes_off_again(engine: Engine, tmp_path: Path) -> None:
    parts = make_unet_parts("sd1")
    file = save_gguf(save_unet_parts(parts, tmp_path, "sd1"), "sd1", "Q8_0")
    for name in ("unet", "text_encoder"):
        parts[name].save_pretrained(tmp_path / "folder" / name)
    loras = (Lora(model=str(make_lora(tmp_path / "folder", tmp_path / "style.safetensors")), weight=1.0),)
    before = draw(engine, file)
    styled = draw(engine, file, loras=loras)
    assert np.abs(styled - before).mean() > 1
    assert (draw(engine, file) == before).all()
    assert np.abs(styled - draw(engine, unpack(file), loras=loras)).max() <= 1


@pytest.mark.parametrize("kind", ["Q8_0", "Q5_K", "Q4_0"])
def test_a_mac_draws_what_the_processor_draws(engine: Engine, kind: str, tmp_path: Path) -> None:
    file = save_gguf(save_unet_parts(make_unet_parts("sd1"), tmp_path, "sd1"), "sd1", kind)
    with pretended() as seen:
        on_mac = Engine(mac())
        picture = draw(on_mac, file)
        on_mac.release()
    assert np.abs(picture - draw(engine, file)).mean() < 2
    assert lacking(seen) == []


def test_a_controlnet_works_on_blocks_and_comes_off_again(engine: Engine, tmp_path: Path) -> None:
    parts = make_unet_parts("sd1")
    file = save_gguf(save_unet_parts(parts, tmp_path, "sd1"), "sd1", "Q8_0")
    parts["unet"].save_pretrained(tmp_path / "folder" / "unet")
    edges = make_tiny_controlnet(tmp_path / "folder", tmp_path / "edges")
    controls = (Control(model=str(edges), image=MAP),)
    before = draw(engine, file)
    guided = draw(engine, file, controls=controls)
    assert np.abs(guided - before).mean() > 1
    assert np.abs(guided - draw(engine, unpack(file), controls=controls)).max() <= 1
    assert (draw(engine, file) == before).all()


def test_sliced_attention_on_blocks_draws_the_same_picture(engine: Engine, tmp_path: Path) -> None:
    file = save_gguf(save_unet_parts(make_unet_parts("sd1"), tmp_path, "sd1"), "sd1", "Q5_K")
    sliced = Engine(replace(detect_machine(), device="cpu"), "on", slice_bytes=2**12)
    assert np.abs(draw(sliced, file) - draw(engine, file)).max() <= 1
    assert sliced.session is not None
    slices = [layer for layer in sliced.session.loaded.parts["unet"].modules() if hasattr(layer, "processor")]
    assert any("Sliced" in type(layer.processor).__name__ for layer in slices)
    sliced.release()


@with_half_on_the_cpu
@pytest.mark.parametrize("kind", ["Q8_0", "Q4_K"])
def test_a_picture_that_overflows_is_drawn_again_in_single_precision(kind: str, engine: Engine, tmp_path: Path) -> None:
    file = save_gguf(save_unet_parts(make_unet_parts("sd1"), tmp_path, "sd1"), "sd1", kind)

    def half(*facts: Any) -> Plan:
        return replace(make_plan(*facts), precisions=PrecisionPlan("float16", "float16", "float16"))

    in_half = Engine(replace(detect_machine(), device="cpu"), rules=half)
    before = draw(in_half, file, steps=1)
    assert in_half.session is not None
    unet = in_half.session.loaded.parts["unet"]
    state = {name: tensor.clone() for name, tensor in unet.state_dict().items()}
    hook = unet.mid_block.register_forward_hook(
        lambda _layer, _given, result: result * torch.nan if result.dtype is torch.float16 else result
    )
    rescued = draw(in_half, file, steps=1)
    hook.remove()
    assert np.abs(rescued - draw(engine, file, steps=1)).max() <= 2, "the picture of single precision"
    assert all(torch.equal(tensor, state[name]) for name, tensor in unet.state_dict().items())
    assert (draw(in_half, file, steps=1) == before).all()
    in_half.release()
