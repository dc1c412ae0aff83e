"""Files in the formats of other programs, built without these programs."""

import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, PngImagePlugin

from macapp.library.metadata import importers

PROMPT, NEGATIVE = 'a "red" heart, schön: ok', "blurry, low quality"
SEED, STEPS, GUIDANCE, SIZE = 3141592653, 28, 6.5, (64, 96)
XMP_KEY = "XML:com.adobe.xmp"


def all_readers() -> set[Any]:
    """Return `read` of every importer, except of DiffusionBee, whose settings are in a file next to the picture."""
    names = {each.name for each in pkgutil.iter_modules(importers.__path__)} - {"diffusionbee"}
    modules = [importlib.import_module(f"{importers.__name__}.{name}") for name in names]
    return {module.read for module in modules if hasattr(module, "read")}


def png(folder: Path, name: str = "picture.png", size: Any = SIZE, **texts: str) -> Path:
    info = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        info.add_itxt(key, value)
    Image.effect_noise(size, 50).convert("RGB").save(folder / name, pnginfo=info)
    return folder / name


XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:exif="http://ns.adobe.com/exif/1.0/">{}</rdf:Description></rdf:RDF></x:xmpmeta>'
)


def with_xmp(folder: Path, properties: str) -> Path:
    return png(folder, **{XMP_KEY: XMP.format(properties)})


def jpeg(folder: Path, name: str = "picture.jpg", comment: bytes = b"", **tags: str) -> Path:
    exif = Image.Exif()
    if comment:
        exif.get_ifd(ExifTags.IFD.Exif)[0x9286] = comment
    for tag, value in tags.items():
        exif[ExifTags.Base[tag]] = value
    Image.effect_noise(SIZE, 50).convert("RGB").save(folder / name, exif=exif)
    return folder / name


A1111 = (
    f"{PROMPT}\nNegative prompt: {NEGATIVE}\n"
    f"Steps: {STEPS}, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: {GUIDANCE}, Seed: {SEED}, Size: 64x96, "
    'Model hash: 6ce0161689, Model: v1-5-pruned, Clip skip: 2, Lora hashes: "a: 1234, b: 5678", Version: v1.10.1'
)
INVOKE_4 = {
    "generation_mode": "txt2img", "positive_prompt": PROMPT, "negative_prompt": NEGATIVE, "width": 64, "height": 96,
    "seed": SEED, "rand_device": "cpu", "cfg_scale": GUIDANCE, "steps": STEPS, "scheduler": "dpmpp_2m_k",
    "model": {"key": "k", "hash": "blake3:ab", "name": "v1-5-pruned", "base": "sd-1", "type": "main"},
    "loras": [{"model": {"name": "detail"}, "weight": 0.7}], "app_version": "5.0",
}  # fmt: skip
INVOKE_3 = {**INVOKE_4, "model": {"model_name": "v1-5-pruned", "base_model": "sd-1", "model_type": "main"}}
SD_METADATA = {
    "model_weights": "v1-5-pruned",
    "image": {"prompt": [{"prompt": f"{PROMPT} [{NEGATIVE}]", "weight": 1}], "steps": STEPS, "cfg_scale": GUIDANCE,
              "sampler": "k_dpmpp_2m", "seed": SEED, "width": 64, "height": 96},
}  # fmt: skip
DREAM = f"'a \"red\" heart, schön: ok [{NEGATIVE}]' -s {STEPS} -S {SEED} -W 64 -H 96 -C {GUIDANCE} -A k_dpmpp_2m"
COMFY = {
    "3": {"class_type": "KSampler", "inputs": {"seed": SEED, "steps": STEPS, "cfg": GUIDANCE,
          "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1, "model": ["10", 0],
    "positive": ["6", 0], "negative": ["7", 0],
          "latent_image": ["5", 0]}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5-pruned"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 96, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": PROMPT, "clip": ["10", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": NEGATIVE, "clip": ["10", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}},
    "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "detail", "strength_model": 0.7, "strength_clip": 1,
           "model": ["4", 0], "clip": ["4", 1]}},
}  # fmt: skip
COMFY_CUSTOM = {
    "1": {"class_type": "SamplerCustomAdvanced", "inputs": {"noise": ["2", 0], "guider": ["3", 0], "sampler": ["4", 0],
          "sigmas": ["5", 0], "latent_image": ["6", 0]}},
    "2": {"class_type": "RandomNoise", "inputs": {"noise_seed": SEED}},
    "3": {"class_type": "CFGGuider", "inputs": {"cfg": GUIDANCE, "model": ["7", 0], "positive": ["8", 0],
          "negative": ["9", 0]}},
    "4": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "dpmpp_2m"}},
    "5": {"class_type": "BasicScheduler", "inputs": {"scheduler": "karras", "steps": STEPS, "model": ["7", 0]}},
    "6": {"class_type": "EmptySD3LatentImage", "inputs": {"width": 64, "height": 96}},
    "7": {"class_type": "UNETLoader", "inputs": {"unet_name": "v1-5-pruned"}},
    "8": {"class_type": "CLIPTextEncodeSDXL", "inputs": {"text_g": PROMPT, "text_l": PROMPT}},
    "9": {"class_type": "CLIPTextEncode", "inputs": {"text": NEGATIVE}},
    "10": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}},
}  # fmt: skip
MOCHI = (
    f"Include in Image: {PROMPT}; Exclude from Image: {NEGATIVE}; Model: v1-5-pruned; Steps: {STEPS}; "
    f"Guidance Scale: {GUIDANCE}; Seed: {SEED}; Size: 64x96; Scheduler: DPM-Solver++; ML Compute Unit: CPU & GPU; "
    "Generator: Mochi Diffusion 5.0"
)
DRAW_THINGS = {"c": PROMPT, "uc": NEGATIVE, "steps": STEPS, "sampler": "DPM++ 2M Karras", "scale": GUIDANCE,
               "seed": SEED, "size": "64x96", "model": "v1-5-pruned", "strength": 1, "v2": {"x": 1}}  # fmt: skip
FOOOCUS = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "steps": STEPS, "resolution": "(64, 96)",
           "guidance_scale": GUIDANCE, "sampler": "dpmpp_2m", "scheduler": "karras", "seed": str(SEED),
           "base_model": "v1-5-pruned", "base_model_hash": "ab", "version": "Fooocus v2.5.5"}  # fmt: skip
SWARM = {"sui_image_params": {"prompt": PROMPT, "negativeprompt": NEGATIVE, "model": "v1-5-pruned", "seed": SEED,
         "steps": STEPS, "cfgscale": GUIDANCE, "width": 64, "height": 96, "sampler": "dpmpp_2m",
         "scheduler": "karras"}}  # fmt: skip
TENSOR_ART = {"prompt": PROMPT, "negativePrompt": NEGATIVE, "width": 64, "height": 96, "imageCount": 1,
              "samplerName": "DPM++ 2M Karras", "steps": STEPS, "cfgScale": GUIDANCE, "seed": str(SEED), "clipSkip": 2,
              "baseModel": {"type": "BASE_MODEL", "modelFileName": "v1-5-pruned", "hash": "6CE0"},
              "models": [{"type": "LORA", "label": "an ink", "modelFileName": "ink", "weight": 0.8, "hash": "AB"}],
              "ksamplerName": "dpmpp_2m", "schedule": "karras", "guidance": 3.5}  # fmt: skip
RUINED = {"Prompt": PROMPT, "Negative": NEGATIVE, "steps": STEPS, "cfg": GUIDANCE, "width": 64, "height": 96,
          "seed": SEED, "sampler_name": "dpmpp_2m", "scheduler": "karras", "base_model_name": "v1-5-pruned",
          "base_model_hash": "6ce0", "loras": [["ink", 0.8]], "software": "RuinedFooocus"}  # fmt: skip
NOVEL_AI = {"uc": NEGATIVE, "steps": STEPS, "sampler": "k_dpmpp_2m", "seed": SEED, "scale": GUIDANCE, "width": 64,
            "height": 96}  # fmt: skip
MFLUX = {"mflux_version": "0.9", "model": "v1-5-pruned", "seed": SEED, "steps": STEPS, "guidance": GUIDANCE,
         "height": 96, "width": 64, "prompt": PROMPT, "negative_prompt": NEGATIVE,
    "image_path": "/Users/anna/secret.png"}  # fmt: skip
EASY_DIFFUSION = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "seed": str(SEED), "sampler_name": "dpmpp_2m",
                  "width": "64", "height": "96", "num_inference_steps": str(STEPS), "guidance_scale": str(GUIDANCE),
                  "use_stable_diffusion_model": "v1-5-pruned"}  # fmt: skip
DIFFUSION_BEE = {"history": {"1": {"params": {"prompt": PROMPT, "negative_prompt": NEGATIVE, "seed": SEED - 1234,
                 "ddim_steps": STEPS, "guidance_scale": GUIDANCE, "img_width": 64, "img_height": 96,
                 "selected_sd_model": "v1-5-pruned"}, "imgs": [{"image_url": "/x/first.png"},
                 {"image_url": "/x/picture.png"}]}}}  # fmt: skip


def unicode_comment(text: str, order: str = "be") -> bytes:
    return b"UNICODE\0" + text.encode(f"utf-16-{order}")


def all_programs(folder: Path) -> dict[str, Path]:
    """One file of each program, each in its own folder."""

    def inside(name: str) -> Path:
        (folder / name).mkdir()
        return folder / name

    alternatives = f"<rdf:Alt><rdf:li xml:lang='x-default'>{_escaped(json.dumps(DRAW_THINGS))}</rdf:li></rdf:Alt>"
    caption = f"<dc:description><rdf:Alt><rdf:li>{_escaped(MOCHI)}</rdf:li></rdf:Alt></dc:description>"
    (inside("text beside") / "picture.txt").write_text(A1111 + "\n", encoding="utf-8")
    (inside("diffusionbee") / "history.json").write_text(json.dumps(DIFFUSION_BEE))
    (folder / "diffusionbee" / "images").mkdir()
    return {
        "AUTOMATIC1111": png(inside("a1111"), parameters=A1111),
        "AUTOMATIC1111 JPEG": jpeg(inside("a1111 jpeg"), comment=unicode_comment(A1111)),
        "AUTOMATIC1111 WebP": jpeg(inside("a1111 webp"), "picture.webp", comment=unicode_comment(A1111, "le")),
        "AUTOMATIC1111 text": png(folder / "text beside"),
        "InvokeAI 5": png(inside("invoke 5"), invokeai_metadata=json.dumps(INVOKE_4)),
        "InvokeAI 3": png(inside("invoke 3"), invokeai_metadata=json.dumps(INVOKE_3)),
        "InvokeAI 2": png(inside("invoke 2"), **{"sd-metadata": json.dumps(SD_METADATA)}),
        "InvokeAI Dream": png(inside("dream"), Dream=DREAM),
        "ComfyUI": png(inside("comfy"), prompt=json.dumps(COMFY), workflow="{}"),
        "ComfyUI custom": png(inside("comfy custom"), prompt=json.dumps(COMFY_CUSTOM)),
        "ComfyUI WebP": jpeg(inside("comfy webp"), "picture.webp", Model="prompt:" + json.dumps(COMFY)),
        "Mochi Diffusion": with_xmp(inside("mochi"), caption),
        "Draw Things": with_xmp(
            inside("draw things"),
            f"<xmp:CreatorTool>Draw Things</xmp:CreatorTool><exif:UserComment>{alternatives}</exif:UserComment>",
        ),
        "Fooocus": png(inside("fooocus"), parameters=json.dumps(FOOOCUS), fooocus_scheme="fooocus"),
        "RuinedFooocus": png(inside("ruined"), parameters=json.dumps(RUINED)),
        "ComfyUI comment": jpeg(inside("comfy jpeg"), comment=unicode_comment(json.dumps({**COMFY, "extra": {}}))),
        "Tensor.Art": png(inside("tensor"), generation_data=json.dumps(TENSOR_ART) + "\0", prompt="{}"),
        "SwarmUI": png(inside("swarm"), parameters=json.dumps(SWARM)),
        "NovelAI": png(inside("novel"), Software="NovelAI", Description=PROMPT, Comment=json.dumps(NOVEL_AI)),
        "Easy Diffusion": png(inside("easy"), **EASY_DIFFUSION),
        "mflux": jpeg(inside("mflux"), comment=b"ASCII\0\0\0" + json.dumps(MFLUX).encode()),
        "DiffusionBee": png(folder / "diffusionbee" / "images"),
    }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
