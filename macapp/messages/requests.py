"""Sentences about requests: settings, prompts, masks, grids and control maps."""

from collections.abc import Mapping

REQUEST_MESSAGES: Mapping[str, str] = {
    # values
    "not-text": "The {field} must be text, not {value}.",
    "not-whole": "The {field} must be a whole number, not {value}.",
    "not-a-number": "The {field} must be a number, not {value}.",
    "out-of-range": "The {field} must be from {least} to {most}, not {value}.",
    "not-yes-or-no": "The {field} must be true or false, not {value}.",
    "not-a-list": "Expected a list, not {value}.",
    "part-incomplete": "{field} {value} is incomplete. It needs {names}.",
    "word-unknown": "Unknown {field} {value}. Choose one of: {names}.",
    "too-many": "Too many {field}. The limit is {limit}.",
    # size and steps
    "size-not-a-size": "The size must be written as width x height, for example 512x512, not {value}.",
    "side-out-of-range": "The {field} must be from {least} to {most} pixels, not {value}.",
    "side-not-multiple-of-8": "The {field} must be a multiple of 8. Use {below} or {above} instead of {value}.",
    "size-not-multiple": "{kind} needs a width and a height in multiples of {step}, not {width} x {height}.",
    "size-too-small": "{width} x {height} is too small for {kind}. Use at least {least} pixels a side.",
    "size-over-array-limit": (
        "{width} x {height} needs an array larger than 4 GiB, which this Mac's GPU does not support."
        " Largest size that fits: {largest}."
    ),
    "size-over-memory": (
        "{width} x {height} needs about {needed} of memory, and {available} is available."
        " Largest size that fits: {largest}."
    ),
    "enlarged-too-far": "{width} x {height} pixels is too large. A picture can have at most {limit} pixels a side.",
    "scheduler-unknown": "Unknown scheduler {value}. Choose one of: {names}.",
    "steps-over-scheduler": (
        "The scheduler {value} supports at most {limit} steps, not {steps}. Use fewer steps or another scheduler."
    ),
    "eta-scheduler": "The scheduler {value} does not support eta. These do: {names}.",
    "interval-scheduler": (
        "The scheduler {value} evaluates the model several times at a step, so no step can reuse an earlier one."
        " Set the {field} to 1, or choose another scheduler."
    ),
    "interval-over-steps": (
        "The {field} ({value}) is greater than the number of steps ({steps}). Use a smaller interval or more steps."
    ),
    "variation-alone": "A variation strength needs a variation seed. Add a seed, or remove the strength.",
    # what the model supports
    "field-unfit": (
        "{model} ({kind}) does not support this setting: {field}. Remove the setting, or choose another model."
    ),
    "field-unfit-here": (
        "With a source image, a mask or a ControlNet, this model does not support this setting: {field}. Remove it."
    ),
    "controlnet-unsupported": (
        "The ControlNet {name} needs more than a map: it fills in a mask. Choose a ControlNet for one kind of map."
    ),
    "control-kind-unknown": (
        "The ControlNet {name} is for several kinds of map, and the kind of this map is not known. Let Easel make the"
        " map: {kinds}. Or choose a ControlNet for one kind of map."
    ),
    "scheduler-unfit": "The model {model} does not support the scheduler {value}. Choose one of: {names}.",
    "quality-unmeasured": (
        "No {value} setting was measured for {model}. Choose the number of steps with “--steps” instead."
    ),
    "quality-with-mode": "A quality and a fast mode cannot be used together. Remove one of them.",
    "mode-unknown": "The model {model} has no fast mode {value}. Available modes: {names}.",
    "mode-needs": "This fast mode needs a model or a LoRA that was trained for {mode}.",
    "model-needs-image": (
        "{model} is a refiner and needs a source image. Add one, or use the refiner on pictures of another model."
    ),
    "model-needs-vae": "{model} has no VAE. Choose a VAE for it, with “--vae” or under “Advanced”.",
    "model-needs-mask": "{model} is an inpainting model. Add a source image and a mask.",
    "refiner-unfit": "{name} is not a refiner for Stable Diffusion XL.",
    # source image and mask
    "strength-without-image": "A strength needs a source image. Add an image, or remove the strength.",
    "image-without-strength": "A source image needs a strength greater than 0 and at most 1.",
    "strength-leaves-no-step": (
        "With {steps} steps, a {field} of {value} runs no step. Increase the {field} or the number of steps."
    ),
    "variation-with-image": (
        "A variation changes the initial noise, which a source image replaces. Remove the variation or the image."
    ),
    "mask-without-image": "A mask needs a source image. Add an image, or remove the mask.",
    "mask-only-without-mask": "“Only masked” needs a mask. Add a mask, or turn the option off.",
    "mask-other-size": (
        "The mask has {width} x {height} pixels and its image {wide} x {high}. Use a mask as large as the image."
    ),
    "mask-empty": "The mask is empty. Paint the area to change.",
    "mask-full": "The mask covers the whole image. Remove the mask to change the whole image.",
    "mask-not-mask": "{name} is not a mask. A mask is white where the image may change, and black elsewhere.",
    "mask-with-refiner": "A mask and a refiner cannot be used together. Remove one of them.",
    "mask-with-hires": "A mask and “High resolution” cannot be used together. Remove one of them.",
    "outpaint-without-image": "Outpainting needs a source image. Add one.",
    "outpaint-sides": (
        "{value} is not an area to add. Write four whole numbers of pixels up to {most}, for left, top, right and"
        " bottom."
    ),
    # reference images
    "references-too-many": (
        "{model} uses at most {limit} reference images, and there are {count}. Remove the ones that matter least."
    ),
    "references-with-image": (
        "With a source image, {model} uses at most {limit} reference images, and there are {count}. Remove the others,"
        " or remove the source image."
    ),
    "image-needs-mask": (
        "{kind} changes only the masked part of a source image. Add a mask, or remove the source image."
    ),
    "masked-too-large": (
        "With a mask, {kind} makes at most {limit} pixels, and {width} x {height} has more. Use a smaller size."
    ),
    "model-without-images": (
        "{model} uses no images. Choose a model that starts from an image or edits by instruction, then add the image."
    ),
    "references-needed": "{model} edits images. Add a reference image.",
    "reference-shape": (
        "Reference image {number} has {width} x {height} pixels. Each side needs at least {least} pixels, and one side"
        " can be at most {most} times as long as the other."
    ),
    "reference-gone": "Reference image {number} is no longer in the library. Add it again.",
    # ControlNets
    "control-ends-first": "ControlNet end ({end}) must be greater than its start ({start}).",
    "control-first": "Write --controlnet before the --control options that belong to it.",
    "map-unknown": "Unknown control map {value}. Choose one of: {names}.",
    "map-missing": "The ControlNet {name} needs a control image. Add one.",
    "depth-without-model": "A depth map needs a depth model. Choose its folder, or use a finished depth map.",
    "depth-failed": "The depth map could not be created: {why}.",
    # prompts
    "prompt-too-long": "The {field} has {value} characters. The limit is {limit}.",
    "prompt-scheduled": (
        "Easel cannot change the prompt during the steps: {part}. Choose one of the words, or write \\[ for a bracket."
    ),
    "prompt-and": "AND does not combine prompts in Easel. It is read as a word. Write BREAK to separate parts.",
    "tag-missing": "No {kind} named {name} is installed, so {tag} is left out of the prompt.",
    "tag-unsupported": "Easel has no hypernetworks, so {tag} is left out of the prompt.",
    "tag-weight": "The weight in {tag} is not a number, so the tag is left out of the prompt.",
    "tag-weights": "Of the weights in {tag}, only {weight} is used.",
    "bracket-open": "The prompt has an unclosed {bracket} at character {place}. Close it, or write \\{bracket}.",
    "wildcards-missing": "There is no wildcard file {name}.txt in {path}.",
    "wildcards-empty": "The wildcard file {name}.txt has no lines to choose from.",
    "wildcards-endless": "The wildcards refer to each other in a loop: there is no end after {limit} levels.",
    "too-many-combinations": "The prompt has {value} combinations. At most {limit} pictures can be queued at once.",
    # grids and series
    "sheet-without-grid": "--sheet needs a grid. Add one, for example --grid steps=10,20.",
    "grid-sides": "A grid has one or two axes. Remove the other --grid options.",
    "grid-option": "{value} is not a grid axis. Write it as steps=10,20,30.",
    "grid-field": "A grid cannot vary {value}. Choose one of: {names}.",
    "grid-values": "Enter 1 to {limit} values for the {field}.",
    "grid-same-field": "The two axes of a grid must vary different fields. Choose another field for one of them.",
    "too-many-ways": "Only one of --matrix, --grid and --count can be used at a time. Remove the others.",
    # presets, styles and names
    "name-missing": "Enter a name.",
    "name-taken": "The name {name} is already in use. Choose another name.",
    "preset-missing": "There is no preset {name}. Available presets: {names}.",
    "styles-unreadable": "{name} is not a styles file. It needs the columns name, prompt and negative_prompt.",
    # files of requests
    "jsonl-not-json": "Line {line} of {path} is not a JSON object.",
    "jsonl-unknown-field": "Line {line} of {path} has an unknown field {value}.",
    "jsonl-no-prompt": "Line {line} of {path} has no prompt.",
    "jsonl-line": "Line {line} of {path}: {sentence}",
    "jsonl-not-text": "{path} is not UTF-8 text.",
    "jsonl-line-too-long": "Line {line} of {path} is too long for a request.",
    "jsonl-too-large": "{path} is too large for a list of requests. Split it into several files.",
}
