"""Check that the parts of a model fit each other, from its index and configurations, before anything is loaded.

Libraries load parts that do not fit without an error, and the first step then fails inside a network. Data and pure
functions. Any thread.
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from macapp.errors import MachineError
from macapp.models.families import FAMILIES
from macapp.models.model_family import UNET, ModelFamily
from macapp.models.references import REFERENCE_PIXELS

Config = Mapping[str, Any]
Parts = Mapping[str, tuple[str, str]]

_CLIP = ("text_encoder", "tokenizer")
PIXELS: Mapping[str, tuple[int, ...]] = {"IFPipeline": (3,), "IFSuperResolutionPipeline": (6,)}
"""Input channels of UNets that work on pixels, not on latents."""
USES: Mapping[int, str] = {
    5: "start from a map of depth",
    7: "enlarge pictures",
    8: "edit a picture by instructions, like InstructPix2Pix",
}
"""The purpose of unsupported UNets, by their input channels."""
USES_OF_FLUX: Mapping[int, str] = {128: "follow a map of edges or depth", 384: "fill in what is masked"}
PREDICTIONS = (None, "epsilon", "sample", "v_prediction", "flow_prediction")
MIN_TRAINED_STEPS = 100  # steps of a noise schedule; all known ones have a thousand
LATENT_CONSISTENCY = "Latent Consistency"
X4_UPSCALER = "StableDiffusionUpscalePipeline"
_STAGES: Mapping[str, ModelFamily] = {
    "IFSuperResolutionPipeline": ModelFamily(name="DeepFloyd IF", pipelines={}, autoencoders=()),
    X4_UPSCALER: ModelFamily(name="Stable Diffusion", pipelines={}),
}
"""Models that enlarge pictures. They have parts, but no family."""
_PATCHES = {
    "patch_size": "patch_size",
    "temporal_patch_size": "temporal_patch_size",
    "merge_size": "spatial_merge_size",
}
"""The settings of a processor that must equal those of a vision encoder, which has another name for the last."""
AESTHETIC_NUMBERS = 5  # numbers of size, crop and score that a refiner gets; other SDXL models get six


def check_together(path: str, pipeline: str, index: Config, parts: Parts, config: Callable[[str], Config]) -> None:
    """Raise `MachineError` unless a model has all parts of its pipeline and they fit each other.

    `path` is its name for the user; `config` returns the configuration of a part.
    """
    check = _Check(path, pipeline, index, parts, config)
    check.check_complete()
    check.check_classes()
    check.check_schedule()
    check.check_processor()
    if check.has_plain_unet:
        check.check_unet()
    else:
        check.check_transformer()


class _Check:
    """The checks of one model; each raises `MachineError`."""

    def __init__(self, path: str, pipeline: str, index: Config, parts: Parts, config: Callable[[str], Config]) -> None:
        self._path, self._pipeline = path, pipeline
        self._index, self._parts, self._config = index, parts, config
        self._family = _STAGES.get(pipeline) or FAMILIES[pipeline]

    @property
    def has_plain_unet(self) -> bool:
        """Whether its denoiser is the UNet of Stable Diffusion."""
        return self._family.denoiser == UNET

    @property
    def _is_xl(self) -> bool:
        return self._pipeline.startswith("StableDiffusionXL")

    @property
    def _is_refiner(self) -> bool:
        return self._pipeline == "StableDiffusionXLImg2ImgPipeline" and "text_encoder" not in self._parts

    def check_complete(self) -> None:
        family = self._family
        needed = {family.denoiser_part, "scheduler", *filter(None, [family.autoencoder_part])}
        if not self._is_refiner and self._pipeline != "IFSuperResolutionPipeline":
            needed.update(_CLIP)
        for number in range(2, family.text_encoders + 1):
            needed.update((f"text_encoder_{number}", f"tokenizer_{number}"))
        if "QwenImageEdit" in self._pipeline:
            needed.add("processor")
        needed.update(name.replace("text_encoder", "tokenizer") for name in self._parts if "text_encoder" in name)
        for name in sorted(needed - self._parts.keys()):
            raise MachineError("model-part-broken", path=self._path, part=name)

    def check_classes(self) -> None:
        family = self._family
        wanted: dict[str, tuple[str, ...]] = {family.denoiser_part: (family.denoiser,)}
        if family.autoencoder_part:
            wanted[family.autoencoder_part] = family.autoencoders
        if family.name == LATENT_CONSISTENCY:
            wanted["scheduler"] = ("LCMScheduler",)
        for name, classes in wanted.items():
            if self._parts[name][1] not in classes:
                self._raise_unfit(name, "model_index.json")

    def check_schedule(self) -> None:
        """Check the noise schedule: a known prediction type, and enough steps."""
        found = self._config("scheduler/scheduler_config.json")
        trained = _number(found, "num_train_timesteps")
        if found.get("prediction_type") not in PREDICTIONS or (trained is not None and trained < MIN_TRAINED_STEPS):
            raise MachineError("model-part-broken", path=self._path, part="scheduler/scheduler_config.json")

    def check_processor(self) -> None:
        """Check that the text encoder has places for the patches into which a processor cuts images."""
        if "processor" not in self._parts:
            return
        found = self._config("processor/preprocessor_config.json")
        vision = self._config("text_encoder/config.json").get("vision_config")
        vision = vision if isinstance(vision, dict) else {}
        for name, of_encoder in _PATCHES.items():
            if _number(found, name) != _number(vision, of_encoder):
                self._raise_unfit("processor", "text_encoder")
        size = found.get("size")
        least = _number(found, "min_pixels") or _number(size if isinstance(size, dict) else {}, "shortest_edge") or 0
        if least > REFERENCE_PIXELS:
            raise MachineError("model-part-broken", path=self._path, part="processor/preprocessor_config.json")

    def check_unet(self) -> None:
        config = self._config("unet/config.json")
        self._check_channels(config)
        if self._pipeline in (*PIXELS, X4_UPSCALER):
            return
        added = "text_time" if self._is_xl else None
        for name, wanted in {
            "class_embed_type": None,
            "num_class_embeds": None,
            "encoder_hid_dim_type": None,
            "addition_embed_type": added,
        }.items():
            if config.get(name) != wanted:
                self._raise_unfit("unet", "model_index.json")
        self._check_widths(config)

    def _check_channels(self, config: Config) -> None:
        """Check the channels of a UNet.

        The input is latents, for inpainting also those of the masked image and a mask; the output is latents.
        """
        latents, inside = self._latents(), _number(config, "in_channels")
        usual = PIXELS.get(self._pipeline) or ((latents, 2 * latents + 1) if latents else ())
        if self._pipeline == X4_UPSCALER:
            usual = (7,)
        if inside is not None and usual and inside not in usual:
            self._raise_other_channels(inside)
        outside = _number(config, "out_channels")
        if latents is not None and outside is not None and outside != latents:
            self._raise_unfit("unet", "vae")

    def _check_widths(self, config: Config) -> None:
        """Check that the width of a token in the UNet is the sum of the widths of all text encoders."""
        encoders = {name: self._config(f"{name}/config.json") for name in self._parts if "text_encoder" in name}
        widths = [_number(encoder, "hidden_size") for encoder in encoders.values()]
        width = config.get("cross_attention_dim")
        expected = width if isinstance(width, list) else [width]
        if None in widths or not all(isinstance(width, int) for width in expected):
            return
        if any(width != sum(part for part in widths if part is not None) for width in expected):
            self._raise_unfit("unet", "text_encoder" if "text_encoder" in encoders else "text_encoder_2")
        if self._is_xl:
            self._check_time_embedding(config, _number(encoders["text_encoder_2"], "projection_dim"))

    def _check_time_embedding(self, config: Config, pooled: int | None) -> None:
        """Check the width of the time embedding of SDXL.

        It has sizes and crops, each `addition_time_embed_dim` wide, and the pooled prompt.
        """
        total, width = (
            _number(config, "projection_class_embeddings_input_dim"),
            _number(config, "addition_time_embed_dim"),
        )
        numbers = AESTHETIC_NUMBERS if self._index.get("requires_aesthetics_score") else AESTHETIC_NUMBERS + 1
        if total is not None and width is not None and pooled is not None and total != numbers * width + pooled:
            self._raise_unfit("unet", "text_encoder_2")

    def check_transformer(self) -> None:
        """Check the input channels of a transformer."""
        inside, latents = (
            _number(self._config(f"{self._family.denoiser_part}/config.json"), "in_channels"),
            self._latents(),
        )
        if inside is None or latents is None:
            return
        if inside not in [times * latents + more for times, more in self._family.input_channels]:
            self._raise_other_channels(inside)

    def _latents(self) -> int | None:
        """Return the channels of a latent; None for a model without latents, or if unknown."""
        if self._family.autoencoder_part is None:
            return None
        config = self._config(f"{self._family.autoencoder_part}/config.json")
        return _number(config, "latent_channels") or _number(config, "z_dim")

    def _raise_other_channels(self, channels: int) -> None:
        use = (USES if self.has_plain_unet else USES_OF_FLUX).get(channels)
        if use is None:
            self._raise_unfit(self._family.denoiser_part, self._family.autoencoder_part or "model_index.json")
        raise MachineError("model-channels", path=self._path, channels=channels, use=use)

    def _raise_unfit(self, part: str, other: str) -> NoReturn:
        raise MachineError("model-parts-unfit", path=self._path, part=part, other=other)


def _number(config: Config, name: str) -> int | None:
    found = config.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
