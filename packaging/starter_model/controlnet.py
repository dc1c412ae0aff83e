"""Train the ControlNet of the starter model, which follows edges as `macapp.imaging.control_maps` draws them.

The starter model draws its shapes in the middle and at about one size. Here they are smaller and anywhere, so that the
edges add information to the caption. The UNet does not change. Ten percent of the captions are empty, in the first half
a third, so that the network learns to use the map.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (diffusers annotates its calls more narrowly than it answers them)

import random
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, ControlNetModel, DDPMScheduler, UNet2DConditionModel
from PIL import Image
from torch import Tensor
from torch.nn import functional
from transformers import CLIPTextModel, CLIPTokenizer

from macapp.imaging import control_maps
from macapp.imaging.inpainting import extend_edges
from starter_model.pictures import SIZE, draw
from starter_model.train import (
    EMPTY_SHARE,
    Progress,
    Stage,
    cosine_rate,
    encode_captions,
    random_example,
    sample_times,
    timestep_weights,
)

BATCH = 16
EMBEDDING = (16, 24, 32, 48)  # channels from the map to the size of the latents: three halvings


def train_edges(starter: Path, work: Path, result: Path, minutes: float, pictures: int, seed: int) -> None:
    """Train for `minutes` on `pictures` drawn pictures, and save the ControlNet in half precision."""
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    unet = UNet2DConditionModel.from_pretrained(starter / "unet", torch_dtype=torch.float32).requires_grad_(False)
    text = CLIPTextModel.from_pretrained(starter / "text_encoder", dtype=torch.float32).requires_grad_(False)
    words = CLIPTokenizer.from_pretrained(starter / "tokenizer")
    vae = AutoencoderKL.from_pretrained(starter / "vae", torch_dtype=torch.float32)
    latents, edges, captions = _examples(vae, pictures, seed)
    controlnet = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=EMBEDDING)
    optimizer = torch.optim.AdamW(controlnet.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=1e-3)
    stage = Stage("edges", work, minutes, {"controlnet": controlnet}, optimizer)
    noising = DDPMScheduler.from_pretrained(starter / "scheduler")
    weights, tokens, nothing = timestep_weights(noising), encode_captions(words, captions), encode_captions(words, [""])
    for share in stage.steps():
        chosen = torch.randint(len(latents), (BATCH,))
        clean = latents[chosen].float()
        silent = EMPTY_SHARE if share > 0.5 else 0.33
        ids = torch.where(torch.rand(BATCH, 1) < silent, nothing, tokens[chosen])
        times = sample_times(BATCH)
        noise = torch.randn_like(clean)
        noisy = noising.add_noise(clean, noise, times)
        with torch.no_grad():
            said = text(ids).last_hidden_state
        down, mid = controlnet(noisy, times, said, edges[chosen].float() / 255, return_dict=False)
        predicted = unet(
            noisy, times, said, down_block_additional_residuals=down, mid_block_additional_residual=mid
        ).sample
        error = functional.mse_loss(predicted, noising.get_velocity(clean, noise, times), reduction="none")
        stage.learn((error.mean(dim=(1, 2, 3)) * weights[times]).mean(), 1e-3 * cosine_rate(share))
    controlnet.half().save_pretrained(result, safe_serialization=True)


@torch.inference_mode()
def _examples(vae: AutoencoderKL, count: int, seed: int) -> tuple[Tensor, Tensor, list[str]]:
    """Return latents, maps (3 x 128 x 128 bytes) and captions of drawn pictures."""
    random_, rng, progress = random.Random(seed + 9), np.random.default_rng(seed + 9), Progress("pictures")
    latents, edges, captions = [], [], []
    for start in range(0, count, BATCH):
        shown = [random_example(random_) for _ in range(BATCH)]
        images = [_move_randomly(draw(what, rng), random_) for what, _ in shown]
        captions += [caption for _, caption in shown]
        batch = _tensor(images).float() / 127.5 - 1
        latents.append((vae.encode(batch).latent_dist.mode() * vae.config["scaling_factor"]).half())
        edges.append(_tensor([control_maps.control_map("canny", each) for each in images]))
        progress.show(start / count)
    return torch.cat(latents), torch.cat(edges), captions


def _move_randomly(image: Image.Image, random_: random.Random) -> Image.Image:
    """Return a picture that is smaller and moved in four of five cases, with its border extended."""
    if random_.random() < 0.2:
        return image
    side = random_.randrange(64, SIZE, 8)
    left, top = random_.randrange(SIZE - side + 1), random_.randrange(SIZE - side + 1)
    small = image.resize((side, side), Image.Resampling.LANCZOS)
    return extend_edges(small, (left, top, SIZE - side - left, SIZE - side - top))


def _tensor(images: list[Image.Image]) -> Tensor:
    return torch.from_numpy(np.stack([np.asarray(each) for each in images])).permute(0, 3, 1, 2)
