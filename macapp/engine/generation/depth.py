"""Depth maps from a model of transformers: near is white, far is black. On the CPU, in a separate process.

A ControlNet's map is drawn before a picture is ordered, while the engine may be at work on another: `orders.map_of`
starts `macapp map depth`, and the memory is given back when that ends.
"""

from pathlib import Path

import torch
from PIL import Image
from transformers import AutoImageProcessor, AutoModelForDepthEstimation

from macapp.engine.loading.loaded_model import load_error


def depth_map(image: Image.Image, model: Path) -> Image.Image:
    """Return the depth map of an RGB picture, 0 (far) to 255 (near), in its size; raises `MachineError`."""
    try:
        prepare = AutoImageProcessor.from_pretrained(model, local_files_only=True)
        estimate = AutoModelForDepthEstimation.from_pretrained(model, local_files_only=True, use_safetensors=True)
    except Exception as exception:
        raise load_error(model.name, exception) from exception
    with torch.inference_mode():
        found = estimate(**prepare(images=image, return_tensors="pt")).predicted_depth[None]
        whole = torch.nn.functional.interpolate(found, size=image.size[::-1], mode="bicubic")[0, 0]
    whole = whole - whole.min()
    shades = whole / (whole.max() if whole.max() > 0 else 1) * 255
    return Image.fromarray(shades.round().to(torch.uint8).numpy()).convert("RGB")
