"""The words for every code: one sentence, in plain English, that says what, why and what to do. Any thread.

Errors and rules carry codes and data so that nothing below the window decides on words. The command line prints these
as they are; the window passes each through Qt's translation first (`macapp/ui`).
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from macapp.domain.job import ReproductionResult
from macapp.errors import Value

_FIELDS = {
    "width": "width",
    "height": "height",
    "steps": "steps",
    "seed": "seed",
    "count": "count",
    "guidance_scale": "guidance scale",
    "strength": "strength",
    "prompt": "prompt",
    "negative_prompt": "negative prompt",
    "model": "model",
    "scheduler": "scheduler",
    "image": "source image",
    "resize": "way to resize",
    "mask": "mask",
    "mask_only": "“only masked”",
    "mask_padding": "padding of the mask",
    "mask_feather": "feather of the mask",
    "controls": "ControlNets",
    "control_scale": "weight of a ControlNet",
    "control_start": "start of a ControlNet",
    "control_end": "end of a ControlNet",
    "loras": "LoRA",
    "lora_weight": "weight of a LoRA",
    "weight": "weight of a word",
    "embeddings": "textual inversions",
    "prompt_2": "second prompt",
    "negative_prompt_2": "second negative prompt",
    "clip_skip": "clip skip",
    "guidance_rescale": "guidance rescale",
    "guidance_end": "end of guidance",
    "variation_seed": "variation seed",
    "variation_strength": "variation strength",
    "hires_scale": "high-resolution scale",
    "hires_strength": "high-resolution strength",
    "upscale": "enlargement",
    "refiner_start": "start of the refiner",
    "vae": "VAE",
    "template": "prompt as typed",
    "size": "size",
}

INVARIANTS: Mapping[str, str] = {
    "index-whole": "the index is whole",
    "jobs-in-one-state": "every job of the queue can be read and is in one state",
    "pictures-whole": "every picture in the index is on the disk, whole",
    "no-partial-files": "no file is cut short",
    "rows-and-files": "every picture on the disk is in the index, once",
    "made-once": "no job has made two pictures",
    "marks-in-files": "favourites, stars, tags and collections are in the files too",
    "nothing-outside": "every file of the library lies in its folders",
    "opens-quickly": "the library opens within 10 seconds",
    "nothing-deleted-unasked": "nothing was deleted unasked: what is gone is in the Trash",
}
"""What `macapp verify` checks, by the names that it prints as JSON."""

MESSAGES: Mapping[str, str] = {
    # what was asked
    "not-text": "The {field} must be text, not {value}.",
    "not-whole": "The {field} must be a whole number, not {value}.",
    "not-a-number": "The {field} must be a number, not {value}.",
    "out-of-range": "The {field} must be from {least} to {most}, not {value}.",
    "size-not-a-size": "The size must be written as width x height, like 512x512, not {value}.",
    "side-out-of-range": "The {field} must be from {least} to {most} pixels, not {value}.",
    "side-not-multiple-of-8": "The {field} must be a multiple of 8: {value} is not, {below} and {above} are.",
    "prompt-too-long": "The {field} has {value} characters; at most {limit} can be kept.",
    "scheduler-unknown": "There is no scheduler called {value}; there are {names}.",
    "steps-over-scheduler": "The scheduler {value} makes at most {limit} steps, not {steps}: use fewer, or another.",
    "strength-without-image": "A strength needs a source image: add one, or leave the strength out.",
    "image-without-strength": "A source image needs a strength, above 0 to 1.",
    "strength-leaves-no-step": (
        "With {steps} steps, a {field} of {value} leaves no step to run: raise the strength, or use more steps."
    ),
    "word-unknown": "There is no {field} {value}; there are {names}.",
    "not-yes-or-no": "The {field} must be true or false, not {value}.",
    "not-a-list": "A list is needed there, not {value}.",
    "part-incomplete": "A {field} needs {names}: {value} does not say them.",
    "too-many": "There are too many {field}: at most {limit} can be used for a picture.",
    "control-ends-first": "ControlNet end ({end}) must be greater than its start ({start}).",
    "mask-without-image": "A mask needs the image that it lies on: add a source image, or leave the mask out.",
    "mask-only-without-mask": "To draw only what is masked there must be a mask: add one.",
    "mask-other-size": (
        "The mask has {width} x {height} pixels and its image {wide} x {high}: a mask must be as large as its image."
    ),
    "mask-empty": "The mask is empty. Paint the area to change.",
    "mask-full": "The mask covers the whole image: leave it out, and all of the image changes.",
    "mask-not-mask": "{name} is a picture, not a mask: that is white where the image may change and black elsewhere.",
    "mask-with-refiner": "A picture with a mask takes no refiner: choose one of the two.",
    "refiner-unfit": "{name} is no refiner of Stable Diffusion XL.",
    "mask-with-hires": "A picture with a mask cannot be enlarged and refined: choose one of the two.",
    "outpaint-without-image": "To draw an image further outwards there must be one: add a source image.",
    "outpaint-sides": (
        "{value} is no room to add: name four whole numbers of pixels up to {most}, for left, top, right and bottom."
    ),
    "sheet-without-grid": "A sheet shows a grid: add --grid, like --grid steps=10,20.",
    "grid-sides": "A grid has one or two sides: leave the others out.",
    "grid-option": "{value} is no side of a grid: write it like steps=10,20,30.",
    "too-many-ways": "Combinations, a grid and a count go one at a time: leave two of them out.",
    "variation-with-image": "A variation turns the first noise, and a source image takes its place: leave one out.",
    "eta-scheduler": "The scheduler {value} knows no eta; {names} do.",
    "enlarged-too-far": "{width} x {height} pixels are more than a picture can have: at most {limit} a side.",
    "field-unfit": "{model} is a model of {kind}, which takes no {field}: leave it out, or choose another model.",
    "field-unfit-here": "With a source image, a mask or a ControlNet this model takes no {field}: leave it out.",
    "mode-unknown": "The model {model} has no mode {value}; it has {names}.",
    "mode-needs": "Few steps need a model, or a LoRA, that was trained for {mode}.",
    "scheduler-unfit": "The model {model} cannot use the scheduler {value}; it can use {names}.",
    "model-needs-image": (
        "The model {model} is a refiner, which starts from an image: add one, or let it refine another's pictures."
    ),
    "model-needs-mask": "The model {model} was made for inpainting: give it a source image and a mask.",
    "size-not-multiple": "{kind} draws in steps of {step} pixels: {width} x {height} is no multiple of that.",
    "size-too-small": "{width} x {height} is too small for {kind}: use at least {least} pixels a side.",
    "bracket-open": (
        "The prompt has a {bracket} at character {place} that is never closed: close it, or write \\{bracket}."
    ),
    "bracket-closed": (
        "The prompt has a {bracket} at character {place} that closes nothing: take it out, or write \\{bracket}."
    ),
    "wildcards-missing": "There is no file {name}.txt of wildcards in {path}.",
    "wildcards-empty": "The file {name}.txt of wildcards has no lines to draw from.",
    "wildcards-endless": "The wildcards lead back to themselves: after {limit} levels there was no end.",
    "too-many-combinations": "The prompt has {value} combinations; at most {limit} pictures can be ordered at once.",
    "map-unknown": "There is no way {value} to draw a control map; there are {names}.",
    "depth-without-model": "A map of depth needs a model that sees it: name its folder, or give the map itself.",
    "depth-failed": "The map of depth could not be drawn: {why}.",
    "map-missing": "The ControlNet {name} needs a control image: add one.",
    "control-first": "Name the ControlNet before its image, its map and its weight.",
    "addon-missing": "There is no {kind} at {model}.",
    "addon-other-kind": "{name} is no {kind}.",
    "addon-other-family": "{name} is a {kind} for another family of models than {model}: choose one that goes with it.",
    "lora-other-form": "{name} is a {form}, which Easel cannot use: look for the same as a plain LoRA.",
    "lora-halved": "{name} is damaged: one of the two halves of a tensor is missing; get it again.",
    "addon-not-one-file": "{path} does not hold exactly one .safetensors file: name the {kind} file itself.",
    "addon-pickled": (
        "{name} may run code when it is opened, so it is not: look for the same as .safetensors, or have it converted."
    ),
    "weights-empty": "{name} is empty.",
    "weights-pointer": "{name} is only a pointer of Git LFS to the weights: download the file itself.",
    "weights-web-page": "{name} is a web page that was saved in the place of the weights: download it again.",
    "weights-pickled": (
        "{name} is a pickle under another name, which may run code when it is opened: it is not, look for a safe copy."
    ),
    "weights-gguf": "{name} is a GGUF file, which Easel cannot run: look for the same as .safetensors.",
    "weights-json": "{name} holds text, not weights.",
    "weights-cut": "{name} is cut short: download or copy it again.",
    "weights-header": "{name} is damaged: its list of tensors cannot be read.",
    "weights-none": "{name} holds no tensors.",
    "weights-kind": "{name} holds numbers of a kind that is not known.",
    "weights-shape": "{name} is damaged: a tensor is not as long as it says.",
    "weights-overlap": "{name} is damaged: its tensors overlap.",
    "weights-gap": "{name} is damaged: there is a gap between its tensors.",
    "weights-trailing": "{name} is damaged: there is something behind its last tensor.",
    "repository-wrong": "{value} is no name of a repository: it is written owner/name.",
    "revision-wrong": "{value} is no revision of a repository.",
    "repository-without-weights": "{repository} holds no weights as .safetensors: look for a copy that does.",
    "hub-401": "{repository} does not exist, or only for those who are signed in: look at the name, or sign in.",
    "hub-403": "{repository} asks you to accept its licence first: open its page on the hub, accept, and try again.",
    "token-wrong": "That is no token of the hub: copy it whole from your settings there.",
    "keychain-missing": "There is nothing on this machine that keeps secrets, so the token is not kept.",
    "hub-404": "There is no repository {repository} on the hub.",
    "hub-revision": "{repository} has no revision {value}.",
    "hub-429": "The hub asks for a pause, too much was asked of it: try again in a few minutes.",
    "hub-500": "The hub has a fault of its own ({status}): try again later.",
    "hub-portal": "What answered is not the hub: sign in to this network first, then try again.",
    "hub-certificate": "What answers cannot prove that it is the hub: look at this machine's clock and proxy.",
    "hub-name": "The hub's name is not known to this network: look whether this machine is online.",
    "hub-unreachable": "The hub cannot be reached: look whether this machine is online.",
    "hub-other-bytes": "The hub has another {name} in {repository} than Easel knows: it is not fetched.",
    "hub-offline": "Nothing is fetched in this process: use “macapp models download”.",
    "download-cut": "The connection was cut while {name} was fetched: try again, and it goes on from there.",
    "download-wrong-bytes": "{name} did not come as the hub says it is: it was thrown away, try again.",
    "model-not-listed": "{model} is not on the list of models: “macapp models list” shows those that are.",
    "model-not-single": "{name} is no whole checkpoint of Stable Diffusion 1, 2 or XL.",
    "controlnet-no-folder": "{name} is a file: a ControlNet is a folder with a config.json and its weights.",
    "library-unusable": "The library {name}, which this needs, could not be loaded: {why}.",
    "library-missing": "The library {name} is not installed, which this needs.",
    "source-empty": "There is no model in {path} that Easel can use.",
    "model-not-ours": "{name} lies in {path}, which another program keeps or which ships with Easel: it stays there.",
    "model-other-use": "{name} is a model for {use}, and Easel makes pictures.",
    "model-part-only": "{name} is only a part of a model, {part}: add the whole model.",
    "model-unknown": "{name} is no model that Easel has a use for.",
    "model-part-unknown": "The model in {path} has a part, {part}, of a kind that is not loaded: it could be code.",
    "variation-alone": "A variation strength needs a variation seed.",
    "size-over-array-limit": (
        "{width} x {height} needs an array of more than 4 GiB, which this Mac's GPU cannot hold; {largest} would fit."
    ),
    "size-over-memory": (
        "{width} x {height} needs about {needed} of memory and {available} can be used; {largest} would fit."
    ),
    "fact-unknown": "{value} is not a fact about a machine; those are {names}, written like ram=16GB.",
    "fact-wrong": "{value} is no value for {field}; write it like {field}={example}.",
    "device-missing": "PyTorch cannot use {device} on this machine.",
    # files given to us
    "file-missing": "There is no file at {path}.",
    "file-not-regular": "{path} is {looks}, not a file: choose a file.",
    "file-too-large": "{path} is larger than {limit_bytes}, the most that can be read from it: choose a smaller file.",
    "path-missing": "There is no {path}: look whether it was moved or renamed.",
    "path-not-folder": "{path} cannot be used: a file is where a folder is needed, or the other way round.",
    "path-folder": "{path} is a folder: name a file.",
    "path-too-long": "The name {path} is too long for this disk: choose a shorter one.",
    "path-loop": "{path} is a link that leads back to itself: name the file itself.",
    "text-not-unicode": "{value} cannot be kept, as it is not Unicode: rename it, or write it anew.",
    "image-empty": "{name} is empty.",
    "image-unknown": "{name} is not a picture that can be opened: it looks like {looks}.",
    "image-broken": "{name} is damaged: the picture in it is not whole.",
    "pictures-damaged": "Damaged and left out of the gallery: {names} ({count} in all); nothing was deleted.",
    "image-too-large": "{name} has {width} x {height} pixels; at most {limit} megapixels can be opened.",
    "image-too-thin": "{name} has {width} x {height} pixels: too narrow to start from.",
    "image-file-too-large": "{name} is {size_bytes} large; at most {limit_bytes} can be opened.",
    "image-extras": (
        "{name} carries too much besides its picture, such as texts and profiles: at most {limit_bytes}, in few parts."
    ),
    "start-image-gone": "The source image is no longer in the library: add it again.",
    "jsonl-not-json": "Line {line} of {path} is not a JSON object.",
    "jsonl-unknown-field": "Line {line} of {path} has a field {value} that is not known.",
    "jsonl-no-prompt": "Line {line} of {path} has no prompt.",
    "jsonl-line": "Line {line} of {path}: {sentence}",
    "jsonl-not-text": "{path} is not text in UTF-8.",
    "jsonl-line-too-long": "Line {line} of {path} is too long for a request.",
    "jsonl-too-large": "{path} is too large for a list of requests: split it.",
    "command-line": "{message}",
    "output-not-png": "{path} is neither a folder nor the name of one PNG.",
    "queue-paused-died": (
        "The queue is paused: Easel ended unexpectedly while it made “{prompt}”. Add --resume to go on with it."
    ),
    "queue-held": (
        "Nothing was drawn: no job waits, and some are held ({count}). Try them again or remove them in the window."
    ),
    "queue-paused": "The queue is paused: add --resume to go on with it.",
    "picture-missing": "There is no picture with the id {id}.",
    "folder-is-library": "{path} belongs to the library itself: what is in it is in the gallery already.",
    "format-unknown": "There is no format called {value}; there are {names}.",
    "pattern-wrong": "The names cannot be made from {value}: between braces there can be {names}.",
    "sheet-count": "A contact sheet holds 1 to {limit} pictures, not {value}.",
    "export-too-wide": "WebP holds {limit} pixels a side, and this picture is {width} by {height}: choose PNG or JPEG.",
    "export-would-tell": "The picture could not be written without its prompt: nothing was written.",
    "repeat-other-size": "{name} is no longer as large as its settings say: there is nothing to compare.",
    "repeat-unknown": "{name} was made by {source}, and its file does not say all that is needed to make it again.",
    "backup-wrong": "{name} is not a whole copy of an index: “macapp restore --list” shows those there are.",
    "name-not-unicode": "{name} has a name that is not Unicode, which cannot be kept: rename it.",
    "import-unreadable": "{name} could not be read ({kind}): it was left out, and the log has the details.",
    "import-refused": "{name}: {why}",
    "folder-emptied": "{path} is empty now. Pictures of it in the gallery: {count}. Connect its disk, or hide them with"
    " --hide-missing if they are really gone.",
    "backup-none": "There is no backup of the index yet.",
    "backup-failed": "The index did not pass its check, so no backup was made: run “macapp rebuild”.",
    "folder-expected": "{path} is not a folder.",
    "search-value": "{field}:{value} cannot be searched for: write a number, >30, or 20..40 after {field}:.",
    "search-word": "{field}:{value} cannot be searched for: after {field}: there can be {names}.",
    "search-date": "{field}:{value} is no date: write 2026-11-20, 2026-11, 2026, today or yesterday.",
    "grid-field": "A grid cannot vary {value}; it can vary {names}.",
    "grid-values": "Write 1 to {limit} values for the {field}.",
    "grid-same-field": "A grid varies two different fields: choose another for one of its sides.",
    "name-missing": "It needs a name.",
    "preset-missing": "There is no preset called {name}; there are {names}.",
    "name-taken": "There is one called {name} already: choose another name.",
    "styles-unreadable": "{name} is not a file of styles: it needs the columns name, prompt and negative_prompt.",
    # the machine
    "model-none": "There is no model to draw with: get or add one in the Models window.",
    "model-missing": "There is no model called {model}: name one of {known}, or the path of a folder.",
    "model-not-fetched": (
        "{model} is not on this disk: fetch it ({size_bytes}) in the Models window,"
        " or with “macapp models download {id}”."
    ),
    "model-not-diffusers": "{path} is not a model: it has no model_index.json.",
    "model-part-broken": "The model in {path} is not whole: {part} is missing or damaged.",
    "model-one-colour": "The weights of {model} are damaged: its {part} makes one colour of everything; get it again.",
    "model-not-finite": "The weights of {model} are damaged: its {part} holds what is no number; get it again.",
    "tokenizer-unfit": (
        "The model in {path} is damaged: {part} does not go with its {encoder}, which knows {tokens} tokens; get the"
        " model again."
    ),
    "model-parts-unfit": "The model in {path} is damaged: its {part} does not go with its {other}; get it again.",
    "model-channels": (
        "The model in {path} has {channels} channels, as models have that {use}: Easel cannot run it, choose one that"
        " draws from a prompt."
    ),
    "model-distilled": (
        "{name} has fewer blocks than its family, as distilled models have: get it as a folder with a model_index.json."
    ),
    "model-part-unfit": "The model in {path} is not whole: its {part} has other weights than it says.",
    "model-part-outside": "The model in {path} has a link, {part}, that leads out of its folder: it is not followed.",
    "model-load-failed": "The model {model} could not be loaded: {why}.",
    "model-kind-unsupported": "The model in {path} is a {kind}, which Easel cannot run yet.",
    "memory-let-go": "Memory is short, so Easel unloaded the model. The next picture loads it again.",
    "memory-spared": "This machine is short of memory, so Easel makes the next pictures with less, a little slower.",
    "gpu-cut-off": (
        "macOS took the picture off the GPU, as it does when the screen waits too long for its turn or the Mac slept:"
        " try again, at a smaller size or with the display asleep."
    ),
    "out-of-memory": "There was not enough memory: choose a smaller size, or close other programs.",
    "memory-for-libraries": (
        "There is not enough memory to load PyTorch, which makes the pictures: close other programs, and start again."
    ),
    "out-of-memory-at": (
        "There was not enough memory for {width} x {height}, which takes about {needed} of the {available} that can be"
        " used: choose a smaller size, or close other programs."
    ),
    "disk-nearly-full": "Only {free} are free on the disk of the {needed} needed: make room, and the queue goes on.",
    "disk-full": "The disk is full: make room, then try again.",
    "disk-gone": "The disk does not answer, or is gone: connect it, then try again.",
    "files-too-many": "Too many files are open on this machine: close other programs, then try again.",
    "disk-file-size": "The disk does not take a file as large as this one: choose another folder.",
    "system-refused": "The system refused it ({name}: {why}): try again, and look at the disk if it refuses again.",
    "picture-not-saved": (
        "The finished picture could not be saved ({kind}: {text}). It is kept and tried again, and the queue waits."
    ),
    "disk-read-only": "The disk can only be read: choose another folder.",
    "disk-not-allowed": "Easel may not use {path}: choose another one, or allow it.",
    "output-failed": "The results could not be printed: {why}.",
    "disk-broken": "The disk reported an error; check it before you go on.",
    "window-silent": "Easel is open with this library already, but its window does not answer: quit that one.",
    "library-in-use": "Another Easel is already working through this library's queue.",
    "library-damaged": "The library's index at {path} is damaged, your pictures are not: restore a copy or rebuild it.",
    "library-too-new": "The library's index was made by a newer Easel (version {version}): update this one.",
    "library-busy": "The library's index is in use by another program: try again in a moment.",
    "library-damaged-now": (
        "A check found the index of your pictures damaged; the pictures are not. Quit, and start again to repair it."
    ),
    "library-foreign": (
        "The index at {path}, or what lies beside it, belongs to another library: restore a copy or rebuild it."
    ),
    "library-empty": (
        "The library's index at {path} is empty, which it never is by itself: restore a backup, or rebuild it."
    ),
    "not-connected": (
        "The pictures' folder {path} is not connected: connect its disk,"
        " or run “macapp rebuild” to start with what is there."
    ),
    "not-connected-window": (
        "The pictures' folder {path} is not connected, so the queue waits. Connect its disk, and it goes on by itself."
    ),
    "trash-refused": "{name} could not be moved to the Trash: it stays where it is.",
    "trash-closed": (
        "{name} is in the Trash, where Easel may not read it: choose Put Back for it in the Finder. The gallery has"
        " it again when Easel next starts."
    ),
    "job-held": "Easel ended unexpectedly {times} times while it made this picture: it waits until you try it again.",
    "checkpoint-held": "Easel ended unexpectedly {times} times while it loaded this model: try again, or use another.",
    "picture-not-finite": "The model gave no picture but only invalid numbers; try another seed or less guidance.",
    "copy-damaged": "This copy of Easel is not whole, its {part} is missing or damaged: put a new copy in its place.",
    "smoke-refused": "The first picture was refused: {why}.",
    "smoke-late": "Nothing was seen of {what} in {seconds} seconds.",
    "smoke-wrong-picture": "The first picture is not what was asked for: {middle} in its middle, {corner} in a corner.",
    # the rest
    "job-newer": "A newer Easel made this job, and this one does not understand all of it: update Easel to draw it.",
    "reason-newer": "A newer Easel kept the reason in a way that this one does not know: update Easel to read it.",
    "code-newer": "A newer Easel gave a reason that this one does not know ({code}): update Easel to read it.",
    "picture-newer": "A newer Easel made {name} with settings that this one does not know: update Easel to repeat it.",
    "name-newer": "A newer Easel keeps {name}, and this one does not understand all of it: choose another name.",
    "canceled": "Canceled.",
    "bug": "Something went wrong inside Easel ({kind}: {text}). The log has the details.",
    # rules, and why they fired or did not
    "slice-forced-on": "Attention is sliced because you chose so.",
    "slice-forced-off": "Attention is not sliced because you chose so.",
    "slice-not-mps": "Attention is not sliced: that is for Apple's GPU, and this runs on {device}.",
    "slice-ram": "Attention is sliced because this Mac has {ram} of memory, less than {limit}.",
    "slice-size": "Attention is sliced because {width} x {height} is larger than 512 x 512.",
    "slice-not-needed": "Attention is not sliced: {ram} of memory is enough.",
    "text-stays": "Text encoders stay in memory.",
    "text-small": "Text encoders are let go between prompts: this Mac has {ram} of memory.",
    "text-to-fit": "Text encoders are let go between prompts, so that it fits.",
    "guidance-at-once": "Both sides of guidance are computed at once.",
    "guidance-to-fit": "Guidance runs in two passes, so that it fits.",
    "tile-not": "The picture is decoded whole.",
    "tile-large": (
        "The picture is decoded in tiles, whose seams may show faintly: it is larger than 1024x1024, and of large"
        " ones Apple's GPU may multiply wrongly."
    ),
    "tile-small": "The picture is decoded in tiles: this Mac has {ram} of memory.",
    "tile-to-fit": "The picture is decoded in tiles, whose seams may show faintly, so that it fits.",
    "memory-of-ram": "A picture may take {available} of {ram} of memory.",
    "memory-metal-says": "A picture may take {available}: Metal recommends at most {allowed}, and a tenth stays free.",
    "memory-metal-may": (
        "A picture may take {available}: on Macs with {ram} Metal recommends at most {allowed}, and a tenth stays free."
    ),
    "warm-up-not-mps": "No warm-up: that is for Apple's GPU, and this runs on {device}.",
    "warm-up-1.13": "One step is run and thrown away first: PyTorch {torch} draws its first picture differently.",
    "pad-not-mps": "Attention heads are not padded: {device} takes any width.",
    "pad-2.13": "Attention heads are padded: PyTorch {torch} has a kernel for the wider ones that keeps no scores.",
    "pad-not-2.13": "Attention heads are not padded: PyTorch 2.13 is the first that gains by it, and this is {torch}.",
    "channels-last": "Weights lie with their channels last: NVIDIA's kernels for half precision are quicker so.",
    "channels-not-cuda": "Weights lie with their channels first: last is for NVIDIA's GPUs, and this runs on {device}.",
    "channels-single": "Weights lie with their channels first: in single precision nothing is gained otherwise.",
    "tf32-single": "What is in single precision is multiplied in TF32: as fine as half, with the range of single.",
    "tf32-not-cuda": "No TF32: that is NVIDIA's, and this runs on {device}.",
    "tf32-all-half": "No TF32: nothing here is in single precision.",
    "compile-forced-on": "The blocks that a model repeats are compiled because you chose so.",
    "compile-forced-off": "Nothing is compiled because you chose so.",
    "compile-mps": "Nothing is compiled: PyTorch compiles for Apple's GPU only as an experiment.",
    "compile-torch": "Nothing is compiled: that needs PyTorch {least} or later, and this is {torch}.",
    "compile-bundle": (
        "Nothing is compiled: what PyTorch compiles with is left out of a bundle, it is for Easel from its sources."
    ),
    "compile-no-triton": "Nothing is compiled: for an NVIDIA GPU that needs Triton, which is not installed.",
    "compile-no-compiler": "Nothing is compiled: that needs a {language} compiler, and there is none.",
    "compile-not-cuda": "Nothing is compiled: on the {device} that is done only if you choose so.",
    "compile-stages": "Nothing is compiled: a model of stages repeats no block.",
    "compile-failed": "Nothing is compiled any more, as it failed: {why}.",
    "compile-unknown": "Nothing is compiled before it is known how long a picture takes here.",
    "compile-too-few": (
        "Nothing is compiled: that pays back from {least} pictures in a row on, alike in model and size; here: {count}."
    ),
    "compile-no-quicker": "Nothing is compiled: pictures like this were no quicker by it here.",
    "compile-done": "The blocks that a model repeats are compiled already: about {times} times as quick.",
    "compile-pays": "Compiled once, in {time}, for {count} pictures alike: about {times} times as quick here.",
    "compile-may-pay": (
        "Compiled once, in perhaps {time}, for {count} pictures alike: about {times} times as quick on other GPUs."
    ),
    "precision-cpu": "All is computed in single precision: half is no quicker on a processor.",
    "precision-half": "Weights are kept in half precision: half the memory.",
    "precision-old-torch": "All is in single precision: PyTorch before 2.1 gets half wrong on MPS; this is {torch}.",
    "precision-brain": "Weights are kept as bfloat16: {kind} was trained so, and leaves the range of float16.",
    "precision-no-brain": (
        "All is in single precision: {kind} leaves the range of float16, and bfloat16 needs macOS 14; this is {macos}."
    ),
    "precision-overflow": (
        "The UNet computes in single precision: attention in {kind} overflows half precision before PyTorch 2.10, and"
        " this is {torch}."
    ),
    "trouble-noise": "PyTorch {torch} is known for noise and slow pictures on Apple's GPU: use 2.6 or later.",
    "trouble-sigmas": "PyTorch {torch} gets noise levels wrong on macOS {macos}: use 2.3 or later.",
    "trouble-xl": "PyTorch {torch} is known to spoil pictures on macOS {macos}: use 2.13 or later.",
    "trouble-linear": "macOS {macos} is known to get large products wrong on Apple's GPU: update it.",
    "warm-up-not-1.13": "No warm-up: only PyTorch 1.13 needs it, and this is {torch}.",
    "needs-arm64": (
        "Easel runs under Rosetta, as a program for {arch}, and so without Apple's GPU: turn off “Open using Rosetta”"
        " in its Get Info window, or use a Python for Apple silicon (arm64)."
    ),
    "needs-apple-silicon": (
        "This Mac has no Apple silicon ({arch}): pictures are made by its processor alone, which takes minutes each."
    ),
    "needs-macos-for-torch": (
        "PyTorch {torch} uses Apple's GPU from macOS {least} on, and this is {macos}: update macOS,"
        " or install the set for this one. Until then the processor makes the pictures, slowly."
    ),
    "updates-nowhere": "Easel has no page of releases yet, so there is nowhere to ask.",
    "updates-unreachable": "The page of releases cannot be reached: look whether this machine is online.",
    "updates-unreadable": "What answered is not the page of releases: try again later.",
    "start-translocated": (
        "macOS runs Easel from a hidden copy, because it was not moved since it was downloaded: quit it,"
        " drag it into Applications, and open it there."
    ),
    "start-disk-image": (
        "Easel runs from the disk image {name}, and ends when that is ejected: drag it into Applications, and open it"
        " there."
    ),
    "start-read-only": (
        "Easel lies in {path}, on a disk that can only be read, so it cannot be updated: move it into Applications."
    ),
    "needs-macos": "Apple's GPU needs macOS 12.6 or later, and this is {macos}.",
    "better-macos": "macOS 13 or later is recommended, and this is {macos}.",
    "not-started-again": "Easel could not start again by itself. Quit it and open it; the picture waits in the queue.",
    "kind-needs": "{kind} needs {name} {least} or later, and here is {version}: choose Stable Diffusion.",
    "kind-not-in-library": "This {name} ({version}) does not know {kind}: choose Stable Diffusion.",
    "kinds-need": "{names}: refused, as that needs {name} {least} or later, and here is {version}.",
    "libraries-do": "The installed libraries are new enough for every kind of model.",
    "needs-torch": "Apple's GPU needs PyTorch 1.13 or later, and this is {torch}.",
    "better-torch": "PyTorch 2.0 or later is recommended, and this is {torch}.",
    "iterate": "Pictures are made one after another, never as a batch: batches are unreliable on Apple's GPU.",
    # why a benchmark has no figure
    "bench-half": "Half precision is slower on the {device}, which computes it in single.",
    "bench-tf32": "TF32 is NVIDIA's, and this runs on {device}.",
    "bench-quick": "Left out of a quick run.",
    "bench-torch": "That needs PyTorch 2.0 or later, and this is {torch}.",
    "bench-no-room": "That needs {needed} of memory, and {available} is free.",
    "bench-too-long": "That would take about {time} here.",
    "bench-failed": "It failed: {why}.",
    "bench-none": "Nothing was measured yet.",
    "bench-unknown": "There is no model {value} to measure; there are {names}.",
    # doubts: done, but it may be wrong
    "doubt-one-colour": "The picture has one colour throughout: its model or the graphics chip may have failed.",
    # notices: done, but not quite as it lay there
    "notice-first-frame": "{name} has several frames; the first is used.",
    "notice-alpha": "{name} has transparency; it was placed on a white background.",
}


class HasCode(Protocol):
    """An error or a reason: a code and data."""

    @property
    def code(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Value]: ...


def message_for(coded: HasCode, translate: Callable[[str], str] = str) -> str:
    """Return the sentence for an error or a reason, numbers and sizes written for people."""
    if coded.code not in MESSAGES:  # kept by a newer Easel
        return translate(MESSAGES["code-newer"]).format(code=coded.code)
    template = translate(MESSAGES[coded.code])
    return template.format_map(_Filled({name: _shown(name, value) for name, value in coded.data.items()}))


class _Filled(dict[str, str]):
    """The values of a sentence; one that a newer or older Easel did not keep is shown as "?"."""

    def __missing__(self, name: str) -> str:
        return "?"


def format_comparison(found: ReproductionResult, translate: Callable[[str], str] = str) -> str:
    """Return what a repeat found as a sentence or two."""
    if found.identical:
        return translate("Identical: every pixel is the same.")
    words = translate("It differs by at most {0} of 255 in {1} pixels ({2} %).")
    told = words.format(found.most, f"{found.pixels:,}", f"{found.share * 100:.2g}")
    if not found.changed:
        return f"{told} {translate('Nothing that is known to matter has changed since.')}"
    return f"{told} {translate('Since then has changed:')} {'; '.join(found.changed)}."


def format_bytes(count: float) -> str:
    """Return a number of bytes as people read it: 512 MB, 7.9 GB, 64 GB (units of 1024, as memory is sold)."""
    for unit, size in (("GB", 2**30), ("MB", 2**20), ("kB", 2**10)):
        if count >= size:
            amount = count / size
            return f"{amount:.0f} {unit}" if amount >= 20 or amount == int(amount) else f"{amount:.1f} {unit}"
    return f"{count:.0f} bytes"


def format_duration(seconds: float) -> str:
    """Return a length of time as people say it: less than 1 s, 3 s, 2 min 5 s, 1 h 12 min."""
    if 0 < seconds < 1:
        return "less than 1 s"
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def format_approximate_duration(seconds: float, translate: Callable[[str], str] = str) -> str:
    """Return how long something will take as people say it: about 12 s, less than 1 s."""
    words = format_duration(seconds)
    return words if seconds < 1 else translate("about {0}").format(words)


_IN_BYTES = {"ram", "limit_bytes", "needed", "available", "allowed", "size_bytes", "free"}


def _shown(name: str, value: Value) -> str:
    if name == "field":
        return _FIELDS.get(str(value), str(value))
    if name == "time" and value is not None:
        return format_duration(float(value))
    if name == "largest" and value is None:
        return "no size"
    if (name in _IN_BYTES or (name == "limit" and isinstance(value, int) and value >= 2**30)) and value is not None:
        return format_bytes(float(value))
    return f"{value:g}" if isinstance(value, float) else str(value)
