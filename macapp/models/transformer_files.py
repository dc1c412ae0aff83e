"""Recognise transformers in single files by the names and shapes of their tensors. Pure functions. Any thread.

The result is the pipeline, the configuration of the transformer, and the parts that it needs besides. Settings that no
shape shows are those of the published configurations of each family. Nothing is guessed: a file whose family is not
known, or has another width of a head than its family, is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from macapp.models.parts import CLIP, FLUX_2_VAE, QWEN_3, QWEN_VAE, QWEN_VL, T5, VAE, Shapes

PREFIXES = ("model.diffusion_model.", "diffusion_model.", "transformer.", "")
HEAD_WIDTH = 128  # of FLUX.1, FLUX.2, Chroma, Z-Image and Qwen-Image
SD3_HEAD_WIDTH = 64
_AXES = {"FluxTransformer2DModel": [16, 56, 56], "Flux2Transformer2DModel": [32, 32, 32, 32]}


@dataclass(frozen=True)
class PartNeed:
    """A part that a transformer needs besides itself."""

    part: str
    """its name in the pipeline"""
    kind: str
    width: int
    """numbers of a token's embedding; channels of a latent"""
    class_name: str
    tokenizer: str = ""
    """the class of its tokenizer; empty for a VAE"""
    label: str = ""
    """for the user"""
    catalog_id: str = ""
    """the catalogue model that is this part"""
    large: bool = False
    """whether it is OpenCLIP's text encoder, not OpenAI's"""
    pad: str = ""
    """what fills a short prompt, if its tokenizer is CLIP's"""


@dataclass(frozen=True)
class TransformerFile:
    """A transformer, or a UNet, in a single file."""

    family: str
    """the name of its family, for the user"""
    pipeline: str
    transformer: str
    """its class in diffusers"""
    prefix: str
    config: Mapping[str, Any]
    needs: tuple[PartNeed, ...]
    scheduler: Mapping[str, Any]
    scaling: Mapping[str, Any] = field(default_factory=dict)
    """the scaling of its latents, for the configuration of the VAE"""
    blocks: int = 0
    """the number of blocks with two streams"""
    processor: Mapping[str, Any] = field(default_factory=dict)
    """the configuration of what shows images to the text encoder; empty if it sees none"""
    index: Mapping[str, Any] = field(default_factory=dict)
    """further fields of the pipeline's index"""
    part: str = "transformer"
    """its name in the pipeline"""


QWEN_PROCESSOR: Mapping[str, Any] = {
    "image_processor_type": "Qwen2VLImageProcessor",
    "patch_size": 14,
    "temporal_patch_size": 2,
    "merge_size": 2,
    "min_pixels": 3136,
    "max_pixels": 12_845_056,
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
}
"""How Qwen 2.5 VL cuts images into patches: its published configuration."""


class UnknownTransformer(ValueError):
    """A transformer of a family, or in a form, that is not supported; its text names it."""


_CONTROLS = ("controlnet_", "control_", "lora_")
"""The first letters of the tensors of models that are added to a transformer and repeat some of its blocks."""


def find_transformer(shapes: Shapes, name: str = "") -> TransformerFile | None:
    """Return the transformer among the tensors of a file; None if there is none.

    `name` is the name of the file, or what its metadata says, and counts only where the shapes of two models are equal.
    Raises `UnknownTransformer` for transformers that are not supported.
    """
    if any(tensor.startswith(_CONTROLS) for tensor in shapes):
        return None
    for prefix in PREFIXES:
        own = {key.removeprefix(prefix): shape for key, shape in shapes.items() if key.startswith(prefix)}
        for sign, what in _UNSUPPORTED:
            if sign in own:
                raise UnknownTransformer(what)
        for sign, build in _FAMILIES:
            if sign not in own:
                continue
            try:
                return build(own, prefix, name.lower())
            except (LookupError, IndexError, TypeError) as error:
                raise UnknownTransformer("transformer with missing tensors") from error
    return None


def _count(shapes: Shapes, pattern: str) -> int:
    number = 0
    while pattern.format(number) in shapes:
        number += 1
    return number


def _heads(width: int, head_width: int, wanted: int = HEAD_WIDTH) -> int:
    """Return the number of heads; raises `UnknownTransformer` for heads of another width than the family's."""
    if head_width != wanted or width % head_width:
        raise UnknownTransformer(f"transformer with heads of {head_width} numbers")
    return width // head_width


_FLUX_SHIFT = {"shift": 3.0, "use_dynamic_shifting": True, "base_shift": 0.5, "max_shift": 1.15}
_FLUX_SHIFT |= {"base_image_seq_len": 256, "max_image_seq_len": 4096}
_SCHNELL_SHIFT = {"shift": 1.0, "use_dynamic_shifting": False}
_SD3_SHIFT = {"shift": 3.0}
_Z_IMAGE_TURBO_SHIFT, _Z_IMAGE_SHIFT = {"shift": 3.0}, {"shift": 6.0}
_QWEN_SHIFT = {"shift": 1.0, "use_dynamic_shifting": True, "base_shift": 0.5, "max_shift": 0.9, "shift_terminal": 0.02}
_QWEN_SHIFT |= {"base_image_seq_len": 256, "max_image_seq_len": 8192, "time_shift_type": "exponential"}
_FLUX_SCALING = {"scaling_factor": 0.3611, "shift_factor": 0.1159}
_SD3_SCALING = {"scaling_factor": 1.5305, "shift_factor": 0.0609}
_FLUX_LATENT_CHANNELS = 16
_FILL_CHANNELS, _CONTROL_CHANNELS = 384, 128
"""Input channels of FLUX.1 Fill, and of FLUX.1 Depth and Canny."""


def clip_need(part: str, width: int, class_name: str, large: bool = False) -> PartNeed:
    """Return the need for a text encoder of CLIP."""
    label = "CLIP-G text encoder (clip_g)" if large else "CLIP-L text encoder (clip_l)"
    pad = "!" if large else "<|endoftext|>"
    return PartNeed(
        part, CLIP, width, class_name, "CLIPTokenizer", label, "clip-g" if large else "clip-l", large=large, pad=pad
    )


def t5_need(part: str, width: int) -> PartNeed:
    """Return the need for the text encoder T5."""
    return PartNeed(part, T5, width, "T5EncoderModel", "T5Tokenizer", "T5 text encoder (t5xxl)", "t5-xxl")


def vae_need(label: str, catalog_id: str, kind: str = VAE, width: int = _FLUX_LATENT_CHANNELS) -> PartNeed:
    """Return the need for a VAE."""
    classes = {VAE: "AutoencoderKL", FLUX_2_VAE: "AutoencoderKLFlux2", QWEN_VAE: "AutoencoderKLQwenImage"}
    return PartNeed("vae", kind, width, classes[kind], label=label, catalog_id=catalog_id)


_FLUX_VAE = vae_need("VAE of FLUX.1 (ae)", "flux-vae")


def _qwen_3_need(width: int, class_name: str) -> PartNeed:
    size = {2560: "4b", 4096: "8b"}.get(width, "")
    label = f"Qwen 3 text encoder{f' (qwen_3_{size})' if size else ''}"
    return PartNeed("text_encoder", QWEN_3, width, class_name, "Qwen2Tokenizer", label, f"qwen-3-{size}" * bool(size))


def _flux(shapes: Shapes, prefix: str, name: str) -> TransformerFile:
    if "distilled_guidance_layer.in_proj.weight" in shapes:
        return _chroma(shapes, prefix)
    width, channels = shapes["img_in.weight"]
    guided = "guidance_in.in_layer.weight" in shapes
    blocks = _count(shapes, "double_blocks.{}.img_attn.qkv.weight")
    config = {
        "in_channels": channels,
        "out_channels": shapes["final_layer.linear.weight"][0],
        "num_layers": blocks,
        "num_single_layers": _count(shapes, "single_blocks.{}.linear1.weight"),
        "attention_head_dim": HEAD_WIDTH,
        "num_attention_heads": _heads(width, shapes["double_blocks.0.img_attn.norm.key_norm.scale"][0]),
        "joint_attention_dim": shapes["txt_in.weight"][1],
        "pooled_projection_dim": shapes["vector_in.in_layer.weight"][1],
        "guidance_embeds": guided,
        "patch_size": 1,
        "axes_dims_rope": _AXES["FluxTransformer2DModel"],
    }
    return TransformerFile(
        family="FLUX.1",
        pipeline=_flux_pipeline(channels, name),
        transformer="FluxTransformer2DModel",
        prefix=prefix,
        config=config,
        needs=(
            clip_need("text_encoder", config["pooled_projection_dim"], "CLIPTextModel"),
            t5_need("text_encoder_2", config["joint_attention_dim"]),
            _FLUX_VAE,
        ),
        scheduler=_FLUX_SHIFT if guided else _SCHNELL_SHIFT,
        scaling=_FLUX_SCALING,
        blocks=blocks,
    )


def _flux_pipeline(channels: int, name: str) -> str:
    """Return the pipeline of FLUX.1; the shapes of Kontext are those of dev, so the name decides."""
    if channels == _FILL_CHANNELS:
        return "FluxFillPipeline"
    if channels == _CONTROL_CHANNELS:
        raise UnknownTransformer("FLUX.1 Depth or Canny, which follows a map,")
    return "FluxKontextPipeline" if "kontext" in name else "FluxPipeline"


def _chroma(shapes: Shapes, prefix: str) -> TransformerFile:
    width, channels = shapes["img_in.weight"]
    guidance = "distilled_guidance_layer."
    blocks = _count(shapes, "double_blocks.{}.img_attn.qkv.weight")
    config = {
        "in_channels": channels,
        "num_layers": blocks,
        "num_single_layers": _count(shapes, "single_blocks.{}.linear1.weight"),
        "attention_head_dim": HEAD_WIDTH,
        "num_attention_heads": _heads(width, shapes["double_blocks.0.img_attn.norm.key_norm.scale"][0]),
        "joint_attention_dim": shapes["txt_in.weight"][1],
        "approximator_num_channels": shapes[f"{guidance}in_proj.weight"][1],
        "approximator_hidden_dim": shapes[f"{guidance}in_proj.weight"][0],
        "approximator_layers": _count(shapes, guidance + "norms.{}.scale"),
        "patch_size": 1,
        "axes_dims_rope": _AXES["FluxTransformer2DModel"],
    }
    return TransformerFile(
        family="Chroma",
        pipeline="ChromaPipeline",
        transformer="ChromaTransformer2DModel",
        prefix=prefix,
        config=config,
        needs=(t5_need("text_encoder", config["joint_attention_dim"]), _FLUX_VAE),
        scheduler=_FLUX_SHIFT,
        scaling=_FLUX_SCALING,
        blocks=blocks,
    )


def _flux2(shapes: Shapes, prefix: str, name: str) -> TransformerFile:
    if "guidance_in.in_layer.weight" in shapes:
        raise UnknownTransformer("FLUX.2 dev")
    width, channels = shapes["img_in.weight"]
    joint = shapes["txt_in.weight"][1]
    blocks = _count(shapes, "double_blocks.{}.img_attn.qkv.weight")
    config = {
        "in_channels": channels,
        "num_layers": blocks,
        "num_single_layers": _count(shapes, "single_blocks.{}.linear1.weight"),
        "attention_head_dim": HEAD_WIDTH,
        "num_attention_heads": _heads(width, shapes["double_blocks.0.img_attn.norm.key_norm.scale"][0]),
        "joint_attention_dim": joint,
        "mlp_ratio": shapes["double_blocks.0.img_mlp.2.weight"][1] / width,
        "timestep_guidance_channels": shapes["time_in.in_layer.weight"][1],
        "guidance_embeds": False,
        "patch_size": 1,
        "rope_theta": 2000,
        "axes_dims_rope": _AXES["Flux2Transformer2DModel"],
    }
    return TransformerFile(
        family="FLUX.2 klein",
        pipeline="Flux2KleinPipeline",
        transformer="Flux2Transformer2DModel",
        prefix=prefix,
        config=config,
        needs=(
            _qwen_3_need(joint // 3, "Qwen3ForCausalLM"),  # three of its layers are read
            vae_need("VAE of FLUX.2 (flux2-vae)", "flux-2-vae", FLUX_2_VAE, channels // 4),
        ),
        scheduler={**_FLUX_SHIFT, "time_shift_type": "exponential"},
        blocks=blocks,
        index={"is_distilled": "base" not in name},
    )


def _sd3(shapes: Shapes, prefix: str, _name: str) -> TransformerFile:
    width = shapes["x_embedder.proj.weight"][0]
    blocks = _count(shapes, "joint_blocks.{}.x_block.attn.qkv.weight")
    pooled = shapes["y_embedder.mlp.0.weight"][1]
    patch = shapes["x_embedder.proj.weight"][2]
    config = {
        "sample_size": 128,
        "patch_size": patch,
        "in_channels": shapes["x_embedder.proj.weight"][1],
        "out_channels": shapes["final_layer.linear.weight"][0] // patch**2,
        "num_layers": blocks,
        "attention_head_dim": SD3_HEAD_WIDTH,
        "num_attention_heads": _heads(width, SD3_HEAD_WIDTH, SD3_HEAD_WIDTH),
        "joint_attention_dim": shapes["context_embedder.weight"][1],
        "caption_projection_dim": shapes["context_embedder.weight"][0],
        "pooled_projection_dim": pooled,
        "pos_embed_max_size": round(shapes["pos_embed"][-2] ** 0.5),
        "dual_attention_layers": [
            number for number in range(blocks) if f"joint_blocks.{number}.x_block.attn2.qkv.weight" in shapes
        ],
        "qk_norm": "rms_norm" if "joint_blocks.0.x_block.attn.ln_q.weight" in shapes else None,
    }
    clip = "CLIPTextModelWithProjection"
    return TransformerFile(
        family="Stable Diffusion 3",
        pipeline="StableDiffusion3Pipeline",
        transformer="SD3Transformer2DModel",
        prefix=prefix,
        config=config,
        needs=(
            clip_need("text_encoder", pooled * 3 // 8, clip),  # 768 of 2,048 numbers
            clip_need("text_encoder_2", pooled * 5 // 8, clip, large=True),
            t5_need("text_encoder_3", config["joint_attention_dim"]),
            vae_need("VAE of Stable Diffusion 3 (sd3_vae)", ""),
        ),
        scheduler=_SD3_SHIFT,
        scaling=_SD3_SCALING,
        blocks=blocks,
    )


def _z_image(shapes: Shapes, prefix: str, name: str) -> TransformerFile:
    width, patched = shapes["x_embedder.weight"]
    head_width = shapes["layers.0.attention.q_norm.weight"][0]
    joint = shapes["cap_embedder.1.weight"][1]
    config = {
        "all_patch_size": [2],
        "all_f_patch_size": [1],
        "in_channels": patched // 4,
        "dim": width,
        "n_layers": _count(shapes, "layers.{}.attention.qkv.weight"),
        "n_refiner_layers": _count(shapes, "noise_refiner.{}.attention.qkv.weight"),
        "n_heads": _heads(width, head_width),
        "n_kv_heads": _heads(width, head_width),
        "cap_feat_dim": joint,
        "axes_dims": [32, 48, 48],
        "axes_lens": [1536, 512, 512],
    }
    return TransformerFile(
        family="Z-Image",
        pipeline="ZImagePipeline",
        transformer="ZImageTransformer2DModel",
        prefix=prefix,
        config=config,
        needs=(_qwen_3_need(joint, "Qwen3Model"), _FLUX_VAE),
        scheduler=_Z_IMAGE_TURBO_SHIFT if "turbo" in name else _Z_IMAGE_SHIFT,
        scaling=_FLUX_SCALING,
    )


def _qwen_image(shapes: Shapes, prefix: str, name: str) -> TransformerFile:
    width, channels = shapes["img_in.weight"]
    blocks = _count(shapes, "transformer_blocks.{}.attn.add_q_proj.weight")
    joint = shapes["txt_in.weight"][1]
    config = {
        "patch_size": 2,
        "in_channels": channels,
        "out_channels": shapes["proj_out.weight"][0] // 4,
        "num_layers": blocks,
        "attention_head_dim": HEAD_WIDTH,
        "num_attention_heads": _heads(width, shapes["transformer_blocks.0.attn.norm_q.weight"][0]),
        "joint_attention_dim": joint,
        "axes_dims_rope": _AXES["FluxTransformer2DModel"],
    }
    if "__index_timestep_zero__" in shapes:
        config["zero_cond_t"] = True
    encoder = PartNeed(
        "text_encoder",
        QWEN_VL,
        joint,
        "Qwen2_5_VLForConditionalGeneration",
        "Qwen2Tokenizer",
        "Qwen 2.5 VL text encoder (qwen_2.5_vl_7b)",
        "qwen-2.5-vl-7b",
    )
    return TransformerFile(
        family="Qwen-Image",
        pipeline=(pipeline := _qwen_pipeline(name, "zero_cond_t" in config)),
        transformer="QwenImageTransformer2DModel",
        prefix=prefix,
        config=config,
        needs=(encoder, vae_need("VAE of Qwen-Image (qwen_image_vae)", "qwen-image-vae", QWEN_VAE)),
        scheduler=_QWEN_SHIFT,
        processor=QWEN_PROCESSOR if "Edit" in pipeline else {},
        blocks=blocks,
    )


def _qwen_pipeline(name: str, is_latest: bool) -> str:
    """Return the pipeline of Qwen-Image; the shapes of Edit are the same, so the name decides."""
    if is_latest or ("edit" in name and any(version in name for version in ("2509", "2511", "plus"))):
        return "QwenImageEditPlusPipeline"
    return "QwenImageEditPipeline" if "edit" in name else "QwenImagePipeline"


_FAMILIES: tuple[tuple[str, Callable[[Shapes, str, str], TransformerFile]], ...] = (
    ("double_stream_modulation_img.lin.weight", _flux2),
    ("double_blocks.0.img_attn.qkv.weight", _flux),
    ("joint_blocks.0.x_block.attn.qkv.weight", _sd3),
    ("layers.0.adaLN_modulation.0.weight", _z_image),
    ("transformer_blocks.0.img_mod.1.weight", _qwen_image),
)
"""A tensor of each family and how to read it; the first match counts."""
_UNSUPPORTED = (
    ("nerf_blocks.0.param_generator.weight", "Chroma Radiance"),
    ("early_stream_modulations.image.lin.weight", "FLUX.3"),
    ("txt_in.text_norm.weight", "Qwen-Image 2.1"),
    ("txtfusion.projector.weight", "Krea 2"),
    ("double_stream_blocks.0.block.adaLN_modulation.1.bias", "HiDream"),
    ("double_layers.0.attn.w2q.weight", "AuraFlow in one file"),
    ("layers.0.adaLN_modulation.1.weight", "Lumina in one file"),
    ("txt_in.individual_token_refiner.blocks.0.adaLN_modulation.1.weight", "Hunyuan Video"),
    ("head.modulation", "Wan, which makes videos"),
    ("transformer_blocks.0.attn.to_q.qweight", "Nunchaku model in 4 bits"),
    ("net.blocks.0.self_attn.q_proj.weight", "Cosmos"),
    ("single_transformer_blocks.0.attn.to_q.weight", "transformer with the tensor names of diffusers"),
)
"""A tensor of each transformer that is not supported, and what it is."""
