"""Checkpoints made of a transformer file and parts from other files: what is found, missing or refused."""

import json
import shutil
import struct
from pathlib import Path

import pytest

from macapp.errors import BadRequest, EaselError, MachineError
from macapp.messages import message_for
from macapp.models import find_checkpoint
from macapp.models.catalog import CHECKPOINT
from macapp.models.composition import read_sources
from macapp.models.file_kinds import detect_file_kind
from macapp.models.part_search import find_part
from macapp.models.scan_cache import ScanCache, inspect_model
from macapp.models.transformer_files import UnknownTransformer, find_transformer
from tests.support.composed_models import make_parts, save_all_in_one, save_parts


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.models.composition.config_cache_dir", lambda: tmp_path / "configurations")
    monkeypatch.setattr("macapp.models.part_search.scan_cache_file", lambda: tmp_path / "seen.json")


@pytest.fixture(scope="module")
def comfy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny FLUX.1 in ComfyUI's folders."""
    folder = tmp_path_factory.mktemp("comfy")
    save_parts(make_parts("flux"), folder, "flux")
    return folder


def copied(comfy: Path, folder: Path) -> Path:
    """Copy the files of a model; return that of the transformer."""
    shutil.copytree(comfy, folder)
    return folder / "diffusion_models" / "flux.safetensors"


def write_header(file: Path, shapes: dict[str, tuple[int, ...]], kind: str = "F16") -> Path:
    """Write a file with a header and a hole in place of the numbers."""
    entries, place = {}, 0
    for name, shape in shapes.items():
        size = 2 if kind == "F16" else 1
        for side in shape:
            size *= side
        entries[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [place, place + size]}
        place += size
    header = json.dumps(entries).encode()
    with file.open("wb") as stream:
        stream.write(struct.pack("<Q", len(header)) + header)
        stream.truncate(8 + len(header) + place)
    return file


def test_parts_are_found_in_the_folders_of_comfyui(comfy: Path, tmp_path: Path) -> None:
    file = copied(comfy, tmp_path / "models")
    found = find_checkpoint(str(file))
    assert (found.name, found.kind.name, found.file) == ("flux", "FLUX", file)
    places = {source.part: Path(source.file).relative_to(tmp_path) for source in read_sources(found.folder)}
    assert places == {
        "transformer": Path("models/diffusion_models/flux.safetensors"),
        "text_encoder": Path("models/text_encoders/text_encoder_flux.safetensors"),
        "text_encoder_2": Path("models/text_encoders/text_encoder_2_flux.safetensors"),
        "vae": Path("models/vae/vae_flux.safetensors"),
    }


@pytest.mark.parametrize("place", ["unet", "checkpoints", "diffusion_models/flux/fine-tunes", "."])
def test_the_folder_of_the_transformer_does_not_matter(comfy: Path, tmp_path: Path, place: str) -> None:
    file = copied(comfy, tmp_path / "models")
    (tmp_path / "models" / place).mkdir(parents=True, exist_ok=True)
    moved = file.rename(tmp_path / "models" / place / "moved.safetensors")
    assert find_checkpoint(str(moved)).name == "moved"


def test_missing_parts_are_named_with_what_to_do(comfy: Path, tmp_path: Path) -> None:
    file = copied(comfy, tmp_path / "models")
    shutil.rmtree(tmp_path / "models" / "vae")
    (tmp_path / "models" / "text_encoders" / "text_encoder_2_flux.safetensors").unlink()
    with pytest.raises(MachineError) as caught:
        find_checkpoint(str(file))
    text = message_for(caught.value)
    assert "flux.safetensors is a FLUX.1 model without its T5 text encoder (t5xxl), VAE of FLUX.1 (ae)." in text
    listed = inspect_model(str(file))
    assert (listed.kind, listed.family) == ("checkpoint", "FLUX.1")
    assert listed.missing == "T5 text encoder (t5xxl), VAE of FLUX.1 (ae)"
    assert listed.missing_error is not None
    assert message_for(listed.missing_error) == text


def test_a_model_that_lacks_a_part_runs_as_soon_as_it_is_there(comfy: Path, tmp_path: Path) -> None:
    file = copied(comfy, tmp_path / "models")
    vae = (tmp_path / "models" / "vae").rename(tmp_path / "elsewhere")
    cache = ScanCache(tmp_path / "seen.json")
    first = cache.get(str(file))
    assert first is not None
    assert first.missing
    part = cache.get(str(vae / "vae_flux.safetensors"))
    assert part is not None
    assert part.kind == "vae"
    cache.save()
    second = ScanCache(tmp_path / "seen.json").get(str(file))  # the listing found the VAE in another folder
    assert second is not None
    assert second.missing == ""
    assert find_checkpoint(str(file)).folder != ""


def test_a_part_of_another_width_does_not_belong(comfy: Path, tmp_path: Path) -> None:
    file = copied(comfy, tmp_path / "models")
    encoder = tmp_path / "models" / "text_encoders" / "text_encoder_flux.safetensors"
    write_header(encoder, {"text_model.embeddings.token_embedding.weight": (49408, 1280)})
    with pytest.raises(MachineError) as caught:
        find_checkpoint(str(file))
    assert "CLIP-L text encoder (clip_l)" in message_for(caught.value)


@pytest.mark.parametrize(("name", "fits"), [("ae", True), ("sd3_vae", False)])
def test_the_name_decides_between_vaes_of_equal_shapes(comfy: Path, tmp_path: Path, name: str, fits: bool) -> None:
    file = copied(comfy, tmp_path / "models")
    vae = tmp_path / "models" / "vae" / "vae_flux.safetensors"
    vae.rename(vae.with_stem(name))
    if fits:
        assert find_checkpoint(str(file)).name == "flux"
    else:
        with pytest.raises(MachineError):
            find_checkpoint(str(file))


@pytest.mark.parametrize(
    ("family", "names", "vae"),
    [
        ("flux", {"text_encoder": "clip_l", "text_encoder_2": "t5xxl"}, "vae."),
        (
            "sd3",
            {"text_encoder": "clip_l", "text_encoder_2": "clip_g", "text_encoder_3": "t5xxl"},
            "first_stage_model.",
        ),
    ],
)
def test_an_all_in_one_file_needs_no_other(family: str, names: dict[str, str], vae: str, tmp_path: Path) -> None:
    file = save_all_in_one(make_parts(family), tmp_path / "all.safetensors", names, vae)
    assert detect_file_kind(file) == CHECKPOINT
    found = find_checkpoint(str(file))
    assert {source.file for source in read_sources(found.folder)} == {str(file)}
    prefixes = {source.part: source.prefix for source in read_sources(found.folder)}
    assert prefixes["transformer"] == "model.diffusion_model."
    assert prefixes["vae"] == vae
    for part, called in names.items():
        assert prefixes[part] == f"text_encoders.{called}.transformer."


@pytest.mark.parametrize("prefix", ["", "model.diffusion_model."])
@pytest.mark.parametrize(
    ("shapes", "pipeline", "config"),
    [
        (
            {"img_in.weight": (3072, 64), "txt_in.weight": (3072, 4096), "vector_in.in_layer.weight": (3072, 768)}
            | {"guidance_in.in_layer.weight": (3072, 256), "final_layer.linear.weight": (64, 3072)}
            | {f"double_blocks.{n}.img_attn.qkv.weight": (9216, 3072) for n in range(19)}
            | {"double_blocks.0.img_attn.norm.key_norm.scale": (128,)}
            | {f"single_blocks.{n}.linear1.weight": (21504, 3072) for n in range(38)},
            "FluxPipeline",
            {"num_layers": 19, "num_single_layers": 38, "num_attention_heads": 24, "guidance_embeds": True},
        ),
        (
            {"img_in.weight": (3072, 128), "txt_in.weight": (3072, 7680), "time_in.in_layer.weight": (3072, 256)}
            | {"double_stream_modulation_img.lin.weight": (18432, 3072)}
            | {f"double_blocks.{n}.img_attn.qkv.weight": (9216, 3072) for n in range(5)}
            | {"double_blocks.0.img_attn.norm.key_norm.scale": (128,), "double_blocks.0.img_mlp.2.weight": (3072, 9216)}
            | {f"single_blocks.{n}.linear1.weight": (27648, 3072) for n in range(20)},
            "Flux2KleinPipeline",
            {"num_layers": 5, "num_single_layers": 20, "num_attention_heads": 24, "joint_attention_dim": 7680},
        ),
    ],
)
def test_published_models_are_recognised_by_their_header(
    prefix: str, shapes: dict, pipeline: str, config: dict
) -> None:
    found = find_transformer({prefix + name: shape for name, shape in shapes.items()})
    assert found is not None
    assert (found.pipeline, found.prefix) == (pipeline, prefix)
    assert config.items() <= found.config.items()


def test_heads_of_another_width_are_refused() -> None:
    shapes: dict[str, tuple[int, ...]] = {"img_in.weight": (64, 16), "double_blocks.0.img_attn.qkv.weight": (192, 64)}
    shapes |= {"double_blocks.0.img_attn.norm.key_norm.scale": (16,), "txt_in.weight": (64, 8)}
    shapes |= {"final_layer.linear.weight": (16, 64), "vector_in.in_layer.weight": (64, 8)}
    with pytest.raises(UnknownTransformer, match="heads of 16 numbers"):
        find_transformer(shapes)


def test_packed_weights_are_refused_by_name(tmp_path: Path) -> None:
    shapes: dict[str, tuple[int, ...]] = {"double_blocks.0.img_attn.norm.key_norm.scale": (128,)}
    shapes |= {"img_in.weight": (128, 64), "txt_in.weight": (128, 64), "vector_in.in_layer.weight": (128, 64)}
    shapes |= {"final_layer.linear.weight": (64, 128), "double_blocks.0.img_attn.qkv.weight": (384, 128)}
    shapes |= {"single_blocks.0.linear1.weight": (896, 128)}
    file = write_header(tmp_path / "nf4.safetensors", shapes, "U8")
    with pytest.raises(BadRequest) as caught:
        find_checkpoint(str(file))
    assert "packed format" in message_for(caught.value)


def test_a_damaged_part_is_passed_over(comfy: Path, tmp_path: Path) -> None:
    file = copied(comfy, tmp_path / "models")
    (tmp_path / "models" / "vae" / "vae_flux.safetensors").write_bytes(b"<!DOCTYPE html>")
    with pytest.raises(EaselError) as caught:
        find_checkpoint(str(file))
    assert "VAE of FLUX.1 (ae)" in message_for(caught.value)


def test_the_fingerprint_covers_the_parts(comfy: Path, tmp_path: Path) -> None:
    file = copied(comfy, tmp_path / "models")
    before = find_checkpoint(str(file)).fingerprint
    changed = make_parts("flux", seed=5)["vae"]
    save_parts({**make_parts("flux"), "vae": changed}, tmp_path / "c", "flux")
    shutil.copy(tmp_path / "c" / "vae" / "vae_flux.safetensors", tmp_path / "models" / "vae" / "vae_flux.safetensors")
    assert find_checkpoint(str(file)).fingerprint != before


def test_sixteen_bits_come_before_eight(comfy: Path, tmp_path: Path) -> None:
    file = copied(comfy, tmp_path / "models")
    found = find_transformer({}, "")
    assert found is None
    need = next(iter(_needs(file)))
    folder = tmp_path / "models" / "text_encoders"
    shapes = {"text_model.embeddings.token_embedding.weight": (49408, 64)}
    small = write_header(folder / "a_fp8.safetensors", shapes, "F8_E4M3")
    large = write_header(folder / "b_fp16.safetensors", shapes)
    best = find_part(need, file, [small, large])
    assert best is not None
    assert best.file == large


def _needs(file: Path) -> tuple:
    from macapp.models.part_search import shapes_of
    from macapp.models.safetensors import read_header

    found = find_transformer(shapes_of(read_header(file)[1]))
    assert found is not None
    return found.needs


@pytest.mark.parametrize(
    ("family", "name", "pipeline", "steps"),
    [
        ("flux", "flux1-kontext-dev", "FluxKontextPipeline", 28),
        ("qwen_image", "qwen_image_edit_bf16", "QwenImageEditPipeline", 50),
        ("qwen_image", "qwen_image_edit_2509_bf16", "QwenImageEditPlusPipeline", 40),
        ("z_image_turbo", "z_image_turbo_bf16", "ZImagePipeline", 8),
        ("z_image_turbo", "z_image_bf16", "ZImagePipeline", 50),
    ],
)
def test_the_name_decides_where_shapes_are_equal(
    family: str, name: str, pipeline: str, steps: int, tmp_path: Path
) -> None:
    found = find_checkpoint(str(save_parts(make_parts(family), tmp_path, name)))
    assert (found.pipeline, found.steps) == (pipeline, steps)


def test_flux_for_maps_is_refused_by_name() -> None:
    shapes: dict[str, tuple[int, ...]] = {"img_in.weight": (128, 128), "txt_in.weight": (128, 64)}
    shapes |= {"double_blocks.0.img_attn.qkv.weight": (384, 128), "vector_in.in_layer.weight": (128, 64)}
    shapes |= {"final_layer.linear.weight": (64, 128), "double_blocks.0.img_attn.norm.key_norm.scale": (128,)}
    with pytest.raises(UnknownTransformer, match="Depth or Canny"):
        find_transformer(shapes)
