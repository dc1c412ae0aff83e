"""The model card: what the starter model is, how it was made, how good it is, and its limits."""

from starter_model.captions import HELD_OUT_PAIRS
from starter_model.figures import Figures


def card(figures: Figures, prompts: int, seeds: tuple[int, ...]) -> str:
    """Return the card as Markdown."""
    pairs = ", ".join(f"{colour} {shape}" for colour, shape in sorted(HELD_OUT_PAIRS))
    return f"""---
license: apache-2.0
pipeline_tag: text-to-image
---

# Easel's starter model

A small but complete Stable Diffusion: CLIP text encoder, UNet and autoencoder, in the layout of diffusers and in half
precision. It draws shapes (circle, square, triangle, star, heart) in twelve colours on twelve backgrounds, and
landscapes (sea, mountains, hills, desert) by day, at sunset, at sunrise and at night, with sun, moon, boat, tree and
house. It knows nothing else. With it, Easel works without a download, and tests can check the content of a picture.

![Twelve pictures, seed 1, without selection](contact-sheet.jpg)

## Figures

{prompts} prompts that are not training captions, {len(seeds)} seeds each, 20 steps of DPM++ 2M Karras, guidance 4, read
from the pixels by `packaging/starter_model/checker.py`:

| part of the prompt | shown in the picture |
|---|---|
| background colour | {figures.background:.1%} |
| foreground colour | {figures.foreground:.1%} |
| shape | {figures.shape:.1%} |
| time of day | {figures.time_of_day:.1%} |
| both colour and shape, for pairs never seen together | {figures.held_out_foreground_and_shape:.1%} |

A picture of 128 x 128 takes {figures.seconds:.2f} s on {figures.threads} CPU threads (median of 10).

## How it was made

Every training picture was drawn by `packaging/starter_model`; no other picture was used. Captions have many
phrasings. A tenth of all captions and a tenth of the pairs of colour and shape ({pairs}) were held out from training.
The autoencoder learned from 64 x 64 crops. The text encoder first learned to name the content of captions, then
learned with the UNet to remove noise (v-prediction) from latents of 4 x 16 x 16. Last, the decoder was refined alone.
To train it again, from `packaging/`:

    python -m starter_model train --work WORK
    python -m starter_model evaluate --work WORK

## Limits

Prompts in other words or other languages are not understood. Small objects in landscapes are soft. Sizes far from
128 x 128 repeat shapes. Licence: Apache-2.0, like the rest of Easel.
"""
