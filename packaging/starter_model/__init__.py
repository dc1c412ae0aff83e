"""The starter model's trainer: draws its own pictures, trains a small Stable Diffusion on them, measures it.

Run from `packaging/`:

    python -m starter_model train --work /tmp/starter --vae-minutes 25 --unet-minutes 55
    python -m starter_model evaluate --work /tmp/starter

The result goes to `resources/starter-model`, with a model card. Everything is seeded; work in progress is kept in
`--work`, and a run that was stopped goes on from there.
"""
