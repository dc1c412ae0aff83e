"""What a denoiser predicts at each step. Any thread.

A checkpoint in one file may not say it, and a wrong choice makes pictures of plain noise or of pale colours.
"""

from collections.abc import Mapping
from types import MappingProxyType

AUTO_PREDICTION = "auto"
"""the choice that follows the checkpoint"""
PREDICTION_TYPES: Mapping[str, str] = MappingProxyType({"epsilon": "epsilon", "v-prediction": "v_prediction"})
"""The other choices, with their names in the scheduler configurations of diffusers: noise (arXiv 2006.11239), and
velocity (arXiv 2202.00512, section 4)."""
PREDICTION_CHOICES = (AUTO_PREDICTION, *PREDICTION_TYPES)
