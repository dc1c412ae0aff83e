"""Tell what a `.safetensors` file is by the names and shapes of its tensors. Any thread.

Every kind has its evidence: the names that its trainers and programs write. A file without evidence for any kind is
refused, and a file of a kind that Easel does not support is named.
"""

import math
from collections.abc import Callable, Collection
from pathlib import Path

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.errors import BadRequest
from macapp.models.catalog import CHECKPOINT, PART
from macapp.models.composition import is_transformer
from macapp.models.part_search import shapes_of
from macapp.models.parts import VAE, find_parts
from macapp.models.safetensors import read_header
from macapp.models.single_file import CONTROLNET, UNET, Shapes, detect_layout
from macapp.models.single_file import VAE as VAE_PREFIX


def detect_file_kind(file: Path) -> str:
    """Return the kind of a file: "checkpoint", "part", or the value of an `AuxiliaryKind`.

    Raises `BadRequest` for damaged files and for kinds that Easel does not support.
    """
    shapes = shapes_of(read_header(file)[1])
    if form := next((words for words, is_one in _UNSUPPORTED_FORMS if is_one(shapes)), None):
        raise BadRequest("model-form-unsupported", name=file.name, form=form)
    if detect_layout(shapes) is not None:
        return CHECKPOINT
    for kind, is_one in _KIND_TESTS:
        if is_one(shapes):
            return kind.value
    if is_transformer(file):
        return CHECKPOINT
    parts = find_parts(shapes)
    if parts:
        return AuxiliaryKind.VAE.value if parts[0].kind == VAE else PART
    if use := next((words for words, is_one in _OTHER_USES if is_one(shapes)), None):
        raise BadRequest("model-other-use", name=file.name, use=use)
    if part := next((words for start, words in _PARTS if any(name.startswith(start) for name in shapes)), None):
        raise BadRequest("model-part-only", name=file.name, part=part)
    if not _is_upscaler(shapes):
        raise BadRequest("model-unknown", name=file.name)
    return AuxiliaryKind.UPSCALER.value  # spandrel recognises its architecture when it loads the file


def check_plain_controlnet(name: str, tensors: Collection[str]) -> None:
    """Raise `BadRequest` for a union ControlNet of SDXL; a plain one of the same class would leave out its tensors."""
    if any(tensor.startswith(_UNION) for tensor in tensors):
        raise BadRequest("model-form-unsupported", name=name, form=UNION_CONTROLNET)


CONVOLUTION, VIDEO_CONVOLUTION = 4, 5
"""The number of dimensions of the weights of a convolution: for pictures, and for videos."""
UNION_CONTROLNET = "union ControlNet"
_UNION = ("task_embedding", "transformer_layes.", "spatial_ch_projs", "control_add_embedding")
"""The first letters of tensors that only union ControlNets of SDXL have (the misspelling is part of the format)."""
_FLUX_UNION = "controlnet_mode_embedder."
"""The same of FLUX, which run from a folder: its configuration has the number of their kinds of map."""
_LAYER_ENDINGS = (".weight", ".bias", "_embedding")
"""The last letters of tensors of a network; the vectors of a textual inversion have the names of words."""
_RGB = 3


def _starts(*starts: str) -> Callable[[Shapes], bool]:
    return lambda shapes: any(name.startswith(starts) for name in shapes)


def _is_t2i_adapter(shapes: Shapes) -> bool:
    """Return whether tensors are of a T2I adapter, in the names of TencentARC or of diffusers."""
    bare = {name.removeprefix("adapter.") for name in shapes}
    blocks = {"body.0.block1.weight", "body.0.resnets.0.block1.weight"}
    return "conv_in.weight" in bare and bool(blocks & bare)


def _is_tiny_vae(shapes: Shapes) -> bool:
    return {"encoder.layers.0.weight", "decoder.layers.0.weight"} <= shapes.keys()


def _is_half_of_tiny_vae(shapes: Shapes) -> bool:
    return "3.conv.0.weight" in shapes and ("1.weight" in shapes or "0.weight" in shapes)


def _is_unsupported_lora(shapes: Shapes) -> bool:
    signs = (".boft_", ".glora_", ".on_input", ".a1.weight")  # of BOFT, GLoRA, IA3, GLoRA
    return any(
        name.startswith(("lora_", "lycoris_")) and (any(sign in name for sign in signs) or _is_of_boft(name, shape))
        for name, shape in shapes.items()
    )


def _is_of_boft(name: str, shape: tuple[int, ...]) -> bool:
    """Return whether a tensor has several layers of rotations; those of OFT have one."""
    return ".oft_blocks" in name and len(shape) == CONVOLUTION


_UNSUPPORTED_FORMS = (
    ("LyCORIS file (BOFT, IA3 or GLoRA)", _is_unsupported_lora),
    ("Control-LoRA", lambda shapes: "lora_controlnet" in shapes),
    ("ControlNet-LLLite", _starts("lllite_")),
    ("T2I adapter", _is_t2i_adapter),
    (UNION_CONTROLNET, _starts(*_UNION, _FLUX_UNION)),
    ("tiny VAE (TAESD) without its configuration", _is_tiny_vae),
    ("half of a tiny VAE (TAESD)", _is_half_of_tiny_vae),
    ("IP adapter", _starts("ip_adapter.", "image_proj.")),
)
"""What Easel does not support, in words, and how its tensors show it."""


def _is_upscaler(shapes: Shapes) -> bool:
    """Return whether a network can read and write pictures: by its first and last convolution.

    Both may have the channels of the pixels of a square, because pixels are moved between channels and places.
    """
    convolutions = [shape for shape in shapes.values() if len(shape) == CONVOLUTION]
    reads = any(_is_of_pixels(shape[1]) or shape[1] == 1 for shape in convolutions)
    return reads and any(_is_of_pixels(shape[0]) for shape in convolutions)


def _is_of_pixels(channels: int) -> bool:
    return channels > 0 and channels % _RGB == 0 and math.isqrt(channels // _RGB) ** 2 == channels // _RGB


def _is_lora(shapes: Shapes) -> bool:
    return any(
        any(sign in name for sign in (".lora", "_lora.", "_lora1.", "_lora2.", ".hada_", ".lokr_"))
        or name.startswith(("lora_", "lycoris_", "oft_unet_"))
        for name in shapes
    )


def _is_embedding(shapes: Shapes) -> bool:
    are_vectors = len(shapes) <= 2 and all(len(shape) in (1, 2) for shape in shapes.values())
    return are_vectors and not any(name.endswith(_LAYER_ENDINGS) for name in shapes)


def _is_controlnet(shapes: Shapes) -> bool:
    return "controlnet_cond_embedding.conv_in.weight" in shapes or any(
        f"{prefix}input_hint_block.0.weight" in shapes for prefix in CONTROLNET
    )


def _is_vae(shapes: Shapes) -> bool:
    if _is_of_video(shapes) or any(name.startswith(UNET) for name in shapes):
        return False
    bare = {name.removeprefix(VAE_PREFIX) for name in shapes}
    return {"encoder.conv_in.weight", "decoder.conv_in.weight"} <= bare


def _is_of_video(shapes: Shapes) -> bool:
    return any(
        len(shape) == VIDEO_CONVOLUTION or "motion_modules." in name or ".time_stack." in name
        for name, shape in shapes.items()
    )


def _is_of_sound(shapes: Shapes) -> bool:
    return any("vocoder" in name or name.startswith(("audio", "conditioner.conditioners.seconds")) for name in shapes)


_KIND_TESTS = (
    (AuxiliaryKind.LORA, _is_lora),
    (AuxiliaryKind.EMBEDDING, _is_embedding),
    (AuxiliaryKind.CONTROLNET, _is_controlnet),
    (AuxiliaryKind.VAE, _is_vae),
)
_OTHER_USES = (("video", _is_of_video), ("sound", _is_of_sound))
_PARTS = (
    (UNET, "the UNet without text encoder and VAE"),
    ("down_blocks.", "the UNet without text encoder and VAE"),
    ("double_blocks.", "FLUX's transformer without text encoders and VAE"),
    ("joint_blocks.", "the transformer of Stable Diffusion 3 without text encoders and VAE"),
    ("text_model.", "a text encoder"),
    ("encoder.block.", "a text encoder"),
    ("model.layers.", "a language model"),
    ("vision_model.", "an image encoder"),
)
"""The first letters of the tensors of files with a part of a model, and the name of the part."""
