"""Draw landscapes: sea, mountains, hills and desert, by day, at sunset, at sunrise and at night.

Every material has one colour, as seen by day. The time of day tints it, and distance mixes it with the sky at the
horizon. So four palettes of a few colours give all scenes their light. Lengths are shares of the side of the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from starter_model.canvas import OVERSAMPLING, SIZE, Colour, Point, near


@dataclass(frozen=True)
class ScenePicture:
    """A landscape at a time of day, with some of the scene's `OBJECTS` (in their order there)."""

    scene: str
    time: str
    objects: tuple[str, ...]


@dataclass(frozen=True)
class Light:
    """The light of a time of day: the sky from top to horizon, the sun or moon, and the tint of everything else."""

    sky: tuple[Colour, Colour, Colour]
    lamp: Colour
    glow: float
    tint: tuple[float, float, float]
    height: tuple[float, float]


LIGHTS: dict[str, Light] = {
    "day": Light(
        ((66, 148, 236), (128, 194, 248), (204, 234, 252)), (255, 238, 120), 0.35, (1.0, 1.0, 1.0), (0.14, 0.24)
    ),
    "sunset": Light(
        ((88, 46, 122), (226, 84, 84), (255, 178, 76)), (255, 226, 130), 0.75, (0.62, 0.38, 0.44), (-0.02, 0.08)
    ),
    "sunrise": Light(
        ((146, 190, 236), (246, 196, 208), (255, 230, 178)), (255, 250, 214), 0.6, (0.95, 0.82, 0.80), (-0.02, 0.08)
    ),
    "night": Light(((10, 14, 46), (22, 32, 80), (50, 66, 124)), (246, 244, 222), 0.3, (0.24, 0.29, 0.48), (0.14, 0.24)),
}

SEA, GRASS, ROCK, SAND = (38, 124, 196), (92, 176, 78), (116, 126, 150), (236, 190, 116)
SNOW, PINE, LEAVES, TRUNK = (248, 250, 255), (36, 104, 66), (52, 138, 62), (112, 72, 42)
WALL, ROOF, HULL, SAIL = (246, 234, 212), (196, 66, 50), (150, 62, 42), (252, 250, 244)


def mix(a: Colour, b: Colour, part: float) -> Colour:
    """Return colour `a` mixed with `part` (0..1) of `b`."""
    return tuple(round(x + (y - x) * part) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


class Painter:
    """A canvas in unit lengths (x right, y down, 0..1) that applies the light."""

    def __init__(self, light: Light, horizon: float, rng: np.random.Generator, size: int) -> None:
        self.light, self.horizon, self.rng, self.size = light, horizon, rng, size
        self.large = size * OVERSAMPLING
        self.image = Image.new("RGB", (self.large, self.large))
        self.pen = ImageDraw.Draw(self.image)

    def lit(self, colour: Colour, haze: float = 0.0) -> Colour:
        """Return the colour of a material in this light, mixed with `haze` (0..1) of the sky at the horizon."""
        tinted = tuple(round(c * t) for c, t in zip(colour, self.light.tint, strict=True))
        return mix(tinted, self.light.sky[2], haze)  # type: ignore[arg-type]

    def sky(self, lamp: Point | None) -> None:
        """Paint the sky from top to horizon (three colours), with a soft glow around the sun or moon."""
        rows = (np.arange(self.size) + 0.5) / self.size / self.horizon
        stops = np.array([near(c, self.rng, 4) for c in self.light.sky], dtype=np.float32)
        column = np.stack([np.interp(rows, [0, 0.5, 1], stops[:, i]) for i in range(3)], axis=1)
        pixels = np.repeat(column[:, None], self.size, axis=1)
        if lamp is not None:
            y, x = np.mgrid[0 : self.size, 0 : self.size] / self.size
            distance = np.hypot(x - lamp[0], y - lamp[1])
            glow = (self.light.glow * np.exp(-((distance / 0.2) ** 2)))[..., None]
            pixels = pixels + (np.array(self.light.lamp, dtype=np.float32) - pixels) * glow
        sky = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        self.image.paste(sky.resize((self.large, self.large), Image.Resampling.BILINEAR))

    def area(self, points: list[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self.pen.polygon([(x * self.large, y * self.large) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """Fill an ellipse with these half axes."""
        n = self.large
        self.pen.ellipse([(x - rx) * n, (y - ry) * n, (x + rx) * n, (y + ry) * n], fill=colour)

    def shade(self, top: float, bottom: float, first: Colour, last: Colour) -> None:
        """Fill the band from `top` to `bottom` with a gradient."""
        start, end = round(top * self.large), round(bottom * self.large)
        for row in range(start, end):
            self.pen.line([(0, row), (self.large, row)], fill=mix(first, last, (row - start) / max(1, end - start)))


def paint_sky_and_lamp(painter: Painter, shown: bool, night: bool) -> Point | None:
    """Paint the sky, clouds or stars, and the sun or moon if shown; return its position."""
    rng, light = painter.rng, painter.light
    low = light.height[1] < 0.1
    y = painter.horizon - rng.uniform(0.02, 0.1) if low else rng.uniform(*light.height)
    lamp = (float(rng.uniform(0.22, 0.78)), float(y))
    painter.sky(lamp if shown else None)
    if night:
        for _ in range(int(rng.integers(10, 18))):
            x, height = rng.uniform(0.03, 0.97), rng.uniform(0.03, painter.horizon * 0.7)
            if not shown or math.hypot(x - lamp[0], height - lamp[1]) > 0.17:
                painter.disc(x, height, 0.008, 0.008, (236, 236, 250))
    else:
        for _ in range(int(rng.integers(0, 3))):
            draw_cloud(
                painter,
                float(rng.uniform(0.1, 0.9)),
                float(rng.uniform(0.34, 0.62)) * painter.horizon,
                lamp if shown else None,
            )
    if shown:
        radius = float(rng.uniform(0.085, 0.105) if low else rng.uniform(0.07, 0.09))
        painter.disc(*lamp, radius, radius, light.lamp)
    return lamp if shown else None


def draw_cloud(painter: Painter, x: float, y: float, lamp: Point | None) -> None:
    """Draw a flat-bottomed cloud, but not over the sun."""
    if lamp is not None and abs(y - lamp[1]) < 0.17 and abs(x - lamp[0]) < 0.3:
        return
    colour = mix(painter.light.sky[2], (255, 255, 255), 0.55)
    w = float(painter.rng.uniform(0.07, 0.11))
    painter.disc(x, y, w * 1.5, w * 0.32, colour)
    painter.disc(x - w * 0.4, y - w * 0.25, w * 0.6, w * 0.42, colour)
    painter.disc(x + w * 0.4, y - w * 0.2, w * 0.5, w * 0.34, colour)


def draw_boat(painter: Painter, x: float, y: float, s: float) -> None:
    """Draw a sailing boat, `s` wide, whose hull is at y."""
    side = 1.0 if painter.rng.random() < 0.5 else -1.0
    sail, hull = painter.lit(SAIL, 0.25), painter.lit(HULL)
    painter.area([(x + a * s * side, y + b * s) for a, b in [(-0.03, -0.22), (-0.03, -1.2), (-0.55, -0.22)]], sail)
    painter.area(
        [(x + a * s * side, y + b * s) for a, b in [(0.04, -0.22), (0.04, -1.05), (0.44, -0.22)]],
        mix(sail, hull, 0.18),
    )
    painter.area([(x + a * s, y + b * s) for a, b in [(-0.58, -0.17), (0.58, -0.17), (0.4, 0.1), (-0.4, 0.1)]], hull)


def draw_tree(painter: Painter, x: float, y: float, s: float, kind: str) -> None:
    """Draw a tree `s` high that stands on y: round, pine or palm."""
    painter.area(
        [(x - s * 0.05, y), (x + s * 0.05, y), (x + s * 0.04, y - s * 0.6), (x - s * 0.04, y - s * 0.6)],
        painter.lit(TRUNK),
    )
    if kind == "pine":
        for low, wide in ((0.15, 0.3), (0.38, 0.25), (0.6, 0.19)):
            painter.area(
                [(x - s * wide, y - s * low), (x + s * wide, y - s * low), (x, y - s * (low + 0.42))], painter.lit(PINE)
            )
    elif kind == "palm":
        for angle in (-160, -125, -55, -20, 15, 165):
            a = math.radians(angle)
            tip = (x + s * 0.42 * math.cos(a), y - s * 0.62 + s * 0.32 * math.sin(a))
            painter.area([(x - s * 0.05, y - s * 0.58), (x + s * 0.05, y - s * 0.66), tip], painter.lit(PINE))
    else:
        painter.disc(x, y - s * 0.68, s * 0.32, s * 0.34, painter.lit(LEAVES))
        painter.disc(x - s * 0.08, y - s * 0.76, s * 0.18, s * 0.18, painter.lit(mix(LEAVES, (255, 255, 160), 0.2)))


def draw_house(painter: Painter, x: float, y: float, s: float, night: bool) -> None:
    """Draw a house `s` wide that stands on y; its windows are lit at night."""
    painter.area(
        [(x - s * 0.5, y), (x + s * 0.5, y), (x + s * 0.5, y - s * 0.55), (x - s * 0.5, y - s * 0.55)],
        painter.lit(WALL, 0.1),
    )
    painter.area([(x - s * 0.64, y - s * 0.53), (x + s * 0.64, y - s * 0.53), (x, y - s * 1.02)], painter.lit(ROOF))
    window = (255, 214, 96) if night else painter.lit((90, 120, 160))
    for left in (-0.34, 0.1):
        painter.area(
            [(x + s * a, y - s * b) for a, b in [(left, 0.18), (left + 0.24, 0.18), (left + 0.24, 0.42), (left, 0.42)]],
            window,
        )


def draw_ridge(painter: Painter, base: float, rise: float, colour: Colour, waves: float) -> list[float]:
    """Fill a rolling ridge below its curve; return the height of the curve at 65 places from left to right."""
    phase, second = painter.rng.uniform(0, 2 * math.pi, 2)
    xs = np.linspace(0, 1, 65)
    ys = base - rise * (
        np.sin(xs * waves * 2 * math.pi + phase) * 0.7 + np.sin(xs * waves * 3.7 * math.pi + second) * 0.3
    )
    painter.area([(0, 1.02), *[(float(a), float(b)) for a, b in zip(xs, ys, strict=True)], (1.0, 1.02)], colour)
    return [float(v) for v in ys]


def draw_peaks(painter: Painter, base: float, count: int, height: float, haze: float, snow: bool) -> None:
    """Draw a range of pointed mountains with a light and a dark side and, if wanted, snow."""
    places = (np.arange(count) + 0.5) / count + painter.rng.uniform(-0.08, 0.08, count)
    for x in painter.rng.permutation(places):
        h, w = height * painter.rng.uniform(0.8, 1.15), painter.rng.uniform(0.26, 0.34)
        top = (float(x), float(base - h))
        painter.area([(x - w, base + 0.05), top, (x + w, base + 0.05)], painter.lit(ROCK, haze))
        painter.area(
            [(x + w * 0.12, base + 0.05), top, (x + w, base + 0.05)], mix(painter.lit(ROCK, haze), (0, 0, 20), 0.16)
        )
        if snow:

            def down(part: float, side: float, peak: Point = top, width: float = w, rise: float = h) -> Point:
                return peak[0] + side * width * part, peak[1] + (rise + 0.05) * part

            white = painter.lit(SNOW, haze * 0.4)
            painter.area([top, down(0.34, 1), down(0.26, 0.35), down(0.4, 0), down(0.27, -0.4), down(0.34, -1)], white)


def draw_scene(picture: ScenePicture, rng: np.random.Generator, size: int = SIZE) -> Image.Image:
    """Draw the scene as a `size` x `size` RGB image."""
    night = picture.time == "night"
    horizon = float(rng.uniform(0.56, 0.64) if picture.scene == "sea" else rng.uniform(0.6, 0.68))
    painter = Painter(LIGHTS[picture.time], horizon, rng, size)
    lamp = paint_sky_and_lamp(painter, "light" in picture.objects, night)
    PAINTERS[picture.scene](painter, picture, lamp)
    return painter.image.reduce(OVERSAMPLING)


def draw_sea(painter: Painter, picture: ScenePicture, lamp: Point | None) -> None:
    """Draw water to the horizon with the reflection of the lamp, a few waves, and perhaps a boat."""
    rng, horizon = painter.rng, painter.horizon
    painter.shade(horizon, 1.0, painter.lit(SEA, 0.45), painter.lit(mix(SEA, (0, 30, 90), 0.35)))
    if lamp is not None:
        for i in range(6):
            y, wide = horizon + 0.02 + i * 0.06, 0.13 - 0.012 * i + rng.uniform(-0.02, 0.02)
            painter.disc(
                lamp[0] + rng.uniform(-0.02, 0.02),
                y,
                wide,
                0.011,
                mix(painter.lit(SEA, 0.4), painter.light.lamp, 0.75 - i * 0.07),
            )
    for _ in range(int(rng.integers(4, 8))):
        y = rng.uniform(horizon + 0.08, 0.97)
        painter.disc(rng.uniform(0.05, 0.95), y, rng.uniform(0.06, 0.1), 0.008, painter.lit(SEA, 0.55))
    if "boat" in picture.objects:
        place = float(rng.uniform(0.28, 0.72))
        draw_boat(painter, place, horizon + float(rng.uniform(0.1, 0.17)), float(rng.uniform(0.3, 0.38)))


def draw_mountains(painter: Painter, picture: ScenePicture, _lamp: Point | None) -> None:
    """Draw two ranges, the nearer with snow, and a meadow with pines or a house."""
    rng, horizon = painter.rng, painter.horizon
    draw_peaks(painter, horizon + 0.06, 4, 0.2, 0.55, False)
    draw_peaks(painter, horizon + 0.14, int(rng.integers(2, 4)), 0.36, 0.18, True)
    ground = draw_ridge(painter, horizon + 0.18, 0.02, painter.lit(GRASS), 0.7)
    objects(painter, picture, ground, "pine")


def draw_hills(painter: Painter, picture: ScenePicture, _lamp: Point | None) -> None:
    """Draw three rolling ridges, each greener than the one behind it."""
    horizon = painter.horizon
    draw_ridge(painter, horizon + 0.0, 0.05, painter.lit(GRASS, 0.4), 1.3)
    draw_ridge(painter, horizon + 0.1, 0.05, painter.lit(GRASS, 0.18), 1.0)
    ground = draw_ridge(painter, horizon + 0.2, 0.035, painter.lit(GRASS), 0.7)
    objects(painter, picture, ground, "round")


def draw_desert(painter: Painter, picture: ScenePicture, _lamp: Point | None) -> None:
    """Draw dunes of sand that gets paler with distance, the nearest with a dark side."""
    horizon = painter.horizon
    draw_ridge(painter, horizon + 0.02, 0.03, painter.lit(SAND, 0.4), 1.2)
    draw_ridge(painter, horizon + 0.1, 0.05, painter.lit(mix(SAND, (190, 120, 60), 0.35), 0.1), 0.9)
    ground = draw_ridge(painter, horizon + 0.2, 0.05, painter.lit(SAND), 0.6)
    objects(painter, picture, ground, "palm")


def objects(painter: Painter, picture: ScenePicture, ground: list[float], kind: str) -> None:
    """Draw the scene's house and tree on the ground, on different sides."""
    side = 1.0 if painter.rng.random() < 0.5 else -1.0
    for name, place in (("house", 0.5 - side * 0.22), ("tree", 0.5 + side * 0.2)):
        if name in picture.objects:
            x = place + float(painter.rng.uniform(-0.06, 0.06))
            y = ground[round(x * 64)] + 0.04
            if name == "house":
                draw_house(painter, x, y, float(painter.rng.uniform(0.24, 0.28)), picture.time == "night")
            else:
                draw_tree(painter, x, y, float(painter.rng.uniform(0.36, 0.42)), kind)


PAINTERS = {"sea": draw_sea, "mountains": draw_mountains, "hills": draw_hills, "desert": draw_desert}
