"""`python -m starter_model train|evaluate|edges|relatives`: see the package."""

import argparse
from pathlib import Path

import torch

RESULT = Path(__file__).resolve().parents[2] / "resources" / "starter-model"


def main() -> None:
    """Parse the command line and run the command."""
    parser = argparse.ArgumentParser(prog="starter_model", description="Train and measure the starter model.")
    parser.add_argument("what", choices=("train", "evaluate", "edges", "relatives"))
    parser.add_argument("--work", type=Path, required=True, help="where work in progress is kept")
    parser.add_argument("--result", type=Path, default=RESULT, help="where the finished model goes")
    parser.add_argument("--device", default=_best_device())
    parser.add_argument("--vae-minutes", type=float, default=25)
    parser.add_argument("--unet-minutes", type=float, default=50)
    parser.add_argument("--polish-minutes", type=float, default=10)
    parser.add_argument("--pictures", type=int, default=30_000)
    parser.add_argument("--edges-minutes", type=float, default=25)
    parser.add_argument("--relatives-minutes", type=float, default=70)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.what == "train":
        from starter_model.train import Budget, train

        budget = Budget(
            vae=options.vae_minutes, unet=options.unet_minutes, polish=options.polish_minutes, pictures=options.pictures
        )
        train(options.work, torch.device(options.device), budget, options.seed)
    elif options.what == "edges":
        from starter_model.controlnet import train_edges

        result = RESULT.with_name("starter-edges")
        train_edges(RESULT, options.work, result, options.edges_minutes, options.pictures, options.seed)
    elif options.what == "relatives":
        from starter_model.relatives import train_relatives

        train_relatives(RESULT, options.work, options.relatives_minutes, options.pictures, options.seed)
    else:
        from starter_model.evaluate import finish

        finish(options.work, options.result)


def _best_device() -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


if __name__ == "__main__":
    main()
