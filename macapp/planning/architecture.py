"""The facts about a checkpoint, and about what a request adds to it, that the memory rules need. Any thread."""

from dataclasses import dataclass

from macapp.domain.weight_format import WeightFormat


@dataclass(frozen=True)
class PackedPart:
    """What of one part of a checkpoint is not in the precision of the rest: packed, or kept in float32."""

    weights: int = 0
    """numbers that are packed or kept"""
    stored: int = 0
    """bytes that these take in memory"""
    largest: int = 0
    """numbers of the largest packed layer, of which there is an unpacked copy while it runs; twice as many if that copy
    is in float32 next to float16"""


@dataclass(frozen=True)
class ExtraModels:
    """What a request uses besides its checkpoint: other models and reference images."""

    weights: int = 0
    """number of weights in the precision of the rest: of ControlNets, LoRA, another VAE"""
    packed: tuple[tuple[WeightFormat, PackedPart], ...] = ()
    """what weight formats pack of `weights`: of ControlNets"""
    single_weights: int = 0
    """number of weights that are always in single precision: of convolutional upscalers"""
    controls: int = 0
    """number of ControlNets"""
    models: tuple[tuple["Architecture", tuple[int, int]], ...] = ()
    """models that stay in memory too, each with the size that it draws at a time: a refiner, a diffusion upscaler"""
    enlarged: int = 0
    """pixels that a convolutional upscaler makes at a time"""
    reference_pixels: tuple[int, ...] = ()
    """pixels of each reference image as the VAE encodes it"""
    keeps_layers: bool = False
    """whether an output of the denoiser's deep layers is kept from one step to the next"""


@dataclass(frozen=True)
class FormatWeights:
    """What a weight format packs of a checkpoint; in full precision nothing but the blocks of a GGUF file."""

    weight_format: WeightFormat = WeightFormat.FULL
    denoiser: PackedPart = PackedPart()
    text: tuple[PackedPart, ...] = ()
    """of each text encoder"""
    text_float16: tuple[PackedPart, ...] = ()
    """the same where text encoders are in float16; empty if that makes no difference"""


@dataclass(frozen=True)
class Architecture:
    """The facts about a checkpoint that the rules need; from its configuration files, not from its weights."""

    native_size: int
    """pixels a side that it was trained on"""
    weights: int
    """bytes of its safetensors on disk"""
    text_weights: int
    """bytes of `weights` that belong to text encoders, which the engine can release between prompts"""
    bytes_per_weight: int
    """2 for float16 on disk, 4 for float32"""
    latent_scale: int
    """pixels per latent, a side"""
    attention: tuple[tuple[int, int], ...]
    """one pair for each level of the UNet that has attention: latents per position a side, heads"""
    channels: int
    """of the top level of the UNet; twice as many on the next, at most four times"""
    vae_attention: bool
    vae_channels: int
    """channels of the widest map that the VAE makes at full size"""
    vae_single: bool
    """whether the VAE computes in float32 even where the rest is in half precision, as that of SDXL does"""
    family: str = ""
    """the catalogue's name of its family, with the generation of Stable Diffusion; empty if it is not known"""
    extras: ExtraModels = ExtraModels()
    """the models used with it"""
    formats: tuple[FormatWeights, ...] = (FormatWeights(),)
    """the weight formats that may be used, the one with the best pictures first"""
    text_parts: tuple[int, ...] = ()
    """bytes of `text_weights` that can be in memory without the others; empty: all text encoders together"""
    text_working: int = 0
    """numbers that a text encoder holds besides its weights for the longest prompt"""
    text_scores: int = 0
    """numbers that it holds besides these on Apple's GPU, where its attention is plain and stores scores"""
    step_numbers: float = 0.0
    """numbers that a step of a transformer holds for each token and channel; 0 for a UNet"""
    text_tokens: int = 0
    """tokens of the prompt that attend together with the positions of the picture"""
    sides: int = 2
    """sides of guidance that are computed in one batch"""
    decode_maps: float = 3.0
    """maps of the widest kind that the VAE holds at its peak: input, normalized and output of a convolution"""
    encode_maps: float = 2.5
    """the same while it encodes an image: half as wide, those of a residual block, and the input padded to be halved"""
    can_tile: bool = True
    """whether the VAE can decode in tiles"""

    @property
    def encoders(self) -> tuple[int, ...]:
        """The bytes of each text encoder on disk, or of all together where they encode together."""
        return self.text_parts or ((self.text_weights,) if self.text_weights else ())

    def packed(self, weight_format: WeightFormat) -> FormatWeights:
        """Return what a weight format packs."""
        return next(entry for entry in self.formats if entry.weight_format is weight_format)
