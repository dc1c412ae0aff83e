"""`FIELD_TABLE`: what the package needs to know about each field of a request, one row a field. Any thread."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RequestField:
    """One field of `Request`."""

    label: str
    """the name in messages"""
    number: type[int] | type[float] | None = None
    """the type of its number; None for other fields"""
    limits: tuple[float, float] | None = None
    """the least and the greatest amount, for those that `Request` checks by the table"""
    option: str | None = None
    """the option of `macapp generate`; None for those with an option of their own, such as `--size`"""
    infotext: str | None = None
    """the key in the text of AUTOMATIC1111; None if it has none, or shares one"""
    is_optional: bool = False
    """whether some model families do not support it"""
    axis: int | None = None
    """the place among the fields that a grid can vary; None if it cannot"""


GUIDANCE = (0.0, 100.0)
_SHARE = (0.0, 1.0)
INTERVAL = (1, 10)  # steps
FIELD_TABLE: dict[str, RequestField] = {
    "prompt": RequestField(label="prompt", option="prompt", axis=5),
    "negative_prompt": RequestField(
        label="negative prompt", option="--negative-prompt", infotext="Negative prompt", is_optional=True, axis=6
    ),
    "model": RequestField(label="model", option="--model", infotext="Model", axis=7),
    "width": RequestField(label="width", number=int, axis=8),
    "height": RequestField(label="height", number=int, axis=9),
    "steps": RequestField(label="steps", number=int, option="--steps", infotext="Steps", axis=0),
    "guidance_scale": RequestField(
        label="guidance scale",
        number=float,
        limits=GUIDANCE,
        option="--guidance-scale",
        infotext="CFG scale",
        axis=2,
    ),
    "scheduler": RequestField(label="scheduler", option="--scheduler", infotext="Sampler", axis=4),
    "seed": RequestField(label="seed", number=int, option="--seed", infotext="Seed", axis=1),
    "image": RequestField(label="source image", option="--image", is_optional=True),
    "strength": RequestField(
        label="strength", number=float, option="--strength", infotext="Denoising strength", axis=3
    ),
    "resize": RequestField(label="resize mode", option="--resize"),
    "mask": RequestField(label="mask", option="--mask", is_optional=True),
    "mask_only": RequestField(label="“only masked” option", option="--mask-only", infotext="Inpaint area"),
    "mask_padding": RequestField(
        label="mask padding", number=int, option="--mask-padding", infotext="Masked area padding"
    ),
    "mask_feather": RequestField(
        label="mask feather", number=int, option="--mask-feather", infotext="Mask blur", axis=12
    ),
    "references": RequestField(label="reference images", option="--reference", is_optional=True),
    "controls": RequestField(label="ControlNets", option="--controlnet", is_optional=True),
    "loras": RequestField(label="LoRAs", option="--lora", is_optional=True),
    "embeddings": RequestField(label="textual inversions", option="--embedding", infotext="TI", is_optional=True),
    "prompt_2": RequestField(label="second prompt", option="--prompt-2", is_optional=True),
    "negative_prompt_2": RequestField(label="second negative prompt", option="--negative-prompt-2", is_optional=True),
    "clip_skip": RequestField(
        label="clip skip",
        number=int,
        option="--clip-skip",
        infotext="Clip skip",
        is_optional=True,
        axis=10,
    ),
    "eta": RequestField(
        label="eta", number=float, limits=_SHARE, option="--eta", infotext="Eta", is_optional=True, axis=14
    ),
    "guidance_rescale": RequestField(
        label="guidance rescale", number=float, limits=_SHARE, option="--guidance-rescale", is_optional=True, axis=15
    ),
    "guidance_end": RequestField(
        label="end of guidance",
        number=float,
        limits=_SHARE,
        option="--guidance-end",
        infotext="Guidance end",
        is_optional=True,
        axis=13,
    ),
    "unconditional_interval": RequestField(
        label="interval of unconditional passes",
        number=int,
        limits=INTERVAL,
        option="--unconditional-interval",
        infotext="Unconditional interval",
        is_optional=True,
        axis=18,
    ),
    "cache_interval": RequestField(
        label="cache interval",
        number=int,
        limits=INTERVAL,
        option="--cache-interval",
        infotext="Cache interval",
        is_optional=True,
        axis=19,
    ),
    "cache_start": RequestField(
        label="start of caching",
        number=float,
        limits=_SHARE,
        option="--cache-start",
        infotext="Cache start",
        is_optional=True,
        axis=20,
    ),
    "variation_seed": RequestField(
        label="variation seed", number=int, option="--variation-seed", infotext="Variation seed", axis=11
    ),
    "variation_strength": RequestField(
        label="variation strength",
        number=float,
        limits=_SHARE,
        option="--variation-strength",
        infotext="Variation seed strength",
        is_optional=True,
        axis=16,
    ),
    "hires_scale": RequestField(
        label="high-resolution scale",
        number=float,
        limits=(1.0, 4.0),
        option="--hires-scale",
        infotext="Hires upscale",
        is_optional=True,
    ),
    "hires_strength": RequestField(
        label="high-resolution strength", number=float, limits=_SHARE, option="--hires-strength", axis=17
    ),
    "upscale": RequestField(
        label="upscaling factor", number=int, option="--upscale", infotext="Postprocess upscale by"
    ),
    "upscaler": RequestField(label="upscaler", option="--upscaler", infotext="Postprocess upscaler"),
    "refiner": RequestField(label="refiner", option="--refiner", is_optional=True),
    "refiner_start": RequestField(label="refiner start", number=float, limits=(0.01, 0.99), option="--refiner-start"),
    "vae": RequestField(label="VAE", option="--vae", infotext="VAE", is_optional=True),
    "weights": RequestField(label="weight format", option="--weights", is_optional=True),
    "prediction": RequestField(label="prediction type", option="--prediction", is_optional=True),
    "template": RequestField(label="prompt template"),
    "negative_template": RequestField(label="negative prompt template"),
}
