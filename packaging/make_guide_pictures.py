"""Make the pictures of `resources/help/guide.md` with the command line and the starter model.

    python packaging/make_guide_pictures.py [FOLDER] [--relatives WORK]

One strip shows each way to make a picture. SDXL and DeepFloyd IF use small models that `python -m starter_model
relatives --work WORK` trains; without them their strips stay as they are.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "help" / "pictures"
SIDE, GAP, TEXT = 256, 12, 15  # pixels
HEART = "a red heart on a white background"
XL = ("--size", "128x128", "--steps", "20", "--guidance-scale", "4", "--scheduler", "own", "--seed", "7")
IF = ("--steps", "50", "--guidance-scale", "5", "--scheduler", "own")
IF_PICTURES = ((HEART, "21"), ("a yellow star on a blue background", "23"), ("the sea at sunset", "23"))
NIGHT = "mountains at night with the moon"


def main() -> None:
    """Make every strip."""
    parser = argparse.ArgumentParser(description="Make the pictures of the guide.")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--relatives", type=Path, metavar="WORK", help="where the starter model's relatives were made")
    options = parser.parse_args()
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        maker = Maker(Path(work))
        related = (
            ("sdxl", partial(maker.xl, options.relatives)),
            ("deepfloyd-if", partial(maker.in_stages, options.relatives)),
        )
        for name, strip in (
            ("from-image", maker.from_image),
            ("inpainting", maker.inpainting),
            ("outpainting", maker.outpainting),
            ("controlnet", maker.controlnet),
            ("high-resolution", maker.high_resolution),
            ("variations", maker.variations),
            ("alternatives", maker.alternatives),
            ("less-memory", maker.less_memory),
            *(related if options.relatives else ()),
        ):
            _strip(strip()).save(folder / f"{name}.png")
            print(folder / f"{name}.png")
        maker.grid(folder / "grid.png")


class Maker:
    """Makes pictures in a separate library."""

    def __init__(self, work: Path) -> None:
        self._work = work

    def make(self, prompt: str, *arguments: str | Path) -> list[Path]:
        """Return the pictures of one call of `generate`."""
        command = [
            sys.executable,
            "-m",
            "macapp",
            "--library",
            str(self._work / "library"),
            "generate",
            prompt,
            "--json",
        ]
        made = subprocess.run([*command, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True, text=True)
        return [Path(json.loads(line)["path"]) for line in made.stdout.splitlines()]

    def from_image(self) -> list[tuple[str, Path]]:
        sketch = Image.new("RGB", (128, 128), "white")
        ImageDraw.Draw(sketch).ellipse((12, 52, 60, 100), fill=(128, 128, 128))
        sketch.save(self._work / "sketch.png")
        [made] = self.make(
            "a blue circle on a white background",
            "--image",
            self._work / "sketch.png",
            "--strength",
            "0.5",
            "--seed",
            "3",
        )
        return [("the source image", self._work / "sketch.png"), ("strength 0.5", made)]

    def inpainting(self) -> list[tuple[str, Path]]:
        [scene] = self.make("the ocean by night with the moon", "--seed", "1")
        mask = Image.new("L", (128, 128))
        ImageDraw.Draw(mask).rectangle((0, 76, 127, 127), fill=255)
        mask.save(self._work / "mask.png")
        given = ("--image", scene, "--mask", self._work / "mask.png", "--mask-feather", "8", "--seed", "4")
        [made] = self.make("hills by night with a house", *given)
        return [("the source image", scene), ("the mask", self._work / "mask.png"), ("only that part is new", made)]

    def outpainting(self) -> list[tuple[str, Path]]:
        [scene] = self.make("the desert at sunrise with a tree", "--seed", "1")
        [made] = self.make("the desert at sunrise", "--image", scene, "--outpaint", "0,0,64,0", "--seed", "2")
        return [("the source image", scene), ("64 pixels more at the right", made)]

    def controlnet(self) -> list[tuple[str, Path]]:
        drawn = Image.new("RGB", (128, 128), "white")
        ImageDraw.Draw(drawn).polygon([(10, 78), (44, 14), (78, 78)], fill="black")
        drawn.save(self._work / "drawn.png")
        given = ("--controlnet", "starter-edges", "--control-image", self._work / "drawn.png", "--control-map", "canny")
        command = [sys.executable, "-m", "macapp", "--library", str(self._work / "library"), "generate", "--json"]
        made = subprocess.run(
            [*command, "a green triangle on a white background", *map(str, given), "--seed", "5"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        fields = json.loads(made.stdout)
        edges = Path(fields["controls"][0]["image"])
        return [
            ("what was drawn", self._work / "drawn.png"),
            ("its edges", edges),
            ("the picture", Path(fields["path"])),
        ]

    def high_resolution(self) -> list[tuple[str, Path]]:
        [small] = self.make(HEART, "--seed", "7")
        [large] = self.make(HEART, "--seed", "7", "--hires-scale", "2", "--hires-strength", "0.35")
        return [("128 x 128", small), ("drawn, enlarged twice, refined", large)]

    def variations(self) -> list[tuple[str, Path]]:
        [base] = self.make(NIGHT, "--seed", "3")
        varied = [
            self.make(NIGHT, "--seed", "3", "--variation-seed", "9", "--variation-strength", each)[0]
            for each in ("0.1", "0.3", "0.6")
        ]
        return [("the seed", base), *zip(("strength 0.1", "0.3", "0.6"), varied, strict=True)]

    def alternatives(self) -> list[tuple[str, Path]]:
        made = self.make("a {red|blue} {heart|star} on a white background", "--matrix", "--seed", "7")
        return list(zip(("red heart", "red star", "blue heart", "blue star"), made, strict=True))

    def less_memory(self) -> list[tuple[str, Path]]:
        formats = ("full", "8-bit", "4-bit")
        return [(each, self.make(NIGHT, "--seed", "3", "--weights", each)[0]) for each in formats]

    def xl(self, relatives: Path) -> list[tuple[str, Path]]:
        """Make pictures with SDXL."""
        model = ("--model", relatives / "starter-xl", *XL)
        prompts = (HEART, "a boat on the sea at sunset", "a blue star on a yellow background")
        return [(each, self.make(each, *model)[0]) for each in prompts]

    def in_stages(self, relatives: Path) -> list[tuple[str, Path]]:
        """Make pictures with two stages of IF, 16 and 64 pixels per side, enlarged so that the pixels are visible."""
        made = []
        for number, (words, seed) in enumerate(IF_PICTURES):
            model = ("--model", relatives / "starter-if", "--size", "64x64", "--seed", seed, *IF)
            path = self._work / f"stages-{number}.png"
            [picture] = self.make(words, *model)
            Image.open(picture).resize((SIDE, SIDE), Image.Resampling.NEAREST).save(path)
            made.append((words, path))
        return made

    def grid(self, path: Path) -> None:
        """Make a grid and its sheet."""
        path.unlink(missing_ok=True)
        sides = ("--grid", "steps=5,10,20", "--grid", "guidance_scale=1,4,8")
        self.make("a white heart on a pink background", "--seed", "7", *sides, "--sheet", path)
        print(path)


def _strip(parts: list[tuple[str, Path]]) -> Image.Image:
    """Return pictures side by side, each with its caption below."""
    images = [ImageOps.contain(Image.open(path).convert("RGB"), (SIDE * 2, SIDE)) for _, path in parts]
    width = sum(each.width + GAP for each in images) - GAP
    strip = Image.new("RGB", (width, SIDE + GAP + 2 * TEXT), "white")
    pen, font = ImageDraw.Draw(strip), ImageFont.load_default(TEXT)
    left = 0
    for (words, _), image in zip(parts, images, strict=True):
        strip.paste(image, (left, 0))
        pen.rectangle((left, 0, left + image.width - 1, image.height - 1), outline="#c9c9cf")
        pen.text((left + image.width / 2, SIDE + GAP), words, "#1d1d1f", font, anchor="mt")
        left += image.width + GAP
    return strip


if __name__ == "__main__":
    main()
