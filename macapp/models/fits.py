"""Check that the auxiliary models of a request fit its checkpoint, from headers and configurations. Any thread.

Libraries load a LoRA of another family without an error, or with one that does not mention the family. Here it is
refused before anything is loaded.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Control
from macapp.errors import BadRequest
from macapp.models.auxiliary import AuxiliaryModel, embedding_widths, read_tensors
from macapp.models.checkpoint import REFINER, Checkpoint, find_checkpoint
from macapp.models.configuration import path_exists, read_config
from macapp.models.embedding_files import list_vectors
from macapp.models.families import ROWS, UNET_LAYERS
from macapp.models.safetensors import read_header

_TEXT = re.compile(r"^(lora_te(?P<number>\d?)_|text_encoder(_(?P<part>\d))?\.|te(?P<other>\d?)\.)")
MATRIX_DIMENSIONS = 2
_DOWN = ("lora_down.weight", "lora_A.weight", "lora.down.weight", "lora_A.default.weight")
_UP = ("lora_up.weight", "lora_B.weight", "lora.up.weight", "lora_B.default.weight")
_QUERY = re.compile(r"(attn1?|attention)[._](to[._]q|qkv)|attn2[._]to[._]q|img_attn[._]qkv")
_DIFFUSERS_FORM = re.compile(
    r"(?:base_model\.model\.)?(?:transformer\.|diffusion_model\.|lora_(?:unet|transformer)_)?"
    r"(.+?)[._]lora[._](?:A|down)(?:\.default)?\.weight$"
)
"""The name of a layer in a LoRA for a transformer, without what programs write before and after it."""
_OTHER_FORMS = {
    "LoKr": ".lokr_",
    "LoHa": ".hada_",
    "CP-LoCon": ".lora_mid.",
    "DoRA": ".dora_scale",
    "OFT": ".oft_",
    "full difference": ".diff",
}
"""The forms of LoRA that only models with a UNet support, and what is in the names of their tensors."""
_ENCODERS = ("text_encoder", "text_encoder_2")
"""The text encoders for which textual inversions have vectors."""


def find_refiner(model: str) -> Checkpoint:
    """Return the SDXL refiner at a path; raises `BadRequest` or `MachineError`."""
    found = find_checkpoint(model)
    if found.pipeline != REFINER:
        raise BadRequest("refiner-unfit", name=found.name)
    return found


def check_fits(found: AuxiliaryModel, checkpoint: Checkpoint) -> None:
    """Raise `BadRequest` for an auxiliary model of another family or in an unsupported form."""
    wanted = embedding_widths(checkpoint, found.kind)
    if found.width is not None and wanted and found.width not in wanted:
        raise _other_family(found, checkpoint)
    if found.kind is AuxiliaryKind.LORA:
        _check_lora(found, checkpoint)
    elif found.kind is AuxiliaryKind.EMBEDDING:
        _check_embedding(found, checkpoint)
    elif found.kind is AuxiliaryKind.CONTROLNET:
        _check_controlnet(found, checkpoint)


def _check_controlnet(found: AuxiliaryModel, checkpoint: Checkpoint) -> None:
    """Raise `BadRequest` for a ControlNet of another class or width, or one that needs more than a map."""
    config = read_config(found.path, "config.json") if found.path.is_dir() else {"_class_name": "ControlNetModel"}
    if config.get("_class_name") != checkpoint.kind.controlnet:
        raise _other_family(found, checkpoint)
    if checkpoint.kind.denoiser_part == "unet":
        return
    own = read_config(checkpoint.folder, "transformer/config.json")
    names = ("num_attention_heads", "attention_head_dim", "joint_attention_dim")
    if any(config.get(name) != own.get(name) for name in names):
        raise _other_family(found, checkpoint)
    if config.get("extra_condition_channels") or config.get("extra_conditioning_channels"):
        raise BadRequest("controlnet-unsupported", name=found.name)


def check_map_kind(found: AuxiliaryModel, checkpoint: Checkpoint, control: Control) -> None:
    """Raise `BadRequest` for a ControlNet for several kinds of map, if the kind of its map is not known."""
    config, modes = read_config(found.path, "config.json") if found.path.is_dir() else {}, checkpoint.kind.union_modes
    if config.get("num_mode") and control.map not in modes:
        raise BadRequest("control-kind-unknown", name=found.name, kinds=" or ".join(modes))


def _check_embedding(found: AuxiliaryModel, checkpoint: Checkpoint) -> None:
    encoders = [name for name in _ENCODERS if path_exists(checkpoint.folder / name)]
    for vectors in list_vectors(found.path):
        if 0 in vectors.shape:
            raise BadRequest("weights-none", name=found.name)
        widths = [_encoder_width(checkpoint, name) for name in encoders if vectors.encoder in (None, name)]
        if not {None, vectors.shape[-1]} & set(widths):
            raise _other_family(found, checkpoint)


def _check_lora(found: AuxiliaryModel, checkpoint: Checkpoint) -> None:
    shapes = _shapes(found)
    others = {name for name in shapes if any(sign in name for sign in _OTHER_FORMS.values())}
    if others and checkpoint.kind.denoiser_part != "unet":
        form = next(form for form, sign in _OTHER_FORMS.items() if any(sign in name for name in others))
        raise BadRequest("lora-other-form", name=found.name, form=f"{form} file for a model without a UNet")
    downs = {name: shape for name, shape in shapes.items() if name.endswith(_DOWN)}
    if any(not _has_up(name, shapes) for name in downs) or _has_half_loha(shapes):
        raise BadRequest("lora-halved", name=found.name)
    text_downs = {name: shape for name, shape in downs.items() if _TEXT.match(name)}
    denoiser_downs = {name: shape for name, shape in downs.items() if name not in text_downs}
    denoiser = _Denoiser.of(checkpoint)
    matches = [denoiser.matches_layer(name, shape) for name, shape in denoiser_downs.items()]
    matches += [denoiser.matches_layer(name, ()) for name in others if not _TEXT.match(name)]
    if False in matches or (matches and True not in matches):
        raise _other_family(found, checkpoint)
    if not all(_fits_encoder(name, shape, checkpoint) for name, shape in text_downs.items()):
        raise _other_family(found, checkpoint)


def _has_up(name: str, shapes: dict[str, tuple[int, ...]]) -> bool:
    ending = next(suffix for suffix in _DOWN if name.endswith(suffix))
    return name.removesuffix(ending) + _UP[_DOWN.index(ending)] in shapes


def _has_half_loha(shapes: dict[str, tuple[int, ...]]) -> bool:
    """Return whether a layer of a LoHa lacks one of its four matrices."""
    layers = {name.partition(".hada_")[0] for name in shapes if ".hada_" in name}
    return any(
        f"{layer}.hada_{matrix}" not in shapes for layer in layers for matrix in ("w1_a", "w1_b", "w2_a", "w2_b")
    )


@dataclass(frozen=True)
class _Denoiser:
    """The denoiser of a checkpoint."""

    own_layers: str
    """the pattern of the names of its layers in a LoRA"""
    widths: frozenset[int]
    """the widths of its attention"""
    inputs: dict[str, int]
    """the input features of each layer of a transformer; empty if its weights are in a single file"""

    @cached_property
    def joined(self) -> dict[str, str]:
        """The names of its layers by the same names with "_" for "."."""
        return {name.replace(".", "_"): name for name in self.inputs}

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> "_Denoiser":
        part = checkpoint.kind.denoiser_part
        config = read_config(checkpoint.folder, f"{part}/config.json")
        widths = {width for width in config.get("block_out_channels") or () if isinstance(width, int)}
        widths |= {width for name in ("dim", "hidden_size") if isinstance(width := config.get(name), int)}
        heads, head_width = config.get("num_attention_heads"), config.get("attention_head_dim")
        if isinstance(heads, int) and isinstance(head_width, int):
            widths.add(heads * head_width)
        is_folder = checkpoint.file is None and part == "transformer"
        layers = _inputs_of_layers(checkpoint.folder / part) if is_folder else {}
        return cls(checkpoint.kind.lora_layers, frozenset(widths), layers)

    def matches_layer(self, name: str, shape: tuple[int, ...]) -> bool | None:
        """Return whether the denoiser has the layer of a LoRA's tensor, by its name and width; None if unknown."""
        layer = _DIFFUSERS_FORM.match(name)
        width = None if layer is None else self.inputs.get(layer[1], self.inputs.get(self.joined.get(layer[1], "")))
        if width is not None:
            return len(shape) != MATRIX_DIMENSIONS or shape[1] == width
        if self.own_layers not in (matched := _matched_patterns(name)):
            return False if matched else None
        if layer is not None and layer[1].startswith(tuple(_blocks(self.inputs))):
            return None  # named as in this model, which has fewer blocks or other layers
        return len(shape) != MATRIX_DIMENSIONS or not _QUERY.search(name) or shape[1] in self.widths


def _matched_patterns(name: str) -> set[str]:
    """Return the patterns of the families that may have a layer of this name; a UNet has transformers inside."""
    matched = {row.lora_layers for row in ROWS if row.lora_layers and re.search(row.lora_layers, name)}
    return {UNET_LAYERS} if UNET_LAYERS in matched else matched


def _inputs_of_layers(part: Path) -> dict[str, int]:
    """Return the input features of each linear layer of a part, from the headers of its files."""
    entries = [entry for file in sorted(part.glob("*.safetensors")) for entry in read_header(file)[1].items()]
    return {
        name.removesuffix(".weight"): int(entry["shape"][1])
        for name, entry in entries
        if name.endswith(".weight") and len(entry["shape"]) == MATRIX_DIMENSIONS
    }


def _blocks(layers: Iterable[str]) -> set[str]:
    """Return the names before the first number of each layer, such as "transformer_blocks."."""
    return {found[0] for layer in layers if (found := re.match(r"[a-z_]+\.(?=\d)", layer))}


def _fits_encoder(name: str, shape: tuple[int, ...], checkpoint: Checkpoint) -> bool:
    """Return whether a text encoder of a checkpoint has the layer of a tensor of a LoRA."""
    found = _TEXT.match(name)
    number = "" if found is None else found["number"] or found["part"] or found["other"] or ""
    encoder = f"text_encoder_{number}" if number not in ("", "1") else "text_encoder"
    if not path_exists(checkpoint.folder / encoder):
        return encoder == "text_encoder_3"  # often missing in a model, and its part of the LoRA is then unused
    width = _encoder_width(checkpoint, encoder)
    return "q_proj" not in name or len(shape) != MATRIX_DIMENSIONS or width in (None, shape[1])


def _encoder_width(checkpoint: Checkpoint, encoder: str) -> int | None:
    """Return the width of a token in a text encoder; None if unknown."""
    config = read_config(checkpoint.folder, f"{encoder}/config.json")
    width = config.get("hidden_size") or config.get("d_model")  # CLIP, T5
    return width if isinstance(width, int) else None


def _shapes(found: AuxiliaryModel) -> dict[str, tuple[int, ...]]:
    return {name: tuple(entry["shape"]) for name, entry in read_tensors(found).items()}


def _other_family(found: AuxiliaryModel, checkpoint: Checkpoint) -> BadRequest:
    return BadRequest("addon-other-family", name=found.name, kind=found.kind.label, model=checkpoint.name)
