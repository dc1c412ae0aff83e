"""Sentences about the rules of `planning/`: what applies to a picture, or does not, and why. The benchmark's too."""

from collections.abc import Mapping

RULE_MESSAGES: Mapping[str, str] = {
    # attention
    "slice-forced-on": "Attention is sliced because of your setting.",
    "slice-forced-off": "Attention is not sliced because of your setting.",
    "slice-not-mps": "Attention is not sliced: slicing is for Apple's GPU, and this runs on {device}.",
    "slice-ram": "Attention is sliced because this Mac has {ram} of memory, less than {limit}.",
    "slice-size": "Attention is sliced because {width} x {height} is larger than 512 x 512.",
    "slice-one-head": "A slice has as many scores as one head of one picture.",
    "slice-all-queries": "Where the kernel stores no scores, a slice is as large as possible: all queries at once.",
    "slice-not-needed": "Attention is not sliced: {ram} of memory is enough.",
    "pad-not-mps": "Attention heads are not padded: {device} supports any width.",
    "pad-2.13": "Attention heads are padded to widths for which PyTorch {torch} has a kernel that stores no scores.",
    "pad-not-2.13": "Attention heads are not padded: this helps only from PyTorch 2.13 on, and this is {torch}.",
    # memory
    "text-stays": "Text encoders stay in memory.",
    "text-small": "Text encoders are released between prompts, because this Mac has {ram} of memory.",
    "text-to-fit": "Text encoders are released between prompts so that the picture fits.",
    "text-alone": (
        "Text encoders are loaded for a new prompt, one at a time, and released before the rest of the model is loaded,"
        " so that the picture fits."
    ),
    "guidance-at-once": "Both sides of guidance are computed at once.",
    "guidance-to-fit": "Guidance runs in two passes so that the picture fits.",
    "weights-full": "Weights are in full precision: they fit.",
    "weights-only-full": "Weights are in full precision.",
    "weights-chosen": "Weights take {format}, as you chose.",
    "weights-to-fit": "Weights take {format}, so that the picture fits. It differs slightly from full precision.",
    "tile-not": "The picture is decoded in one piece.",
    "tile-large": (
        "The picture is decoded in tiles, because it is larger than 1024x1024 and Apple's GPU may compute large"
        " products incorrectly. Seams may be faintly visible."
    ),
    "tile-small": "The picture is decoded in tiles, because this Mac has {ram} of memory.",
    "tile-to-fit": "The picture is decoded in tiles so that it fits. Seams may be faintly visible.",
    "memory-of-ram": "A picture may use {available} of {ram} of memory.",
    "memory-metal-says": "A picture may use {available}: Metal recommends at most {allowed}, and a tenth stays free.",
    "memory-metal-may": (
        "A picture may use {available}: on Macs with {ram} Metal recommends at most {allowed}, and a tenth stays free."
    ),
    # warm-up, memory format and TF32
    "warm-up-not-mps": "No warm-up: only Apple's GPU needs it, and this runs on {device}.",
    "warm-up-1.13": "One step runs first and is discarded, because the first picture of PyTorch {torch} differs.",
    "warm-up-not-1.13": "No warm-up: only PyTorch 1.13 needs it, and this is {torch}.",
    "channels-last": "Weights are stored channels-last, which is faster for NVIDIA's half-precision kernels.",
    "channels-not-cuda": (
        "Weights are stored channels-first: channels-last is for NVIDIA GPUs, and this runs on {device}."
    ),
    "channels-single": "Weights are stored channels-first: channels-last is no faster in single precision.",
    "tf32-single": (
        "Parts in single precision are multiplied in TF32, with the resolution of half and the range of single"
        " precision."
    ),
    "tf32-not-cuda": "No TF32: only NVIDIA GPUs have it, and this runs on {device}.",
    "tf32-all-half": "No TF32: no part is in single precision.",
    # compilation
    "compile-forced-on": "Repeated blocks are compiled because of your setting.",
    "compile-forced-off": "Nothing is compiled because of your setting.",
    "compile-mps": "Nothing is compiled: PyTorch's compiler is experimental on Apple's GPU.",
    "compile-torch": "Nothing is compiled: this needs PyTorch {least} or later, and this is {torch}.",
    "compile-bundle": (
        "Nothing is compiled: the application does not include PyTorch's compiler. Run Easel from source to use it."
    ),
    "compile-no-triton": "Nothing is compiled: an NVIDIA GPU needs Triton for this, which is not installed.",
    "compile-no-compiler": "Nothing is compiled: this needs a {language} compiler, and none is installed.",
    "compile-not-cuda": "Nothing is compiled: on the {device} this happens only if you turn it on.",
    "compile-stages": "Nothing is compiled: a model with stages has no repeated blocks.",
    "compile-failed": "Nothing is compiled any more, because compilation failed: {why}.",
    "compile-unknown": "Nothing is compiled: the time for a picture on this machine is not yet known.",
    "compile-too-few": (
        "Nothing is compiled: this pays off from {least} pictures in a row with the same model and size. Here: {count}."
    ),
    "compile-no-quicker": "Nothing is compiled: pictures like this were not faster when compiled on this machine.",
    "compile-done": "Repeated blocks are already compiled: about {times} times as fast.",
    "compile-pays": "Compiled once, in {time}, for {count} equal pictures: about {times} times as fast here.",
    "compile-may-pay": (
        "Compiled once, in perhaps {time}, for {count} equal pictures: about {times} times as fast on other GPUs."
    ),
    # precision
    "precision-cpu": "Everything is computed in single precision: half precision is no faster on a processor.",
    "precision-half": "Weights are stored in half precision, which needs half the memory.",
    "precision-old-torch": (
        "Everything is in single precision: before PyTorch 2.1, half precision is wrong on MPS, and this is {torch}."
    ),
    "precision-brain": "Weights are stored as bfloat16: {kind} was trained in it and exceeds the range of float16.",
    "precision-no-brain": (
        "Everything is in single precision: {kind} exceeds the range of float16, and bfloat16 needs macOS 14."
        " This is {macos}."
    ),
    "precision-overflow": (
        "The UNet computes in single precision: attention in {kind} overflows half precision before PyTorch 2.10, and"
        " this is {torch}."
    ),
    # the queue and the libraries
    "iterate": "Pictures are made one after another, never as a batch: batches are unreliable on Apple's GPU.",
    "kinds-need": "Not supported: {names}. This needs {name} {least} or later, and {version} is installed.",
    "libraries-do": "The installed libraries support every model family.",
    # the benchmark
    "bench-half": "Half precision is slower on the {device}, which computes it in single precision.",
    "bench-tf32": "Only NVIDIA GPUs have TF32, and this runs on {device}.",
    "bench-quick": "Skipped in a quick run.",
    "bench-torch": "This needs PyTorch 2.0 or later, and this is {torch}.",
    "bench-no-room": "This needs {needed} of memory, and {available} is free.",
    "bench-too-long": "This would take about {time} here.",
    "bench-failed": "Failed: {why}.",
    "bench-none": "Nothing has been measured yet.",
    "bench-unknown": "There is no model {value} to measure. Choose one of: {names}.",
}
