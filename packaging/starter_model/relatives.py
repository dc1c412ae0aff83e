"""Train small models of other families on the starter's pictures: SDXL, and DeepFloyd IF in two stages.

They are for the pictures of the guide and do not ship; training takes an hour and a quarter on one core. SDXL starts
from the weights of the starter model, IF from nothing.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (diffusers annotates its calls more narrowly than it answers them)

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import (
    AutoencoderKL,
    DDPMScheduler,
    IFPipeline,
    IFSuperResolutionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from torch import Tensor
from torch.nn import functional
from transformers import (
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    T5Config,
    T5EncoderModel,
    T5Tokenizer,
)

from starter_model import model
from starter_model.captions import any_scene, any_shape, caption
from starter_model.pictures import SIZE, draw
from starter_model.train import (
    EMPTY_SHARE,
    Progress,
    Stage,
    cosine_rate,
    encode_captions,
    make_latents,
    random_example,
    sample_times,
    timestep_weights,
)

BATCH = 24
FIRST_SIDE, SECOND_SIDE = 16, 64  # pixels of IF's two stages
T5_LENGTH = 24  # tokens; no caption is longer
_DOWN, _UP = "ResnetDownsampleBlock2D", "ResnetUpsampleBlock2D"
_DOWN_ATTENDING, _UP_ATTENDING = "SimpleCrossAttnDownBlock2D", "SimpleCrossAttnUpBlock2D"


def train_relatives(starter: Path, work: Path, minutes: float, pictures: int, seed: int) -> None:
    """Train both models into `work`; SDXL takes a sixth of the time, the stages of IF a third and a half."""
    torch.manual_seed(seed)
    work.mkdir(parents=True, exist_ok=True)
    vae = AutoencoderKL.from_pretrained(starter / "vae", torch_dtype=torch.float32).eval()
    latents, captions = make_latents(work, torch.device("cpu"), vae, pictures, seed)
    train_xl(starter, work, vae, latents, captions, 0.17 * minutes)
    images, captions = _draw_pictures(pictures, seed)
    train_if(work, images, captions, 0.33 * minutes, 0.5 * minutes)


def train_xl(
    starter: Path, work: Path, vae: AutoencoderKL, latents: Tensor, captions: list[str], minutes: float
) -> None:
    """Widen the starter's UNet to two text encoders and to size and crop, and continue the training."""
    small = UNet2DConditionModel.from_pretrained(starter / "unet", torch_dtype=torch.float32)
    sizes = 32  # channels for each of the six numbers
    config = {
        **small.config,
        "cross_attention_dim": 2 * model.WIDTH,
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": sizes,
        "projection_class_embeddings_input_dim": model.WIDTH + 6 * sizes,
    }
    unet = UNet2DConditionModel.from_config(config)
    weights = small.state_dict()
    for name, fresh in unet.state_dict().items():
        if name not in weights:
            weights[name] = fresh if "linear_2" not in name else torch.zeros_like(fresh)
        elif weights[name].shape != fresh.shape:  # keys and values: the output of the second encoder has no effect yet
            weights[name] = torch.cat([weights[name], torch.zeros_like(weights[name])], dim=1)
    unet.load_state_dict(weights)
    text = CLIPTextModel.from_pretrained(starter / "text_encoder", dtype=torch.float32)
    second = CLIPTextModelWithProjection(text.config)
    second.load_state_dict({**second.state_dict(), **text.state_dict()}, strict=False)
    words = CLIPTokenizer.from_pretrained(starter / "tokenizer")
    tokens = encode_captions(words, captions)
    time_ids = torch.tensor([[SIZE, SIZE, 0, 0, SIZE, SIZE]]).expand(BATCH, -1)
    noising = DDPMScheduler.from_config(model.scheduler().config)
    step_weights = timestep_weights(noising)

    def error() -> Tensor:
        chosen = torch.randint(len(latents), (BATCH,))
        clean, times = latents[chosen].float(), sample_times(BATCH)
        noise = torch.randn_like(clean)
        ids = tokens[chosen]
        encoded = [part(ids, output_hidden_states=True) for part in (text, second)]
        has_prompt = (torch.rand(BATCH) >= EMPTY_SHARE).float()  # SDXL's pipeline uses zeros for an empty prompt
        embeddings = torch.cat([each.hidden_states[-2] for each in encoded], dim=-1) * has_prompt[:, None, None]
        more = {"text_embeds": encoded[1].text_embeds * has_prompt[:, None], "time_ids": time_ids}
        guess = unet(noising.add_noise(clean, noise, times), times, embeddings, added_cond_kwargs=more).sample
        return _weighted_error(guess, noising.get_velocity(clean, noise, times), step_weights[times])

    _learn("xl", work, minutes, {"unet": unet, "text": text, "second": second}, error, 4e-4)
    StableDiffusionXLPipeline(
        vae=vae,
        text_encoder=text,
        text_encoder_2=second,
        tokenizer=words,
        tokenizer_2=words,
        unet=unet,
        scheduler=model.scheduler(),
        add_watermarker=False,
    ).save_pretrained(work / "starter-xl", safe_serialization=True)


def train_if(work: Path, images: Tensor, captions: list[str], first: float, second: float) -> None:
    """Train a T5 with stage I at 16 x 16 pixels, and stage II, which generates 64 x 64 from a noisy enlargement."""
    words = _t5_words()
    width = model.WIDTH
    text = T5EncoderModel(T5Config(vocab_size=len(words), d_model=width, d_ff=2 * width, d_kv=32, num_layers=2))
    given = words(captions, padding="max_length", max_length=T5_LENGTH, truncation=True, return_tensors="pt")
    nothing = words([""], padding="max_length", max_length=T5_LENGTH, return_tensors="pt")
    schedule = {"beta_schedule": "squaredcos_cap_v2", "thresholding": True, "sample_max_value": 1.0}
    noising = DDPMScheduler(**schedule, variance_type="learned_range", prediction_type="epsilon")

    def encode(chosen: Tensor) -> dict[str, Tensor]:
        silent = torch.rand(len(chosen), 1) < EMPTY_SHARE
        ids = torch.where(silent, nothing.input_ids, given.input_ids[chosen])
        mask = torch.where(silent, nothing.attention_mask, given.attention_mask[chosen])
        return {"encoder_hidden_states": text(ids, attention_mask=mask).last_hidden_state}

    def resize_images(side: int) -> Tensor:
        return functional.interpolate(images.float() / 127.5 - 1, (side, side), mode="area")

    unet = _if_unet(FIRST_SIDE, 3, (64, 96, 128))
    small = resize_images(FIRST_SIDE)

    def first_error() -> Tensor:
        chosen, times = torch.randint(len(small), (BATCH,)), sample_times(BATCH)
        clean, noise = small[chosen], torch.randn(BATCH, 3, FIRST_SIDE, FIRST_SIDE)
        return _if_error(unet(noising.add_noise(clean, noise, times), times, **encode(chosen)).sample, noise)

    _learn("if-first", work, first, {"unet": unet, "text": text}, first_error, 8e-4)
    # The enlarged picture determines the layout, so attention is only at the lowest level, where it is cheap.
    resnets = {"down_block_types": (_DOWN, _DOWN, _DOWN_ATTENDING), "up_block_types": (_UP_ATTENDING, _UP, _UP)}
    finer = _if_unet(SECOND_SIDE, 6, (16, 32, 48), class_embed_type="timestep", **resnets)
    large = resize_images(SECOND_SIDE).half()

    def second_error() -> Tensor:
        count = BATCH // 2
        chosen, times, level = torch.randint(len(large), (count,)), sample_times(count), sample_times(count) // 2
        clean, noise = large[chosen].float(), torch.randn(count, 3, SECOND_SIDE, SECOND_SIDE)
        coarse = functional.interpolate(small[chosen], (SECOND_SIDE, SECOND_SIDE), mode="bilinear", align_corners=True)
        coarse = noising.add_noise(coarse, torch.randn_like(coarse), level)
        with torch.no_grad():
            embeddings = encode(chosen)
        both = torch.cat([noising.add_noise(clean, noise, times), coarse], dim=1)
        return _if_error(finer(both, times, class_labels=level, **embeddings).sample, noise)

    _learn("if-second", work, second, {"unet": finer}, second_error, 8e-4)
    without = {"safety_checker": None, "feature_extractor": None, "watermarker": None, "requires_safety_checker": False}
    parts = {"tokenizer": words, "text_encoder": text, "scheduler": noising, **without}
    IFPipeline(unet=unet, **parts).save_pretrained(work / "starter-if" / "stage-1", safe_serialization=True)
    parts |= {"tokenizer": None, "text_encoder": None, "image_noising_scheduler": DDPMScheduler(**schedule)}
    IFSuperResolutionPipeline(unet=finer, **parts).save_pretrained(
        work / "starter-if" / "stage-2", safe_serialization=True
    )


def _learn(
    name: str, work: Path, minutes: float, parts: dict[str, Any], error: Callable[[], Tensor], rate: float
) -> None:
    """Train parts for `minutes` on the result of `error`, without an average of the weights for so short a training."""
    learning = [each for part in parts.values() for each in part.parameters()]
    optimizer = torch.optim.AdamW(learning, lr=rate, betas=(0.9, 0.99), weight_decay=1e-3)
    stage = Stage(name, work, minutes, parts, optimizer)
    for share in stage.steps():
        stage.learn(error(), rate * cosine_rate(share))
    for part in parts.values():
        part.eval()


def _weighted_error(guess: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    return ((guess - wanted).square().mean(dim=(1, 2, 3)) * weights).mean()


def _if_error(guess: Tensor, noise: Tensor) -> Tensor:
    """Return the error of the noise; the predicted variance is kept in the middle of its range."""
    return functional.mse_loss(guess[:, :3], noise) + 0.01 * guess[:, 3:].square().mean()


def _if_unet(side: int, inputs: int, channels: tuple[int, int, int], **more: Any) -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=side,
        in_channels=inputs,
        out_channels=6,
        block_out_channels=channels,
        mid_block_type="UNetMidBlock2DSimpleCrossAttn",
        layers_per_block=1,
        cross_attention_dim=model.WIDTH,
        encoder_hid_dim=model.WIDTH,
        attention_head_dim=16,
        addition_embed_type="text",
        addition_embed_type_num_heads=4,
        cross_attention_norm="group_norm",
        resnet_time_scale_shift="scale_shift",
        act_fn="gelu",
        norm_num_groups=8,
        **{"down_block_types": (_DOWN, *[_DOWN_ATTENDING] * 2), "up_block_types": (*[_UP_ATTENDING] * 2, _UP), **more},
    )


def _t5_words() -> T5Tokenizer:
    """Return a tokenizer whose pieces are the words of the captions, and letters for all others."""
    random_ = random.Random(0)
    captions = [caption((any_shape if n % 2 else any_scene)(random_), random_) for n in range(20_000)]
    known = sorted({word for each in captions for word in each.replace(",", " ").replace(".", " ").split()})
    special = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    letters = [("\u2581", -8.0), *((letter, -9.0) for letter in "abcdefghijklmnopqrstuvwxyz,.")]
    return T5Tokenizer(vocab=[*special, *((f"\u2581{word}", -2.0) for word in known), *letters], extra_ids=0)


def _draw_pictures(count: int, seed: int) -> tuple[Tensor, list[str]]:
    """Return pictures (3 x 128 x 128 bytes) and their captions."""
    random_, rng, progress = random.Random(seed + 21), np.random.default_rng(seed + 21), Progress("pictures")
    shown = [random_example(random_) for _ in range(count)]
    images = np.empty((count, SIZE, SIZE, 3), np.uint8)
    for number, (what, _) in enumerate(shown):
        images[number] = np.asarray(draw(what, rng))
        progress.show(number / count)
    return torch.from_numpy(images).permute(0, 3, 1, 2), [words for _, words in shown]
