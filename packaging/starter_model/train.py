"""Train in five stages, each seeded, limited by a time budget, saved every minute and resumed.

1. The autoencoder learns to reconstruct crops of the pictures.
2. The text encoder learns to name the content of captions, with small heads that are discarded. The UNet then starts
   with embeddings that have a meaning, and needs to learn less about language.
3. New pictures are encoded to latents once.
4. The UNet learns to remove noise from them (v-prediction), together with the text encoder.
5. The decoder alone learns sharper edges.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (diffusers annotates its calls more narrowly than it answers them)

import copy
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, DDPMScheduler
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import CLIPTextModel, CLIPTokenizer

from starter_model import model, tokenizer
from starter_model.captions import any_scene, any_shape, caption, is_held_out
from starter_model.pictures import COLOURS, SCENES, SHAPES, SIZES, TIMES, Picture, draw
from starter_model.pictures import SIZE as SIDE

SCENES_SHARE = 0.35  # of the pictures; the others are shapes
EMPTY_SHARE = 0.10  # of the captions, so that guidance has an unconditional prediction
SAVE_SECONDS = 60


@dataclass(frozen=True)
class Budget:
    """Minutes for each stage, and the number of pictures for the UNet."""

    vae: float = 25
    words: float = 3
    unet: float = 50
    polish: float = 10
    pictures: int = 30_000


def train(work: Path, device: torch.device, budget: Budget, seed: int) -> None:
    """Run the unfinished stages; everything is stored in `work`."""
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    words = tokenizer.make(work / "tokenizer", seed)
    vae = train_autoencoder(work, device, budget.vae, seed)
    text = train_words(work, device, words, budget.words, seed)
    latents, captions = make_latents(work, device, vae, budget.pictures, seed)
    train_unet(work, device, text, words, latents, captions, budget.unet)
    polish_decoder(work, device, vae, budget.polish, seed)


# Stage 1 --------------------------------------------------------------------------------------------------------------


def train_autoencoder(work: Path, device: torch.device, minutes: float, seed: int) -> AutoencoderKL:
    """Train the autoencoder on 64 x 64 crops, batches of 16, and set the factor that scales its latents to unit
    variance."""
    vae = model.autoencoder().to(device)
    optimizer = torch.optim.AdamW(vae.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=1e-4)
    stage = Stage("autoencoder", work, minutes, {"vae": vae}, optimizer)
    random_, rng = random.Random(seed), np.random.default_rng(seed)
    drawn = [np.asarray(_any_picture(random_, rng)) for _ in range(6000)]
    images = torch.from_numpy(np.stack(drawn)).permute(0, 3, 1, 2)
    for share in stage.steps():
        batch = _crops(images, 16, 64).to(device)
        exact = share > 0.85  # half precision changes colours a little, so the last part runs without it
        with torch.autocast(device.type, torch.bfloat16, enabled=not exact):
            posterior = vae.encode(batch).latent_dist
            drawn = vae.decode(posterior.sample()).sample
        stage.learn(_drawing_loss(drawn.float(), batch) + 2e-6 * posterior.kl().mean(), 1e-3 * cosine_rate(share))
    vae.eval()
    spread = _latent_spread(vae, images[:256], device)
    (work / "scaling_factor.txt").write_text(f"{1 / spread:.4f}")
    vae.register_to_config(scaling_factor=round(1 / spread, 4))
    return vae


def _drawing_loss(drawn: Tensor, wanted: Tensor) -> Tensor:
    """Return the difference of two pictures: in colour, and in the gradients that form edges."""
    loss = functional.l1_loss(drawn, wanted) + functional.mse_loss(drawn, wanted)
    for axis in (2, 3):
        loss = loss + functional.l1_loss(drawn.diff(dim=axis), wanted.diff(dim=axis))
    return loss


def _crops(images: Tensor, count: int, side: int) -> Tensor:
    """Return `count` random crops as floats from -1 to 1."""
    chosen = torch.randint(len(images), (count,))
    corners = torch.randint(SIDE - side + 1, (count, 2))
    parts = [images[n, :, y : y + side, x : x + side] for n, (y, x) in zip(chosen, corners.tolist(), strict=True)]
    return torch.stack(parts).float() / 127.5 - 1


@torch.inference_mode()
def _latent_spread(vae: AutoencoderKL, images: Tensor, device: torch.device) -> float:
    latents = [vae.encode(part.to(device).float() / 127.5 - 1).latent_dist.mode() for part in images.split(32)]
    return torch.cat(latents).std().item()


# Stage 2 --------------------------------------------------------------------------------------------------------------


def train_words(work: Path, device: torch.device, words: CLIPTokenizer, minutes: float, seed: int) -> CLIPTextModel:
    """Train the text encoder to name the content of captions from its last token; batches of 64 captions."""
    text = model.text_encoder().to(device)
    heads = nn.ModuleDict({name: nn.Linear(model.WIDTH, len(names)) for name, names in _LABELS.items()}).to(device)
    optimizer = torch.optim.AdamW([*text.parameters(), *heads.parameters()], lr=1e-3, weight_decay=1e-4)
    stage = Stage("words", work, minutes, {"text": text, "heads": heads}, optimizer)
    random_ = random.Random(seed + 1)
    for share in stage.steps():
        shown = [random_example(random_) for _ in range(64)]
        tokens = encode_captions(words, [each for _, each in shown]).to(device)
        said = text(tokens).pooler_output
        loss = torch.zeros((), device=device)
        for name, names in _LABELS.items():
            wanted = torch.tensor([_label_index(what, name, names) for what, _ in shown], device=device)
            loss = loss + functional.cross_entropy(heads[name](said), wanted, ignore_index=-1)
        stage.learn(loss, 1e-3 * cosine_rate(share))
    return text.eval()


_LABELS = {
    "colour": tuple(COLOURS),
    "background": tuple(COLOURS),
    "shape": SHAPES,
    "size": tuple(SIZES),
    "scene": SCENES,
    "time": TIMES,
}


def _label_index(what: Picture, name: str, names: tuple[str, ...]) -> int:
    """Return the index of the right name; -1, which the loss ignores, if the picture has no such property."""
    value = getattr(what, name, None)
    return names.index(value) if value in names else -1


# Stage 3 --------------------------------------------------------------------------------------------------------------


@torch.inference_mode()
def make_latents(
    work: Path, device: torch.device, vae: AutoencoderKL, count: int, seed: int
) -> tuple[Tensor, list[str]]:
    """Draw `count` pictures and encode them; return latents of 4 x 16 x 16 in half precision, and captions."""
    random_, rng = random.Random(seed + 2), np.random.default_rng(seed + 2)
    shown = [random_example(random_) for _ in range(count)]
    captions = [words for _, words in shown]
    file = work / "latents.safetensors"
    if file.exists() and len(latents := load_file(file)["latents"]) == count:
        return latents, captions
    parts, progress = [], Progress("latents")
    for start in range(0, count, 32):
        images = np.stack([np.asarray(draw(what, rng)) for what, _ in shown[start : start + 32]])
        batch = torch.from_numpy(images).permute(0, 3, 1, 2).to(device).float() / 127.5 - 1
        parts.append((vae.encode(batch).latent_dist.mode() * vae.config["scaling_factor"]).half().cpu())
        progress.show(start / count)
    latents = torch.cat(parts).contiguous()
    save_file({"latents": latents}, file)
    return latents, captions


# Stage 4 --------------------------------------------------------------------------------------------------------------


def train_unet(
    work: Path,
    device: torch.device,
    text: CLIPTextModel,
    words: CLIPTokenizer,
    latents: Tensor,
    captions: list[str],
    minutes: float,
) -> None:
    """Train the UNet with the text encoder, batches of 32; an average of the last weights is saved."""
    unet = model.unet().to(device)
    averaged = {"unet": copy.deepcopy(unet).requires_grad_(False), "text": copy.deepcopy(text).requires_grad_(False)}
    groups = [{"params": unet.parameters()}, {"params": text.parameters(), "scale": 0.2}]
    optimizer = torch.optim.AdamW(groups, lr=6e-4, betas=(0.9, 0.99), weight_decay=1e-3)
    parts = {"unet": unet, "text": text, **{f"averaged_{name}": part for name, part in averaged.items()}}
    stage = Stage("unet", work, minutes, parts, optimizer)
    noising = DDPMScheduler.from_config(model.scheduler().config)
    weights = timestep_weights(noising).to(device)
    tokens = encode_captions(words, captions)
    nothing = encode_captions(words, [""])
    text.train()
    for share in stage.steps():
        chosen = torch.randint(len(latents), (32,))
        clean = latents[chosen].to(device).float()
        ids = torch.where(torch.rand(32, 1) < EMPTY_SHARE, nothing, tokens[chosen]).to(device)
        times = sample_times(32).to(device)
        noise = torch.randn_like(clean)
        with torch.autocast(device.type, torch.bfloat16, enabled=share < 0.9):
            said = text(ids).last_hidden_state
            predicted = unet(noising.add_noise(clean, noise, times), times, said).sample
        wanted = noising.get_velocity(clean, noise, times)
        error = (predicted.float() - wanted).square().mean(dim=(1, 2, 3))
        stage.learn((error * weights[times]).mean(), 6e-4 * cosine_rate(share))
        _average(averaged["unet"], unet, stage.done)
        _average(averaged["text"], text, stage.done)


def timestep_weights(noising: DDPMScheduler) -> Tensor:
    """Return the weight of each timestep: min-SNR with gamma 5 for v-prediction (Hang et al., arXiv 2303.09556)."""
    signal = noising.alphas_cumprod / (1 - noising.alphas_cumprod)
    return signal.clamp(max=5) / (signal + 1) + 0.25


def sample_times(count: int) -> Tensor:
    """Return timesteps, more of them noisy, because these decide the layout and the colours."""
    return (torch.rand(count).pow(0.75) * 1000).long().clamp(max=999)


@torch.no_grad()
def _average(kept: nn.Module, live: nn.Module, step: int) -> None:
    share = 1 - min(0.999, (1 + step) / (10 + step))
    for mean, now in zip(kept.parameters(), live.parameters(), strict=True):
        mean.lerp_(now, share)


# Stage 5 --------------------------------------------------------------------------------------------------------------


def polish_decoder(work: Path, device: torch.device, vae: AutoencoderKL, minutes: float, seed: int) -> None:
    """Train the decoder alone for sharper edges; the latents, which the UNet has learned, do not change."""
    vae.requires_grad_(False)
    parts = [part for part in (vae.decoder, vae.post_quant_conv) if part is not None]
    learning = list(nn.ModuleList(parts).parameters())
    for each in learning:
        each.requires_grad_(True)
    stage = Stage("polish", work, minutes, {"vae": vae}, torch.optim.AdamW(learning, lr=5e-4, betas=(0.9, 0.99)))
    random_, rng = random.Random(seed + 3), np.random.default_rng(seed + 3)
    drawn = [np.asarray(_any_picture(random_, rng)) for _ in range(4000)]
    images = torch.from_numpy(np.stack(drawn)).permute(0, 3, 1, 2)
    for share in stage.steps():
        batch = images[torch.randint(len(images), (6,))].to(device).float() / 127.5 - 1
        with torch.no_grad():
            latents = vae.encode(batch).latent_dist.mode()
            latents = latents + 0.05 * torch.randn_like(latents)  # the output of the UNet is never quite free of noise
        stage.learn(_drawing_loss(vae.decode(latents).sample, batch), 5e-4 * cosine_rate(share))


# Common ---------------------------------------------------------------------------------------------------------------


class Stage:
    """One stage of training: its parts, its optimizer, its time budget, and its files."""

    def __init__(
        self, name: str, work: Path, minutes: float, parts: dict[str, nn.Module], optimizer: torch.optim.Optimizer
    ) -> None:
        self._file = work / f"{name}.safetensors"
        self._state = work / f"{name}-optimizer.pt"
        self._seconds = minutes * 60
        self._parts, self._optimizer = parts, optimizer
        self._progress = Progress(name)
        self.done, self._spent, self._loss = 0, 0.0, 0.0
        self._resume()

    def steps(self) -> Iterator[float]:
        """Yield the share of the budget that is spent, once for each step; save every minute and at the end."""
        saved = before = time.monotonic()
        while self._spent < self._seconds:
            yield self._spent / self._seconds
            now = time.monotonic()
            self._spent, before = self._spent + now - before, now
            self.done += 1
            self._progress.show(self._spent / self._seconds, f"step {self.done}, loss {self._loss:.4f}")
            if now - saved > SAVE_SECONDS:
                self._save()
                saved = now
        self._save()

    def learn(self, loss: Tensor, rate: float) -> None:
        """Run one step of the optimizer at learning rate `rate`."""
        warm = min(1.0, (self.done + 1) / 200)
        for group in self._optimizer.param_groups:
            group["lr"] = rate * warm * group.get("scale", 1.0)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_([each for group in self._optimizer.param_groups for each in group["params"]], 1.0)
        self._optimizer.step()
        self._loss = 0.98 * self._loss + 0.02 * loss.item() if self._loss else loss.item()

    def _save(self) -> None:
        tensors = {
            f"{name}.{key}": value.clone(memory_format=torch.contiguous_format)  # T5 has one tensor with two names
            for name, part in self._parts.items()
            for key, value in part.state_dict().items()
        }
        _replace(self._file, lambda path: save_file(tensors, path))
        state = {"optimizer": self._optimizer.state_dict(), "done": self.done, "spent": self._spent}
        _replace(self._state, lambda path: torch.save(state, path))

    def _resume(self) -> None:
        if not self._state.exists():
            return
        tensors = load_file(self._file)
        for name, part in self._parts.items():
            part.load_state_dict(
                {key[len(name) + 1 :]: value for key, value in tensors.items() if key.startswith(f"{name}.")}
            )
        state = torch.load(self._state, weights_only=True)
        self._optimizer.load_state_dict(state["optimizer"])
        self.done, self._spent = state["done"], state["spent"]


class Progress:
    """Prints one line every few seconds: the progress and the remaining time."""

    def __init__(self, name: str) -> None:
        self._name, self._last, self._began, self._from = name, 0.0, time.monotonic(), -1.0

    def show(self, share: float, more: str = "") -> None:
        """Print the share that is done, from 0 to 1."""
        now = time.monotonic()
        if self._from < 0:
            self._from = share
        if now - self._last < 5:
            return
        self._last = now
        gone = share - self._from
        left = f"{(now - self._began) * (1 - share) / gone / 60:.1f} min left" if gone > 0 else ""
        print(f"{self._name}: {share:5.1%}  {left}  {more}", flush=True)


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    write(unfinished)
    unfinished.replace(path)


def cosine_rate(share: float) -> float:
    return 0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * min(1.0, share)))


def _any_picture(random_: random.Random, rng: np.random.Generator) -> Image.Image:
    """Return a picture for the autoencoder: one of ours, or in 6 % of cases a soft pattern of random colours."""
    kind = random_.random()
    if kind < 0.06:
        noise = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
        return Image.fromarray(noise).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return draw(any_scene(random_) if kind < 0.06 + SCENES_SHARE else any_shape(random_), rng)


def random_example(random_: random.Random) -> tuple[Picture, str]:
    """Return a description and a caption that is not held out from training."""
    while True:
        what = any_scene(random_) if random_.random() < SCENES_SHARE else any_shape(random_)
        words = caption(what, random_)
        if not is_held_out(what, words):
            return what, words


def encode_captions(words: CLIPTokenizer, captions: list[str]) -> Tensor:
    """Return token ids padded to 77, as in the pipelines of diffusers."""
    return words(captions, padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
