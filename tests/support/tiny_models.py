"""Random tiny models with the real architecture: created in a second, and a picture takes less."""

# pyright: reportArgumentType=false, reportCallIssue=false, reportGeneralTypeIssues=false, reportAttributeAccessIssue=false
# (the annotations of diffusers are narrower than its calls)

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    ControlNetModel,
    DDIMScheduler,
    DDPMScheduler,
    EulerDiscreteScheduler,
    IFPipeline,
    IFSuperResolutionPipeline,
    PNDMScheduler,
    StableDiffusionPipeline,
    StableDiffusionUpscalePipeline,
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import save_file
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    DepthAnythingConfig,
    DepthAnythingForDepthEstimation,
    Dinov2Config,
    T5Config,
    T5EncoderModel,
    T5Tokenizer,
)

from macapp.models.families import DEEPFLOYD_IF
from tests.once import copied
from tests.support.libraries import skip_if_too_old_for

WORDS = ("a", "red", "blue", "heart", "boat", "on", "white", "background")


@copied
def make_tiny_model(folder: Path, seed: int = 0, vae_attention: bool = True) -> Path:
    """Write a random Stable Diffusion of a few channels for 64 x 64 pixels to `folder`, as safetensors in float32."""
    torch.manual_seed(seed)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 32),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=32,
        attention_head_dim=4,
        norm_num_groups=8,
    )
    tokenizer = clip_tokenizer(folder / "tokenizer-files")
    scheduler = PNDMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", skip_prk_steps=True, steps_offset=1
    )
    pipeline = StableDiffusionPipeline(
        vae(vae_attention),
        CLIPTextModel(text_config(tokenizer)),
        tokenizer,
        unet,
        scheduler,
        None,
        None,
        requires_safety_checker=False,  # type: ignore[arg-type]
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def make_tiny_inpainting(model: Path, folder: Path) -> Path:
    """Copy a tiny model with a UNet that also takes a mask and a masked image."""
    shutil.copytree(model, folder)
    config = UNet2DConditionModel.load_config(folder / "unet")
    torch.manual_seed(5)
    unet: Any = UNet2DConditionModel.from_config({**config, "in_channels": 9})
    unet.save_pretrained(folder / "unet", safe_serialization=True)
    index = folder / "model_index.json"
    index.write_text(index.read_text().replace("StableDiffusionPipeline", "StableDiffusionInpaintPipeline"))
    return folder


def make_tiny_controlnet(model: Path, folder: Path, seed: int = 1) -> Path:
    """Write a ControlNet for a tiny model; unlike before training, its last layers are not zero."""
    torch.manual_seed(seed)
    unet = UNet2DConditionModel.from_pretrained(model / "unet")
    controlnet = ControlNetModel.from_unet(unet, conditioning_channels=3)
    for name, each in controlnet.named_parameters():
        if "controlnet_" in name:
            torch.nn.init.normal_(each, std=0.2)
    controlnet.save_pretrained(folder, safe_serialization=True)
    return folder


@copied
def make_tiny_xl(folder: Path, seed: int = 0) -> Path:
    """Write a random SDXL of a few channels for 64 x 64 pixels: two text encoders, size and crop conditioning."""
    torch.manual_seed(seed)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 32),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=80,  # 6 numbers of 8 for size and crop, 32 of the second encoder
        cross_attention_dim=64,
        norm_num_groups=8,
    )
    tokenizer = clip_tokenizer(folder / "tokenizer-files")
    pipeline = StableDiffusionXLPipeline(
        vae=vae(True),
        text_encoder=CLIPTextModel(text_config(tokenizer)),
        text_encoder_2=CLIPTextModelWithProjection(text_config(tokenizer)),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=unet,
        scheduler=EulerDiscreteScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear"),
        force_zeros_for_empty_prompt=True,
        add_watermarker=False,
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def make_lora(model: Path, file: Path, seed: int = 2, trigger: str = "") -> Path:
    """Write a LoRA of rank 2 for a tiny model's UNet and text encoder, in the format of kohya."""
    generator = torch.Generator().manual_seed(seed)
    unet = UNet2DConditionModel.from_pretrained(model / "unet")
    tensors: dict[str, torch.Tensor] = {}

    def add(name: str, layer: torch.nn.Linear) -> None:
        tensors[f"{name}.lora_down.weight"] = torch.randn(2, layer.in_features, generator=generator) * 0.5
        tensors[f"{name}.lora_up.weight"] = torch.randn(layer.out_features, 2, generator=generator) * 0.5
        tensors[f"{name}.alpha"] = torch.tensor(2.0)

    for name, each in unet.named_modules():
        if isinstance(each, torch.nn.Linear) and ".attn" in name and "to_out" not in name:
            add(f"lora_unet_{name.replace('.', '_')}", each)
    encoder = CLIPTextModel.from_pretrained(model / "text_encoder")
    for name, each in encoder.named_modules():
        if isinstance(each, torch.nn.Linear) and "self_attn" in name:
            whole = name if name.startswith("text_model") else f"text_model.{name}"
            add(f"lora_te_{whole.replace('.', '_')}", each)
    save_file(tensors, file, metadata={"ss_trigger_words": trigger} if trigger else None)
    return file


@copied
def make_embedding(file: Path, width: int = 32, vectors: int = 2, seed: int = 3) -> Path:
    """Write a textual inversion of some vectors in the format of AUTOMATIC1111."""
    made = torch.randn(vectors, width, generator=torch.Generator().manual_seed(seed))
    save_file({"emb_params": made}, file)
    return file


@copied
def make_esrgan(file: Path, scale: int = 4, seed: int = 4) -> Path:
    """Write a random network of the ESRGAN family: one block of a few channels, with the original names."""
    from macapp.engine.generation.upscaling import torchvision_stub

    with torchvision_stub():
        from spandrel.architectures.ESRGAN import ESRGAN
    torch.manual_seed(seed)
    network = ESRGAN(num_filters=8, num_blocks=1, scale=scale)
    save_file({name: each.clone() for name, each in network.state_dict().items()}, file)
    return file


@copied
def make_x4_upscaler(folder: Path, seed: int = 6) -> Path:
    """Write a random Stable Diffusion x4 upscaler of a few channels."""
    torch.manual_seed(seed)
    unet = UNet2DConditionModel(
        sample_size=16,
        in_channels=7,  # four of latents, three of the small picture
        out_channels=4,
        block_out_channels=(16, 32),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=32,
        attention_head_dim=4,
        num_class_embeds=400,
        norm_num_groups=8,
    )
    autoencoder = AutoencoderKL(
        block_out_channels=(8, 8, 16),
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        norm_num_groups=4,
        latent_channels=4,
        scaling_factor=0.08333,
    )
    tokenizer = clip_tokenizer(folder / "tokenizer-files")
    schedule = {"beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "scaled_linear"}
    pipeline = StableDiffusionUpscalePipeline(
        vae=autoencoder,
        text_encoder=CLIPTextModel(text_config(tokenizer)),
        tokenizer=tokenizer,
        unet=unet,
        low_res_scheduler=DDPMScheduler(**schedule),
        scheduler=DDIMScheduler(**schedule, prediction_type="v_prediction"),
        max_noise_level=350,
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


@copied
def make_tiny_if(folder: Path, seed: int = 7) -> Path:
    """Write a random DeepFloyd IF of a few channels: T5, stage I for 16 x 16 pixels, stage II, and the x4 upscaler.

    Skips the test with too old libraries.
    """
    skip_if_too_old_for(DEEPFLOYD_IF)
    torch.manual_seed(seed)
    common = {
        "layers_per_block": 1,
        "block_out_channels": (32, 64),
        "down_block_types": ("ResnetDownsampleBlock2D", "SimpleCrossAttnDownBlock2D"),
        "mid_block_type": "UNetMidBlock2DSimpleCrossAttn",
        "up_block_types": ("SimpleCrossAttnUpBlock2D", "ResnetUpsampleBlock2D"),
        "out_channels": 6,  # half of them are the variance
        "cross_attention_dim": 32,
        "encoder_hid_dim": 32,
        "attention_head_dim": 8,
        "addition_embed_type": "text",
        "addition_embed_type_num_heads": 2,
        "cross_attention_norm": "group_norm",
        "resnet_time_scale_shift": "scale_shift",
        "act_fn": "gelu",
        "norm_num_groups": 8,
    }
    first = UNet2DConditionModel(sample_size=16, in_channels=3, **common)
    common |= {  # one more level, so that attention over 16 x 16 does not dominate the time of the tests
        "block_out_channels": (32, 32, 64),
        "down_block_types": (common["down_block_types"][0], *common["down_block_types"]),
        "up_block_types": (*common["up_block_types"], common["up_block_types"][1]),
    }
    second = UNet2DConditionModel(
        sample_size=64, in_channels=6, class_embed_type="timestep", class_embeddings_concat=False, **common
    )
    words = [(f"\u2581{word}", -1.0) for word in WORDS]
    tokenizer, encoder = t5_tokenizer(words), t5_encoder()
    schedule = {"beta_schedule": "squaredcos_cap_v2", "beta_start": 0.0001, "beta_end": 0.02, "thresholding": True}
    scheduler = DDPMScheduler(
        **schedule, variance_type="learned_range", prediction_type="epsilon", sample_max_value=1.0
    )
    parts = {"tokenizer": tokenizer, "text_encoder": encoder, "scheduler": scheduler}
    without = {"safety_checker": None, "feature_extractor": None, "watermarker": None, "requires_safety_checker": False}
    IFPipeline(unet=first, **parts, **without).save_pretrained(folder / "stage-1", safe_serialization=True)
    parts |= {"tokenizer": None, "text_encoder": None, "image_noising_scheduler": DDPMScheduler(**schedule)}
    IFSuperResolutionPipeline(unet=second, **parts, **without).save_pretrained(
        folder / "stage-2", safe_serialization=True
    )
    make_x4_upscaler(folder / "upscaler")
    return folder


@copied
def make_tiny_refiner(folder: Path, seed: int = 10) -> Path:
    """Write a random refiner of SDXL: the second text encoder alone, conditioned on an aesthetic score."""
    torch.manual_seed(seed)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 32),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=72,  # 5 numbers of 8 for size, crop and score, 32 of the encoder
        cross_attention_dim=32,
        norm_num_groups=8,
    )
    tokenizer = clip_tokenizer(folder / "tokenizer-files")
    pipeline = StableDiffusionXLImg2ImgPipeline(
        vae=vae(True),
        text_encoder=None,
        tokenizer=None,
        text_encoder_2=CLIPTextModelWithProjection(text_config(tokenizer)),
        tokenizer_2=tokenizer,
        unet=unet,
        scheduler=EulerDiscreteScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear"),
        requires_aesthetics_score=True,
        force_zeros_for_empty_prompt=False,
        add_watermarker=False,
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


@copied
def make_tiny_depth(folder: Path, seed: int = 11) -> Path:
    """Write a random Depth Anything of a few channels with its image processor."""
    torch.manual_seed(seed)
    stages = [f"stage{number}" for number in range(1, 5)]
    backbone = Dinov2Config(
        hidden_size=16,
        num_hidden_layers=4,
        num_attention_heads=2,
        intermediate_size=32,
        image_size=28,
        patch_size=14,
        out_features=stages,
        reshape_hidden_states=False,
        apply_layernorm=True,
    )
    config = DepthAnythingConfig(
        backbone_config=backbone,
        patch_size=14,
        reassemble_hidden_size=16,
        neck_hidden_sizes=[8, 8, 8, 8],
        fusion_hidden_size=8,
        head_hidden_size=8,
    )
    DepthAnythingForDepthEstimation(config).save_pretrained(folder)
    wants = {
        "image_processor_type": "DPTImageProcessor",
        "size": {"height": 56, "width": 56},
        "keep_aspect_ratio": True,
    }
    (folder / "preprocessor_config.json").write_text(json.dumps({**wants, "ensure_multiple_of": 14}))
    return folder


def t5_tokenizer(words: Sequence[tuple[str, float]] = (), **options: Any) -> T5Tokenizer:
    """Return a tokenizer of letters, and of `words` with their likelihoods."""
    special = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    letters = [("\u2581", -2.0), *((letter, -3.0) for letter in "abcdefghijklmnopqrstuvwxyz")]
    return T5Tokenizer(vocab=[*special, *words, *letters], extra_ids=0, **options)


def t5_encoder() -> T5EncoderModel:
    return T5EncoderModel(T5Config(vocab_size=64, d_model=32, d_ff=37, d_kv=8, num_layers=2, num_heads=4))


def vae(attention: bool, channels: int = 4, **options: Any) -> AutoencoderKL:
    """Return a VAE with a few channels, and with the given number of latent channels."""
    return AutoencoderKL(
        block_out_channels=(8, 8, 16, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        norm_num_groups=4,
        latent_channels=channels,
        mid_block_add_attention=attention,
        **options,
    )


def text_config(tokenizer: CLIPTokenizer) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        projection_dim=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )


def clip_tokenizer(folder: Path) -> CLIPTokenizer:
    folder.mkdir(parents=True)
    letters = [chr(each) for each in range(33, 127)]
    pieces = [*letters, *(f"{letter}</w>" for letter in letters), *(f"{word}</w>" for word in WORDS if len(word) > 1)]
    vocabulary = {piece: number for number, piece in enumerate(["<|startoftext|>", "<|endoftext|>", *pieces])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer.from_pretrained(folder, model_max_length=77)
