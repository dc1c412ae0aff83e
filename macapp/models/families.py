"""The model families and what each supports in a request. Data only, no PyTorch. Any thread.

The keys are the pipeline classes of `model_index.json`. `tests/engine/test_families_table.py` compares this table with
the parameters of the pipelines in diffusers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from macapp.domain.request import SIDE_STEP, Request
from macapp.domain.request_fields import FIELD_TABLE
from macapp.domain.schedulers import DEFAULT_SCHEDULER, OWN_SCHEDULER, SCHEDULERS
from macapp.domain.weight_format import AUTO, WeightFormat
from macapp.errors import MachineError
from macapp.system.machine import package_version, parse_release


@dataclass(frozen=True)
class ModelFamily:
    """A family of models."""

    name: str
    supports: frozenset[str] = frozenset()
    """the supported fields among `OPTIONAL_FIELDS`"""
    token_limit: int | None = None
    """the largest number of tokens of a prompt; None if the prompt is read in parts, which also allows weights"""
    tokenizer: str = "tokenizer"
    """the tokenizer whose tokens are counted"""
    schedulers: tuple[str, ...] = (OWN_SCHEDULER,)
    steps: int = 25
    guidance_scale: float = 7.5
    scheduler: str = OWN_SCHEDULER
    min_side: int = 64
    """pixels per side below which its pictures are useless"""
    side_step: int = SIDE_STEP
    """pixels of which each side must be a multiple; the pipeline refuses other sizes or, worse, crops them"""
    guidance: str = "guidance_scale"
    """the name of the guidance scale in its pipeline"""
    needs: tuple[str, str] | None = None
    """a library and the first version that supports it, unless all supported versions do"""

    def first_unsupported(self, request: Request) -> str | None:
        """Return the first field that a request sets and this family does not support; None if there is none."""
        return next(
            (name for name in OPTIONAL_FIELDS if name not in self.supports and is_non_default(request, name)), None
        )

    def missing_dependency(self) -> MachineError | None:
        """Return the error for an installed library that is too old for this family; None if there is none."""
        if self.needs is None:
            return None
        name, least = self.needs
        version = package_version(name) or "0"
        old = parse_release(version) < parse_release(least)
        return MachineError("kind-needs", kind=self.name, name=name, least=least, version=version) if old else None


OPTIONAL_FIELDS = tuple(name for name, row in FIELD_TABLE.items() if row.is_optional)
"""The fields of a request that some families do not support; all families support the others."""

_CLASSIC = frozenset(OPTIONAL_FIELDS) - {"prompt_2", "negative_prompt_2", "refiner"}
_IMAGES = frozenset({"image", "mask", "hires_scale"})
_ALL_SCHEDULERS = tuple(SCHEDULERS)

STABLE_DIFFUSION = ModelFamily("Stable Diffusion", _CLASSIC, schedulers=_ALL_SCHEDULERS, scheduler=DEFAULT_SCHEDULER)
STABLE_DIFFUSION_XL = ModelFamily(
    "Stable Diffusion XL",
    frozenset(OPTIONAL_FIELDS),
    schedulers=_ALL_SCHEDULERS,
    scheduler=DEFAULT_SCHEDULER,
    guidance_scale=5.0,
    min_side=256,
)
_READS_T5 = ("transformers", "5.0")  # older versions need sentencepiece for T5, which is not installed
DEEPFLOYD_IF = ModelFamily(
    "DeepFloyd IF",
    frozenset({"negative_prompt"}),
    token_limit=77,
    steps=50,
    guidance_scale=7.0,
    needs=_READS_T5,
)
_NEGATIVE = frozenset({"negative_prompt"})


def _of_patches(name: str, token_limit: int, takes: frozenset[str] = _NEGATIVE, **options: Any) -> ModelFamily:
    """Return a family whose transformer reads patches of 2 x 2 latents, each of 8 pixels per side."""
    attention = ("torch", "2.0")  # for scaled dot product attention, which the transformers of diffusers need
    supports = takes | {"weights"}
    return ModelFamily(name, supports, token_limit, **{"side_step": 2 * SIDE_STEP, "needs": attention, **options})


FAMILIES: Mapping[str, ModelFamily] = {
    **dict.fromkeys(
        ("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline"),
        STABLE_DIFFUSION,
    ),
    **dict.fromkeys(
        ("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"),
        STABLE_DIFFUSION_XL,
    ),
    "IFPipeline": DEEPFLOYD_IF,
    "StableDiffusion3Pipeline": _of_patches(
        "Stable Diffusion 3",
        77,
        _IMAGES | {"prompt_2", "negative_prompt_2", "loras", "negative_prompt"},
        steps=28,
        guidance_scale=7.0,
    ),
    "FluxPipeline": _of_patches(
        "FLUX", 512, _IMAGES | {"prompt_2", "loras"}, tokenizer="tokenizer_2", steps=28, guidance_scale=3.5
    ),
    "Flux2KleinPipeline": _of_patches("FLUX 2 klein", 512, frozenset(), steps=50, guidance_scale=4.0),
    "ChromaPipeline": _of_patches("Chroma", 512, steps=35, guidance_scale=5.0),
    "PixArtAlphaPipeline": _of_patches("PixArt", 120, steps=20, guidance_scale=4.5),
    "PixArtSigmaPipeline": _of_patches("PixArt", 300, steps=20, guidance_scale=4.5),
    "SanaPipeline": _of_patches("Sana", 300, steps=20, guidance_scale=4.5, side_step=32),
    "HunyuanDiTPipeline": _of_patches("Hunyuan-DiT", 77, steps=50, guidance_scale=5.0),
    "AuraFlowPipeline": _of_patches("AuraFlow", 256, steps=50, guidance_scale=3.5),
    "LuminaPipeline": _of_patches("Lumina", 256, steps=30, guidance_scale=4.0),
    "Lumina2Pipeline": _of_patches("Lumina", 256, steps=30, guidance_scale=4.0),
    "CogView3PlusPipeline": _of_patches("CogView", 224, steps=50, guidance_scale=5.0),
    "CogView4Pipeline": _of_patches("CogView", 1024, steps=50, guidance_scale=5.0),
    "QwenImagePipeline": _of_patches("Qwen-Image", 512, steps=50, guidance_scale=4.0, guidance="true_cfg_scale"),
    "ZImagePipeline": _of_patches("Z-Image", 512, steps=50, guidance_scale=5.0),
    "Kandinsky3Pipeline": ModelFamily(
        "Kandinsky 3",
        _NEGATIVE | {"weights"},
        token_limit=128,
        steps=25,
        guidance_scale=3.0,
        side_step=64,
        needs=_READS_T5,
    ),
    "LatentConsistencyModelPipeline": ModelFamily(
        "Latent Consistency",
        frozenset({"image", "loras", "embeddings", "clip_skip", "variation_strength", "hires_scale", "vae", "weights"}),
        steps=4,
        guidance_scale=8.5,
    ),
}
"""Steps and guidance are the defaults of each pipeline's `__call__` in diffusers 0.42."""


ALLOWED_CLASSES: Mapping[str, frozenset[str]] = {
    "diffusers": frozenset(
        {
            *("AuraFlowTransformer2DModel", "AutoencoderDC", "AutoencoderKL", "AutoencoderKLFlux2"),
            *(
                "AutoencoderKLQwenImage",
                "AutoencoderTiny",
                "ChromaTransformer2DModel",
                "CogView3PlusTransformer2DModel",
            ),
            *("CogView4Transformer2DModel", "Flux2Transformer2DModel", "FluxTransformer2DModel", "HunyuanDiT2DModel"),
            *("Kandinsky3UNet", "Lumina2Transformer2DModel", "LuminaNextDiT2DModel", "PixArtTransformer2DModel"),
            *("QwenImageTransformer2DModel", "SD3Transformer2DModel", "SanaTransformer2DModel", "UNet2DConditionModel"),
            *("VQModel", "ZImageTransformer2DModel"),
        }
    ),
    "transformers": frozenset(
        {
            *("BertModel", "CLIPTextModel", "CLIPTextModelWithProjection", "Gemma2Model", "GemmaModel", "GlmModel"),
            *("Qwen2_5_VLForConditionalGeneration", "Qwen3ForCausalLM", "Qwen3Model", "T5EncoderModel"),
            "UMT5EncoderModel",
        }
    ),
}
"""The allowed classes of a part, by library. Schedulers and tokenizers may have any name."""


def is_allowed_class(library: str, class_name: str) -> bool:
    """Return whether a part of this class may be loaded; other classes that an index names are not even looked up."""
    known = ALLOWED_CLASSES.get(library)
    ends = {"diffusers": ("Scheduler",), "transformers": ("Tokenizer", "TokenizerFast")}.get(library, ())
    return known is not None and (class_name in known or (class_name.isidentifier() and class_name.endswith(ends)))


def is_non_default(request: Request, name: str) -> bool:
    """Return whether a request sets a field to something other than its default."""
    if name == "weights":  # every family runs in full precision
        return request.weights not in (AUTO, WeightFormat.FULL.value)
    return getattr(request, name) != getattr(Request, name)
