"""Recognise a UNet of Stable Diffusion 1 or XL without its other parts, as in GGUF files. Pure functions."""

from macapp.models.parts import VAE
from macapp.models.single_file import (
    SD_1,
    SD_XL,
    UNET,
    Shapes,
    TensorLayout,
    build_scheduler_config,
    build_unet_config,
    detect_layout,
)
from macapp.models.transformer_files import PREFIXES, TransformerFile, UnknownTransformer, clip_need, vae_need
from macapp.models.unet_depths import Distilled

FIRST, TIME, OUT = "input_blocks.0.0.weight", "label_emb.0.0.weight", "out.2.weight"
_ATTENTION = "attn2.to_k.weight"
SD_1_WIDTH = 768  # numbers of a token; Stable Diffusion 2 has 1024, and its prediction type is shown by nothing
LATENT_CHANNELS = 4


def find_unet(shapes: Shapes) -> TransformerFile | None:
    """Return the UNet among the tensors of a file; None if there is none, or in a complete checkpoint.

    Raises `UnknownTransformer` for a UNet that is not supported.
    """
    if detect_layout(shapes) is not None:
        return None
    for prefix in PREFIXES:
        own = {name.removeprefix(prefix): shape for name, shape in shapes.items() if name.startswith(prefix)}
        if FIRST not in own or OUT not in own:
            continue
        try:
            return _build(own, prefix)
        except Distilled:
            raise UnknownTransformer("UNet with fewer blocks than its family") from None
        except (LookupError, ValueError, TypeError, StopIteration) as error:
            raise UnknownTransformer("UNet with missing tensors") from error
    return None


def _build(shapes: Shapes, prefix: str) -> TransformerFile:
    width = next(shape[1] for name, shape in shapes.items() if name.endswith(_ATTENTION))
    layout = SD_XL if TIME in shapes else SD_1
    if layout is SD_1 and width != SD_1_WIDTH:
        raise UnknownTransformer("UNet of Stable Diffusion 2 without its other parts")
    first, second = width * 3 // 8, width * 5 // 8  # of SDXL: 768 and 1,280 numbers of a token
    prefixed = {f"{UNET}{name}": shape for name, shape in shapes.items()}
    clip = clip_need("text_encoder", width if layout is SD_1 else first, "CLIPTextModel")
    large = clip_need("text_encoder_2", second, "CLIPTextModelWithProjection", large=True)
    label = "VAE of Stable Diffusion XL (sdxl_vae)" if layout is SD_XL else "VAE of Stable Diffusion 1 (vae-ft-mse)"
    return TransformerFile(
        family="Stable Diffusion XL" if layout is SD_XL else "Stable Diffusion",
        pipeline=layout.pipeline,
        transformer="UNet2DConditionModel",
        prefix=prefix,
        config=build_unet_config(prefixed, layout, second),
        needs=(*((clip, large) if layout is SD_XL else (clip,)), vae_need(label, "", VAE, LATENT_CHANNELS)),
        scheduler=build_scheduler_config(shapes, layout),
        scaling=_scaling(layout),
        index={"force_zeros_for_empty_prompt": True} if layout is SD_XL else {},
        part="unet",
    )


def _scaling(layout: TensorLayout) -> dict[str, float | bool | int]:
    return {
        "scaling_factor": layout.scaling_factor,
        "sample_size": layout.sample_size * 8,
        "force_upcast": layout is SD_XL,
    }
