"""Train and measure the starter model, a small Stable Diffusion, on pictures that this package draws.

Run from `packaging/`:

    python -m starter_model train --work /tmp/starter --vae-minutes 25 --unet-minutes 55
    python -m starter_model evaluate --work /tmp/starter

The result goes to `resources/starter-model`, with a model card. Everything is seeded. Unfinished work is stored in
`--work`, and an interrupted run continues from there.
"""
