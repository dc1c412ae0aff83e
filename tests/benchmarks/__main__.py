"""All benchmarks, one table each: `python -m tests.benchmarks [model folder]`. Exit code 1 if one is over its bar."""

import subprocess
import sys

BENCHMARKS = ("window", "responsiveness", "overhead", "large", "kept", "quicker", "gallery", "models")


def main(arguments: list[str]) -> int:
    """Run each in a process of its own, so that none finds PyTorch loaded by another."""
    codes = [
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{each}", *arguments]).returncode for each in BENCHMARKS
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
