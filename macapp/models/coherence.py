"""Whether the parts of a model go together, as far as its index and configurations tell: before anything is loaded.

Libraries load parts that do not go together without an error, and the first step then fails in the middle of a network.
Data and pure functions. Any thread.
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from macapp.errors import MachineError

Config = Mapping[str, Any]
Parts = Mapping[str, tuple[str, str]]

_UNET, _CLIP = "UNet2DConditionModel", ("text_encoder", "tokenizer")
_SECOND = ("text_encoder_2", "tokenizer_2")
DENOISERS: Mapping[str, str] = {
    "StableDiffusion3Pipeline": "SD3Transformer2DModel",
    "FluxPipeline": "FluxTransformer2DModel",
    "Flux2KleinPipeline": "Flux2Transformer2DModel",
    "ChromaPipeline": "ChromaTransformer2DModel",
    "PixArtAlphaPipeline": "PixArtTransformer2DModel",
    "PixArtSigmaPipeline": "PixArtTransformer2DModel",
    "SanaPipeline": "SanaTransformer2DModel",
    "HunyuanDiTPipeline": "HunyuanDiT2DModel",
    "AuraFlowPipeline": "AuraFlowTransformer2DModel",
    "LuminaPipeline": "LuminaNextDiT2DModel",
    "Lumina2Pipeline": "Lumina2Transformer2DModel",
    "CogView3PlusPipeline": "CogView3PlusTransformer2DModel",
    "CogView4Pipeline": "CogView4Transformer2DModel",
    "QwenImagePipeline": "QwenImageTransformer2DModel",
    "ZImagePipeline": "ZImageTransformer2DModel",
    "Kandinsky3Pipeline": "Kandinsky3UNet",
}
"""What draws, of each pipeline; of all others it is a UNet of Stable Diffusion's."""
AUTOENCODERS: Mapping[str, tuple[str, ...]] = {
    "SanaPipeline": ("AutoencoderDC",),
    "Flux2KleinPipeline": ("AutoencoderKLFlux2",),
    "QwenImagePipeline": ("AutoencoderKLQwenImage",),
    "Kandinsky3Pipeline": ("VQModel",),
}
PLAIN_AUTOENCODERS = ("AutoencoderKL", "AutoencoderTiny")
PIXELS: Mapping[str, tuple[int, ...]] = {"IFPipeline": (3,), "IFSuperResolutionPipeline": (6,)}
"""Channels that go into a UNet that draws pixels, not latents."""
USES: Mapping[int, str] = {
    5: "start from a map of depth",
    7: "enlarge pictures",
    8: "change a picture as they are told, like InstructPix2Pix",
}
"""What UNets are for by how many channels go in, where Easel has no use for them."""
USES_OF_FLUX: Mapping[int, str] = {128: "follow a map of edges or depth", 384: "fill in what is masked"}
PREDICTIONS = (None, "epsilon", "sample", "v_prediction", "flow_prediction")
LEAST_TRAINED = 100  # steps that a noise schedule has; all known ones have a thousand
LATENT_CONSISTENCY = "LatentConsistencyModelPipeline"
X4_UPSCALER = "StableDiffusionUpscalePipeline"
AESTHETIC = 5  # numbers of size, crop and score that a refiner is given; other models of SDXL get six


def check_together(path: str, pipeline: str, index: Config, parts: Parts, config: Callable[[str], Config]) -> None:
    """Raise `MachineError` unless a model has the parts that its pipeline calls, and they go together.

    `path` is what to call it, `config` returns the configuration of a part.
    """
    check = _Check(path, pipeline, index, parts, config)
    check.complete()
    check.classes()
    check.schedule()
    if pipeline not in DENOISERS:
        check.unet()
    else:
        check.transformer()


class _Check:
    """The checks of one model; each raises `MachineError`."""

    def __init__(self, path: str, pipeline: str, index: Config, parts: Parts, config: Callable[[str], Config]) -> None:
        self._path, self._pipeline = path, pipeline
        self._index, self._parts, self._config = index, parts, config
        self.denoiser = "unet" if self._has_plain_unet or pipeline == "Kandinsky3Pipeline" else "transformer"

    @property
    def _has_plain_unet(self) -> bool:
        return self._pipeline not in DENOISERS

    @property
    def _is_xl(self) -> bool:
        return self._pipeline.startswith("StableDiffusionXL")

    @property
    def _is_refiner(self) -> bool:
        return self._pipeline == "StableDiffusionXLImg2ImgPipeline" and "text_encoder" not in self._parts

    @property
    def _autoencoder(self) -> str | None:
        if self._pipeline in PIXELS:
            return None
        return "movq" if self._pipeline == "Kandinsky3Pipeline" else "vae"

    def complete(self) -> None:
        needed = {self.denoiser, "scheduler", *([self._autoencoder] if self._autoencoder else [])}
        if not self._is_refiner and self._pipeline != "IFSuperResolutionPipeline":
            needed.update(_CLIP)
        if self._is_xl or self._pipeline in ("FluxPipeline", "StableDiffusion3Pipeline", "HunyuanDiTPipeline"):
            needed.update(_SECOND)
        needed.update(name.replace("text_encoder", "tokenizer") for name in self._parts if "text_encoder" in name)
        for name in sorted(needed - self._parts.keys()):
            raise MachineError("model-part-broken", path=self._path, part=name)

    def classes(self) -> None:
        wanted: dict[str, tuple[str, ...]] = {self.denoiser: (DENOISERS.get(self._pipeline, _UNET),)}
        if self._autoencoder:
            wanted[self._autoencoder] = AUTOENCODERS.get(self._pipeline, PLAIN_AUTOENCODERS)
        if self._pipeline == LATENT_CONSISTENCY:
            wanted["scheduler"] = ("LCMScheduler",)
        for name, classes in wanted.items():
            if self._parts[name][1] not in classes:
                self._unfit(name, "model_index.json")

    def schedule(self) -> None:
        """A schedule of noise that no scheduler knows, or that has fewer steps than pictures take."""
        found = self._config("scheduler/scheduler_config.json")
        trained = _number(found, "num_train_timesteps")
        if found.get("prediction_type") not in PREDICTIONS or (trained is not None and trained < LEAST_TRAINED):
            raise MachineError("model-part-broken", path=self._path, part="scheduler/scheduler_config.json")

    def unet(self) -> None:
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
                self._unfit("unet", "model_index.json")
        self._check_widths(config)

    def _check_channels(self, config: Config) -> None:
        """What goes in is latents, for inpainting those of the masked image and a mask too; what comes out, latents."""
        latents, inside = self._latents(), _number(config, "in_channels")
        usual = PIXELS.get(self._pipeline) or ((latents, 2 * latents + 1) if latents else ())
        if self._pipeline == X4_UPSCALER:
            usual = (7,)
        if inside is not None and usual and inside not in usual:
            self._other_channels(inside)
        outside = _number(config, "out_channels")
        if latents is not None and outside is not None and outside != latents:
            self._unfit("unet", "vae")

    def _check_widths(self, config: Config) -> None:
        """A token has as many numbers in the UNet as all text encoders together give it."""
        encoders = {name: self._config(f"{name}/config.json") for name in self._parts if "text_encoder" in name}
        widths = [_number(each, "hidden_size") for each in encoders.values()]
        width = config.get("cross_attention_dim")
        asked = width if isinstance(width, list) else [width]
        if None in widths or not all(isinstance(each, int) for each in asked):
            return
        if any(each != sum(each for each in widths if each is not None) for each in asked):
            self._unfit("unet", "text_encoder" if "text_encoder" in encoders else "text_encoder_2")
        if self._is_xl:
            self._check_told(config, _number(encoders["text_encoder_2"], "projection_dim"))

    def _check_told(self, config: Config, said: int | None) -> None:
        """A UNet of SDXL is given sizes and crops, each some numbers wide, and what the prompt says as a whole."""
        whole, each = (
            _number(config, "projection_class_embeddings_input_dim"),
            _number(config, "addition_time_embed_dim"),
        )
        numbers = AESTHETIC if self._index.get("requires_aesthetics_score") else AESTHETIC + 1
        if whole is not None and each is not None and said is not None and whole != numbers * each + said:
            self._unfit("unet", "text_encoder_2")

    def transformer(self) -> None:
        """What goes into a transformer is latents, of some kinds four of them together."""
        inside, latents = _number(self._config(f"{self.denoiser}/config.json"), "in_channels"), self._latents()
        if inside is not None and latents is not None and inside not in (latents, 4 * latents):
            self._other_channels(inside)

    def _latents(self) -> int | None:
        """Return how many numbers a latent has; None for a model without latents, or if nothing tells."""
        if self._autoencoder is None:
            return None
        config = self._config(f"{self._autoencoder}/config.json")
        return _number(config, "latent_channels") or _number(config, "z_dim")

    def _other_channels(self, channels: int) -> None:
        use = (USES if self._has_plain_unet else USES_OF_FLUX).get(channels)
        if use is None:
            self._unfit(self.denoiser, self._autoencoder or "model_index.json")
        raise MachineError("model-channels", path=self._path, channels=channels, use=use)

    def _unfit(self, part: str, other: str) -> NoReturn:
        raise MachineError("model-parts-unfit", path=self._path, part=part, other=other)


def _number(config: Config, name: str) -> int | None:
    found = config.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
