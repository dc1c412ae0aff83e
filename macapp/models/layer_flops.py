"""Operations as a polynomial of the number of latents, and those of single layers. Pure functions. Any thread."""

from dataclasses import dataclass

TERA = 1e12


@dataclass(frozen=True)
class FlopPolynomial:
    """Operations as a polynomial of the number of latents: constant, per latent, per pair of latents."""

    once: float = 0.0
    each: float = 0.0
    pairs: float = 0.0

    def __add__(self, other: "FlopPolynomial") -> "FlopPolynomial":
        return FlopPolynomial(self.once + other.once, self.each + other.each, self.pairs + other.pairs)

    def shared(self, parts: float) -> "FlopPolynomial":
        """Return the polynomial with the number of latents divided by `parts`."""
        return FlopPolynomial(self.once, self.each / parts, self.pairs / parts**2)

    def scaled(self, share: float) -> "FlopPolynomial":
        """Return a share of the operations."""
        return FlopPolynomial(self.once * share, self.each * share, self.pairs * share)

    def at(self, latents: float) -> float:
        """Return the 10**12 operations for a number of latents."""
        return (self.once + self.each * latents + self.pairs * latents**2) / TERA


@dataclass(frozen=True)
class StepFlops:
    """The operations of a step without guidance: of all layers, and of those that always run."""

    full: FlopPolynomial = FlopPolynomial()
    outer: FlopPolynomial = FlopPolynomial()

    def __add__(self, other: "StepFlops") -> "StepFlops":
        return StepFlops(self.full + other.full, self.outer + other.outer)


def convolution(inputs: int, outputs: int, side: int = 3, depth: int = 1) -> FlopPolynomial:
    """Return the operations of a convolution with a kernel of `depth` x `side` x `side`."""
    return FlopPolynomial(each=2 * depth * side**2 * inputs * outputs)


def residual(inputs: int, outputs: int, depth: int = 1) -> FlopPolynomial:
    """Return the operations of two convolutions, and of a third on the shortcut if the widths differ."""
    around = convolution(inputs, outputs, 1) if inputs != outputs else FlopPolynomial()
    return convolution(inputs, outputs, depth=depth) + convolution(outputs, outputs, depth=depth) + around


def self_attention(width: int) -> FlopPolynomial:
    """Return the operations of attention of every latent to every other one, with its four projections."""
    return FlopPolynomial(each=8 * width**2, pairs=4 * width)
