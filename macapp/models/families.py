"""The table of model families: one row for each, with everything that the program knows about it. Any thread.

Data only, no PyTorch. `tests/engine/test_families_table.py` compares the rows with the pipelines of diffusers.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from macapp.domain.request import SIDE_STEP
from macapp.domain.schedulers import DEFAULT_SCHEDULER, FLOW_SCHEDULERS, SCHEDULERS, select_schedulers
from macapp.models.model_family import OPTIONAL_FIELDS, ModelFamily, ReferenceUse, Task, name_pipelines
from macapp.models.variants import Variant

_IMAGES = (Task.IMAGE, Task.MASK)
_CONTROLS = (Task.CONTROL, Task.CONTROL_IMAGE, Task.CONTROL_MASK)
_DERIVED = {"image", "mask", "hires_scale", "controls", "references"}
_ALL = frozenset(OPTIONAL_FIELDS) - _DERIVED
_PLAIN = frozenset({"variation_strength", "weights"})
_NEGATIVE = _PLAIN | {"negative_prompt"}
_CACHE = frozenset({"cache_interval", "cache_start"})
_READS_T5 = ("transformers", "5.0")  # older versions need sentencepiece for T5, which is not installed
_HAS_ATTENTION = ("torch", "2.0")  # for scaled dot product attention, which the transformers of diffusers need

# The names of layers in a LoRA, as diffusers, kohya's trainer and the authors of the models write them.
UNET_LAYERS = r"(down|up|input|output)_blocks?[._]|(mid|middle)_block[._]"
_BLOCKS = r"(?<!single_)(?<!joint_)transformer_blocks[._]\d+[._](attn|ff|norm|img_|txt_)"
_FLUX_LAYERS = rf"(double|single)_blocks[._]|single_transformer_blocks[._]|{_BLOCKS}"
_LAYERS = r"(?<![a-z])(layers|(noise|context)_refiner)[._]\d+[._](attention|attn|self_attention|feed_forward|mlp)[._]"
_FAST = (
    # guides of diffusers to LCM and TCD, cards of ByteDance/SDXL-Lightning, stabilityai/sdxl-turbo, ByteDance/Hyper-SD
    Variant(name=r"\blcm\b", steps=4, guidance_scale=1.0, scheduler="lcm"),
    Variant(name=r"\bhyper sd", steps=4, guidance_scale=0.0, scheduler="tcd"),
    Variant(name=r"\b(turbo|lightning)\b", steps=4, guidance_scale=0.0, scheduler="euler trailing"),
)
_FAST_XL = (
    *_FAST[:2],
    replace(_FAST[2], name=r"\b(sdxl|sd xl|sd) (turbo|lightning)\b"),
    # Merges: pages of Lykon's DreamShaper XL (Turbo 4 to 8 steps, Lightning 3 to 6, scale 2, DPM++ SDE Karras) and card
    # of RunDiffusion/Juggernaut-XL-Lightning (5 to 7 steps, scale 1.5 to 2, the same scheduler).
    Variant(name=r"\b(turbo|lightning)\b", steps=6, guidance_scale=2.0, scheduler="dpm++ sde karras"),
)
_classic = partial(
    ModelFamily,
    lora_layers=UNET_LAYERS,
    controlnet="ControlNetModel",
    schedulers=tuple(SCHEDULERS),
    scheduler=DEFAULT_SCHEDULER,
    variants=_FAST,
)
_of_patches: Any = partial(ModelFamily, settings=_NEGATIVE, side_step=2 * SIDE_STEP, needs=_HAS_ATTENTION)
"""A family whose transformer reads patches of 2 x 2 latents, each of 8 pixels per side."""
_of_flow = partial(_of_patches, schedulers=FLOW_SCHEDULERS)
"""The same, trained by flow matching."""
_FEW_STEPS = ("lcm", "tcd", "euler trailing")  # the schedulers of models that need a few steps
_of_noise = partial(
    _of_patches,
    schedulers=select_schedulers((n for n in SCHEDULERS if n not in _FEW_STEPS), False, has_aligned_levels=False),
)
"""The same, trained to predict noise."""
_PIXART_LCM = Variant(noise={"_class_name": "LCMScheduler"}, steps=4, guidance_scale=0.0)
"""Card of PixArt-alpha/PixArt-LCM-XL-2-1024-MS."""

STABLE_DIFFUSION = _classic(
    name="Stable Diffusion",
    pipelines=name_pipelines("StableDiffusion", *_IMAGES, *_CONTROLS),
    settings=_ALL - {"prompt_2", "negative_prompt_2", "refiner"},
)
STABLE_DIFFUSION_XL = _classic(
    name="Stable Diffusion XL",
    pipelines=name_pipelines("StableDiffusionXL", *_IMAGES, *_CONTROLS),
    text_encoders=2,
    settings=_ALL,
    guidance_scale=5.0,
    min_side=256,
    variants=_FAST_XL,
)
DEEPFLOYD_IF = ModelFamily(
    name="DeepFloyd IF",
    pipelines=name_pipelines("IF"),
    autoencoders=(),
    settings=frozenset({"negative_prompt"}),
    token_limit=77,
    steps=50,
    guidance_scale=7.0,
    needs=_READS_T5,
)

ROWS: tuple[ModelFamily, ...] = (
    STABLE_DIFFUSION,
    STABLE_DIFFUSION_XL,
    DEEPFLOYD_IF,
    _of_flow(
        name="Stable Diffusion 3",
        pipelines=name_pipelines("StableDiffusion3", *_IMAGES, Task.CONTROL),
        controlnet="SD3ControlNetModel",
        lora_layers=rf"joint_blocks[._]|context_block[._]|{_BLOCKS}",
        denoiser="SD3Transformer2DModel",
        text_encoders=2,
        settings=_NEGATIVE | _CACHE | {"prompt_2", "negative_prompt_2", "guidance_end", "unconditional_interval"},
        token_limit=77,
        steps=28,
        guidance_scale=7.0,
        variants=(
            # cards of stabilityai/stable-diffusion-3.5-large-turbo (as its Space), -large and -medium
            Variant(name=r"\bturbo\b", steps=4, guidance_scale=0.0),
            Variant(denoiser={"qk_norm": "rms_norm", "num_layers": 38}, steps=28, guidance_scale=3.5),
            Variant(denoiser={"qk_norm": "rms_norm", "num_layers": 24}, steps=40, guidance_scale=4.5),
        ),
    ),
    _of_flow(
        name="FLUX",
        pipelines=name_pipelines("Flux", *_IMAGES, *_CONTROLS),
        controlnet="FluxControlNetModel",
        union_modes={"canny": 0, "depth": 2},  # cards of InstantX/FLUX.1-dev-Controlnet-Union and Shakker-Labs' Pro
        lora_layers=_FLUX_LAYERS,
        denoiser="FluxTransformer2DModel",
        text_encoders=2,
        settings=_PLAIN | _CACHE | {"prompt_2"},
        token_limit=512,
        tokenizer="tokenizer_2",
        steps=28,
        guidance_scale=3.5,
        variants=(
            # cards of black-forest-labs/FLUX.1-schnell, FLUX.1-Krea-dev (28 steps and 4.5 as in its Space),
            # alimama-creative/FLUX.1-Turbo-Alpha, and ByteDance/Hyper-SD (FLUX: 8 or 16 steps, scale 3.5)
            Variant(denoiser={"guidance_embeds": False}, steps=4, guidance_scale=0.0),
            Variant(name=r"\bkrea\b", steps=28, guidance_scale=4.5),
            Variant(name=r"\b(turbo|hyper flux)\b", steps=8, guidance_scale=3.5),
        ),
    ),
    _of_flow(
        name="FLUX Fill",
        pipelines={Task.MASK: "FluxFillPipeline"},
        lora_layers=_FLUX_LAYERS,
        denoiser="FluxTransformer2DModel",
        input_channels=((8, 256),),  # latents, those of the masked image, and 8 x 8 pixels of the mask for each, packed
        text_encoders=2,
        settings=_CACHE | {"prompt_2", "weights"},
        token_limit=512,
        tokenizer="tokenizer_2",
        steps=50,  # card of black-forest-labs/FLUX.1-Fill-dev
        guidance_scale=30.0,
    ),
    _of_flow(
        name="FLUX Kontext",
        pipelines=name_pipelines("FluxKontext", Task.MASK),
        lora_layers=_FLUX_LAYERS,
        denoiser="FluxTransformer2DModel",
        text_encoders=2,
        references=ReferenceUse(1, with_image=1, enlarges=True),
        settings=_PLAIN | _CACHE | {"prompt_2"},
        token_limit=512,
        tokenizer="tokenizer_2",
        steps=28,
        guidance_scale=2.5,  # of the model card; the default of the pipeline is 3.5
    ),
    _of_flow(
        name="FLUX 2 klein",
        pipelines=name_pipelines("Flux2Klein", Task.MASK),
        lora_layers=_FLUX_LAYERS,
        denoiser="Flux2Transformer2DModel",
        autoencoders=("AutoencoderKLFlux2",),
        references=ReferenceUse(4, with_image=1),
        masked_pixels=1024 * 1024,
        settings=_NEGATIVE | _CACHE,
        token_limit=512,
        steps=50,
        guidance_scale=4.0,
        variants=(
            # card of black-forest-labs/FLUX.2-klein-4B; the base has 50 steps and 4.0 in the example of its pipeline
            Variant(index={"is_distilled": True}, steps=4, guidance_scale=1.0),
        ),
    ),
    _of_flow(
        name="FLUX 2",
        pipelines=name_pipelines("Flux2"),
        lora_layers=_FLUX_LAYERS,
        denoiser="Flux2Transformer2DModel",
        autoencoders=("AutoencoderKLFlux2",),
        references=ReferenceUse(6),
        settings=_PLAIN | _CACHE,
        token_limit=512,
        steps=50,
        guidance_scale=4.0,
    ),
    _of_flow(
        name="Chroma",
        pipelines=name_pipelines("Chroma", *_IMAGES),
        lora_layers=_FLUX_LAYERS,
        denoiser="ChromaTransformer2DModel",
        settings=_NEGATIVE | _CACHE,
        token_limit=512,
        steps=35,
        guidance_scale=5.0,
    ),
    _of_noise(
        name="PixArt",
        pipelines=name_pipelines("PixArtAlpha"),
        denoiser="PixArtTransformer2DModel",
        token_limit=120,
        steps=20,
        guidance_scale=4.5,
        variants=(_PIXART_LCM,),
    ),
    _of_noise(
        name="PixArt",
        pipelines=name_pipelines("PixArtSigma"),
        denoiser="PixArtTransformer2DModel",
        token_limit=300,
        steps=20,
        guidance_scale=4.5,
        variants=(_PIXART_LCM,),
    ),
    _of_patches(
        name="Sana",
        pipelines=name_pipelines("Sana"),
        lora_layers=_BLOCKS,
        denoiser="SanaTransformer2DModel",
        autoencoders=("AutoencoderDC",),
        token_limit=300,
        steps=20,
        guidance_scale=4.5,
        side_step=32,
    ),
    _of_noise(
        name="Hunyuan-DiT",
        pipelines=name_pipelines("HunyuanDiT"),
        denoiser="HunyuanDiT2DModel",
        text_encoders=2,
        token_limit=77,
        steps=50,
        guidance_scale=5.0,
        variants=(
            # card of Tencent-Hunyuan/HunyuanDiT-v1.2-Diffusers-Distilled
            Variant(name=r"\bdistilled\b", steps=25, guidance_scale=5.0),
        ),
    ),
    _of_flow(
        name="AuraFlow",
        pipelines=name_pipelines("AuraFlow"),
        lora_layers=r"(joint|single)_transformer_blocks[._]",
        denoiser="AuraFlowTransformer2DModel",
        token_limit=256,
        steps=50,
        guidance_scale=3.5,
    ),
    _of_flow(
        name="Lumina",
        pipelines=name_pipelines("Lumina"),
        denoiser="LuminaNextDiT2DModel",
        token_limit=256,
        steps=30,
        guidance_scale=4.0,
    ),
    _of_flow(
        name="Lumina",
        pipelines=name_pipelines("Lumina2"),
        lora_layers=_LAYERS,
        denoiser="Lumina2Transformer2DModel",
        token_limit=256,
        steps=30,
        guidance_scale=4.0,
    ),
    _of_patches(
        name="CogView",
        pipelines=name_pipelines("CogView3Plus"),
        denoiser="CogView3PlusTransformer2DModel",
        token_limit=224,
        steps=50,
        guidance_scale=5.0,
    ),
    _of_flow(
        name="CogView",
        pipelines=name_pipelines("CogView4"),
        lora_layers=_BLOCKS,
        denoiser="CogView4Transformer2DModel",
        token_limit=1024,
        steps=50,
        guidance_scale=5.0,
    ),
    _of_flow(
        name="Qwen-Image",
        pipelines=name_pipelines("QwenImage", *_IMAGES, Task.CONTROL),
        controlnet="QwenImageControlNetModel",
        max_controls=1,  # diffusers 0.42 runs no more
        lora_layers=_BLOCKS,
        denoiser="QwenImageTransformer2DModel",
        settings=_NEGATIVE | _CACHE,
        autoencoders=("AutoencoderKLQwenImage",),
        token_limit=512,
        steps=50,
        guidance_scale=4.0,
        variants=(
            # card of lightx2v/Qwen-Image-Lightning
            Variant(name=r"\blightning\b", steps=8, guidance_scale=1.0),
        ),
        guidance="true_cfg_scale",
        blank_negative=" ",
    ),
    _of_flow(
        name="Qwen-Image-Edit",
        pipelines=name_pipelines("QwenImageEdit"),
        lora_layers=_BLOCKS,
        denoiser="QwenImageTransformer2DModel",
        settings=_NEGATIVE | _CACHE,
        autoencoders=("AutoencoderKLQwenImage",),
        references=ReferenceUse(1, is_needed=True, enlarges=True, prompt_pixels=1024 * 1024),
        token_limit=512,
        steps=50,
        guidance_scale=4.0,
        guidance="true_cfg_scale",
        blank_negative=" ",
    ),
    _of_flow(
        name="Qwen-Image-Edit",
        pipelines=name_pipelines("QwenImageEditPlus"),
        lora_layers=_BLOCKS,
        denoiser="QwenImageTransformer2DModel",
        settings=_NEGATIVE | _CACHE,
        autoencoders=("AutoencoderKLQwenImage",),
        references=ReferenceUse(3, is_needed=True, enlarges=True, prompt_pixels=384 * 384),
        token_limit=512,
        steps=40,  # of the model card; the default of the pipeline is 50
        guidance_scale=4.0,
        guidance="true_cfg_scale",
        blank_negative=" ",
    ),
    _of_flow(
        name="Z-Image",
        pipelines=name_pipelines("ZImage", *_IMAGES),
        lora_layers=_LAYERS,
        denoiser="ZImageTransformer2DModel",
        token_limit=512,
        steps=50,
        guidance_scale=4.0,
        variants=(
            # card of Tongyi-MAI/Z-Image-Turbo: 8 evaluations, which took 9 steps before diffusers 0.39 (its pull 13730)
            Variant(name=r"\bturbo\b", steps=8, guidance_scale=0.0),
        ),
    ),
    _of_flow(
        name="Krea 2",
        pipelines=name_pipelines("Krea2"),
        lora_layers=_BLOCKS,
        denoiser="Krea2Transformer2DModel",
        autoencoders=("AutoencoderKLQwenImage",),
        token_limit=512,
        steps=28,
        guidance_scale=4.5,
        variants=(
            # example of Krea2Pipeline in diffusers: 28 steps and 4.5, Turbo 8 and 0
            Variant(index={"is_distilled": True}, name=r"\bturbo\b", steps=8, guidance_scale=0.0),
        ),
    ),
    _of_flow(
        name="ERNIE-Image",
        pipelines=name_pipelines("ErnieImage"),
        lora_layers=_LAYERS,
        denoiser="ErnieImageTransformer2DModel",
        autoencoders=("AutoencoderKLFlux2",),
        settings=_NEGATIVE - {"variation_strength"},  # its pipeline makes its noise by itself
        token_limit=2048,
        steps=50,
        guidance_scale=4.0,
        variants=(
            # card of baidu/ERNIE-Image-Turbo
            Variant(name=r"\bturbo\b", steps=8, guidance_scale=1.0),
        ),
    ),
    _of_flow(
        name="Ovis-Image",
        pipelines=name_pipelines("OvisImage"),
        denoiser="OvisImageTransformer2DModel",
        token_limit=256,
        steps=50,
        guidance_scale=5.0,
    ),
    _of_flow(
        name="Ideogram 4",
        pipelines=name_pipelines("Ideogram4"),
        lora_layers=_LAYERS,
        denoiser="Ideogram4Transformer2DModel",
        autoencoders=("AutoencoderKLFlux2",),
        schedulers=("own", "euler"),  # the pipeline has one guidance scale for each step, and Heun evaluates twice
        settings=_PLAIN,
        has_unguided_side=True,
        token_limit=2048,
        steps=48,
        guidance_scale=7.0,
    ),
    ModelFamily(
        name="Kandinsky 3",
        pipelines=name_pipelines("Kandinsky3", Task.IMAGE),
        denoiser="Kandinsky3UNet",
        autoencoders=("VQModel",),
        settings=_NEGATIVE,
        token_limit=128,
        steps=25,
        guidance_scale=3.0,
        side_step=64,
        needs=_READS_T5,
    ),
    ModelFamily(
        name="Latent Consistency",
        pipelines=name_pipelines("LatentConsistencyModel", Task.IMAGE),
        lora_layers=UNET_LAYERS,
        settings=frozenset({"embeddings", "clip_skip", "variation_strength", "vae", "weights"}),
        steps=4,
        guidance_scale=8.5,
    ),
)
"""Steps and guidance are the defaults of each pipeline's `__call__` in diffusers 0.42, or those of the model's card.

The numbers of reference images are those that the authors recommend (docs.bfl.ai, "Prompting and editing"; the model
card of Qwen-Image-Edit-2509).
"""

_SAVED_AS = (Task.TEXT, *_IMAGES)
FAMILIES: Mapping[str, ModelFamily] = {
    row.pipelines[task]: row for row in ROWS for task in _SAVED_AS if task in row.pipelines
}
"""The family of each pipeline class that `model_index.json` may name: the tasks of a family share their parts."""

PROMPT_PROCESSOR = "Qwen2VLProcessor"
"""The class of the part that reads a prompt together with images; Easel has its own."""
TEXT_PROCESSOR = "PixtralProcessor"
"""The class of the part of FLUX 2 that reads a prompt. It never sees an image, so its tokenizer is enough."""
ALLOWED_CLASSES: Mapping[str, frozenset[str]] = {
    "diffusers": frozenset(name for row in ROWS for name in (row.denoiser, *row.autoencoders)),
    "transformers": frozenset(
        {
            *("BertModel", "CLIPTextModel", "CLIPTextModelWithProjection", "Gemma2Model", "GemmaModel", "GlmModel"),
            *("Mistral3ForConditionalGeneration", "Mistral3Model", "Qwen2_5_VLForConditionalGeneration"),
            *("Qwen3ForCausalLM", "Qwen3Model", "Qwen3VLModel", "T5EncoderModel", "UMT5EncoderModel"),
            *(PROMPT_PROCESSOR, TEXT_PROCESSOR),
        }
    ),
}
"""The allowed classes of a part, by library. Schedulers and tokenizers may have any name."""


def is_allowed_class(library: str, class_name: str) -> bool:
    """Return whether a part of this class may be loaded; other classes that an index names are not even looked up."""
    known = ALLOWED_CLASSES.get(library)
    ends = {"diffusers": ("Scheduler",), "transformers": ("Tokenizer", "TokenizerFast")}.get(library, ())
    return known is not None and (class_name in known or (class_name.isidentifier() and class_name.endswith(ends)))
