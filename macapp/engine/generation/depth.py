"""Depth maps from a model of transformers: near is white, far is black. On the CPU, in a separate process.

The map of a ControlNet is made before the job is queued, while the engine may be busy with another picture.
`request_builder.create_control_map` starts `macapp map depth`; the memory is free again when that process ends.
"""

from pathlib import Path

import torch
from PIL import Image
from transformers import AutoImageProcessor, AutoModelForDepthEstimation

from macapp.engine.loading.loaded_model import load_error


def depth_map(image: Image.Image, model: Path) -> Image.Image:
    """Return the depth map of an RGB picture at its size, 0 (far) to 255 (near).

    Raises `MachineError("model-load-failed")`.
    """
    try:
        processor = AutoImageProcessor.from_pretrained(model, local_files_only=True)
        estimator = AutoModelForDepthEstimation.from_pretrained(model, local_files_only=True, use_safetensors=True)
    except Exception as exception:
        raise load_error(model.name, exception) from exception
    with torch.inference_mode():
        small = estimator(**processor(images=image, return_tensors="pt")).predicted_depth[None]
        depth = torch.nn.functional.interpolate(small, size=image.size[::-1], mode="bicubic")[0, 0]
    depth = depth - depth.min()
    shades = depth / (depth.max() if depth.max() > 0 else 1) * 255
    return Image.fromarray(shades.round().to(torch.uint8).numpy()).convert("RGB")
