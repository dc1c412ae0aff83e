"""The kinds of models that make pictures, and what each takes of a request. Data only, no torch. Any thread.

Named by the pipeline class that `model_index.json` gives. `tests/engine/test_kinds.py` holds this table against the
parameters of diffusers' own pipelines.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from macapp.request import Request
from macapp.schedulers import DEFAULT_SCHEDULER, OWN_SCHEDULER, SCHEDULERS


@dataclass(frozen=True)
class Kind:
    """A family of models."""

    name: str
    takes: frozenset[str] = frozenset()
    """which of `OPTIONAL` it obeys"""
    token_limit: int | None = None
    """how many tokens of the prompt it sees; None where it is read in parts, and weights count"""
    tokenizer: str = "tokenizer"
    """the part whose tokens are counted"""
    schedulers: tuple[str, ...] = (OWN_SCHEDULER,)
    steps: int = 25
    guidance_scale: float = 7.5
    scheduler: str = OWN_SCHEDULER
    least_side: int = 64
    """pixels a side below which it makes no picture worth having"""

    def refuses(self, request: Request) -> str | None:
        """Return the first field that a request sets and this kind does not obey; None if there is none."""
        return next((name for name in OPTIONAL if name not in self.takes and is_set(request, name)), None)


OPTIONAL = (
    "negative_prompt",
    "image",
    "mask",
    "controls",
    "loras",
    "embeddings",
    "prompt_2",
    "negative_prompt_2",
    "clip_skip",
    "eta",
    "guidance_rescale",
    "variation_strength",
    "hires_scale",
    "refiner",
)
"""The fields of a request that some kind does not obey; every kind obeys the rest."""

_CLASSIC = frozenset(OPTIONAL) - {"prompt_2", "negative_prompt_2", "refiner"}
_IMAGES = frozenset({"image", "mask", "hires_scale"})
_ALL_SCHEDULERS = tuple(SCHEDULERS)

STABLE_DIFFUSION = Kind("Stable Diffusion", _CLASSIC, schedulers=_ALL_SCHEDULERS, scheduler=DEFAULT_SCHEDULER)
STABLE_DIFFUSION_XL = Kind(
    "Stable Diffusion XL",
    frozenset(OPTIONAL),
    schedulers=_ALL_SCHEDULERS,
    scheduler=DEFAULT_SCHEDULER,
    guidance_scale=5.0,
    least_side=256,
)
DEEPFLOYD_IF = Kind("DeepFloyd IF", frozenset({"negative_prompt"}), token_limit=77, steps=50, guidance_scale=7.0)
_PLAIN = frozenset({"negative_prompt"})

KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        ("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline"),
        STABLE_DIFFUSION,
    ),
    **dict.fromkeys(
        ("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"),
        STABLE_DIFFUSION_XL,
    ),
    "IFPipeline": DEEPFLOYD_IF,
    "StableDiffusion3Pipeline": Kind(
        "Stable Diffusion 3",
        _IMAGES | {"negative_prompt", "prompt_2", "negative_prompt_2", "loras"},
        token_limit=77,
        steps=28,
        guidance_scale=7.0,
    ),
    "FluxPipeline": Kind(
        "FLUX", _IMAGES | {"prompt_2", "loras"}, token_limit=512, tokenizer="tokenizer_2", steps=28, guidance_scale=3.5
    ),
    "PixArtAlphaPipeline": Kind("PixArt", _PLAIN, token_limit=120, steps=20, guidance_scale=4.5),
    "PixArtSigmaPipeline": Kind("PixArt", _PLAIN, token_limit=300, steps=20, guidance_scale=4.5),
    "SanaPipeline": Kind("Sana", _PLAIN, token_limit=300, steps=20, guidance_scale=4.5),
    "HunyuanDiTPipeline": Kind("Hunyuan-DiT", _PLAIN, token_limit=77, steps=50, guidance_scale=5.0),
    "AuraFlowPipeline": Kind("AuraFlow", _PLAIN, token_limit=256, steps=50, guidance_scale=3.5),
    "Lumina2Pipeline": Kind("Lumina", _PLAIN, token_limit=256, steps=30, guidance_scale=4.0),
    "CogView4Pipeline": Kind("CogView", _PLAIN, token_limit=1024, steps=50, guidance_scale=5.0),
}
"""Steps and guidance are the defaults of each pipeline's `__call__` in diffusers 0.42."""


def is_set(request: Request, name: str) -> bool:
    """Return whether a request asks for something beyond a field's default."""
    value = getattr(request, name)
    return value not in (None, "", (), 0.0) and not (name in ("hires_scale", "clip_skip") and value == 1)
