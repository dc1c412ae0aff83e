"""Sentences about models: checkpoints, adapters, weights, downloads and the hub."""

from collections.abc import Mapping

MODEL_MESSAGES: Mapping[str, str] = {
    # which model
    "model-none": "There is no model yet. Download or add one in the Models window.",
    "model-missing": "There is no model {model}. Use one of {known}, or the path of a folder.",
    "model-not-installed": "“{name}” is not installed. Add it in the Models window, or use another model.",
    "model-not-fetched": (
        "{model} is not on this disk. Download it ({size_bytes}) in the Models window,"
        " or with “macapp models download {id}”."
    ),
    "recommended-full": "{name}: {about}; needs {needed} of {available} in full precision; a download of {size_bytes}.",
    "recommended-packed": (
        "{name}: {about}; needs {needed} of {available} with {format} weights; a download of {size_bytes}."
    ),
    "recommended-full-timed": (
        "{name}: {about}; {time} per picture, estimated; needs {needed} of {available} in full precision;"
        " a download of {size_bytes}."
    ),
    "recommended-packed-timed": (
        "{name}: {about}; {time} per picture, estimated; needs {needed} of {available} with {format} weights;"
        " a download of {size_bytes}."
    ),
    "model-not-listed": "{model} is not in the list of models. “macapp models list” shows all models.",
    "model-not-ours": "{name} cannot be deleted here: {path} belongs to another program or to Easel itself.",
    "source-empty": "{path} contains no model that Easel can use.",
    # kinds of models
    "model-other-use": "{name} is a model for {use}. Easel only makes pictures.",
    "model-part-only": "{name} is only part of a model: {part}. Add the complete model.",
    "model-form-unsupported": "{name} is of a kind that Easel does not support: {form}.",
    "model-unknown": "{name} is not a model that Easel can use.",
    "model-not-single": "{name} is not a complete checkpoint of Stable Diffusion 1, 2 or XL.",
    "model-parts-missing": (
        "{name} is a {family} model without its {parts}."
        " Download what is missing with “macapp models download {ids}”, or put the files next to it."
    ),
    "model-parts-unavailable": (
        "{name} is a {family} model without its {parts}. Put the missing files next to it, or in a folder that Easel"
        " searches for models."
    ),
    "part-unknown": "{name} is not a text encoder or a VAE that Easel knows.",
    "transformer-unknown": "{name} is a {what}, which Easel does not support.",
    "part-tensors-missing": "{name} is damaged: its {part} has missing tensors. Download or copy it again.",
    "weights-other-packing": (
        "{name} has weights in a packed format that Easel does not support. Look for a version in 16 bits, fp8 or GGUF."
    ),
    "model-not-diffusers": "{path} is not a model: it has no model_index.json.",
    "model-kind-unsupported": "The model in {path} is a {kind}, which Easel does not support.",
    "model-channels": (
        "The model in {path} has {channels} channels, like models that {use}. Easel cannot run it."
        " Choose a model that generates pictures from a prompt."
    ),
    "model-distilled": (
        "{name} has fewer blocks than its model family, like distilled models."
        " Get it as a folder with a model_index.json."
    ),
    "controlnet-no-folder": "{name} is a file. A ControlNet is a folder with a config.json and its weights.",
    "kind-needs": (
        "{kind} needs {name} {least} or later, and {version} is installed. Choose a Stable Diffusion model."
    ),
    "kind-not-in-library": (
        "The installed {name} ({version}) does not support {kind}. Choose a Stable Diffusion model."
    ),
    # damaged models
    "model-quantized": (
        "The weights of the model in {path} are packed by {program}, which Easel does not support."
        " Get the model in 16 bits, which Easel packs itself (“Weights”), or as a GGUF file."
    ),
    "model-part-broken": "The model in {path} is incomplete: {part} is missing or damaged.",
    "model-part-unfit": "The model in {path} is damaged: the weights of its {part} do not match its configuration.",
    "model-tensors-missing": (
        "The model in {path} is damaged: its {part} lacks tensors ({count}), such as {example}. Download it again."
    ),
    "model-parts-unfit": "The model in {path} is damaged: its {part} does not match its {other}. Download it again.",
    "model-part-outside": (
        "The model in {path} has a link, {part}, that leads out of its folder. Easel does not follow such links."
    ),
    "model-part-unknown": (
        "The model in {path} has a part, {part}, of an unknown type. Easel does not load it, because it could be code."
    ),
    "model-one-colour": (
        "The weights of {model} are damaged: its {part} makes every picture a single colour. Download the model again."
    ),
    "model-not-finite": (
        "The weights of {model} are damaged: its {part} contains invalid numbers. Download the model again."
    ),
    "tokenizer-unfit": (
        "The model in {path} is damaged: {part} does not match its {encoder}, which has {tokens} tokens."
        " Download the model again."
    ),
    "model-load-failed": "The model {model} could not be loaded: {why}.",
    # packed copies
    "packed-copy-none": (
        "{name} has no weights that Easel can pack in {format}, so a packed copy would not load faster."
    ),
    "packed-copy-missing": "There is no packed copy of {model}. “macapp models list” shows all copies.",
    "packed-copy-usable": "Packed copy in {format}, {size_bytes}.",
    "packed-copy-outdated": (
        "Packed copy in {format}, {size_bytes}, which is not used: the model or Easel has changed."
        " Make it again or delete it."
    ),
    "packed-copy-damaged": (
        "Packed copy in {format}, {size_bytes}, which is not used: it is damaged. Make it again or delete it."
    ),
    # adapters and other additions
    "addon-missing": "There is no {kind} at {model}.",
    "addon-other-kind": "{name} is the wrong type of model. Expected: {kind}.",
    "addon-other-family": (
        "This {kind} was made for another model family than {model}: {name}. Choose one for the same family."
    ),
    "addon-not-one-file": "{path} must contain exactly one .safetensors file. Choose the {kind} file itself.",
    "addon-pickled": (
        "{name} could run code when it is opened, so Easel does not open it."
        " Look for a .safetensors version, or convert it."
    ),
    "lora-other-form": "{name} is a {form}, which Easel does not support. Look for a plain LoRA version.",
    "lora-halved": "{name} is damaged: one of the two halves of a tensor is missing. Download it again.",
    # files of weights
    "weights-empty": "{name} is empty.",
    "weights-pointer": "{name} is a Git LFS pointer, not the weights. Download the file itself.",
    "weights-web-page": "{name} is a web page that was saved in place of the weights. Download the file again.",
    "weights-pickled": (
        "{name} is a pickle with another file name. It could run code when it is opened, so Easel does not open it."
        " Look for a .safetensors version."
    ),
    "weights-gguf": "{name} is a GGUF file with another suffix. Rename it to end in .gguf.",
    "weights-gguf-not": "{name} is not a GGUF file, although its name says so. Download it again.",
    "weights-gguf-version": (
        "{name} is in version {version} of GGUF, and Easel reads versions 2 and 3. Look for a file in version 3."
    ),
    "weights-gguf-big-endian": "{name} is a GGUF for big-endian machines. Look for the usual, little-endian one.",
    "weights-gguf-language": (
        "{name} is a GGUF of a language model or text encoder ({kind}). Easel reads GGUF files of image models."
    ),
    "weights-gguf-kind": (
        "{name} has weights in {kind}, which Easel does not support."
        " Look for a version in Q8_0, Q6_K, Q5_K, Q4_K, Q5_1, Q5_0, Q4_1, Q4_0, BF16 or F16."
    ),
    "weights-json": "{name} contains text, not weights.",
    "weights-cut": "{name} is incomplete. Download or copy it again.",
    "weights-header": "{name} is damaged: its list of tensors cannot be read. Download or copy it again.",
    "weights-none": "{name} contains no tensors.",
    "weights-need-torch": (
        "{name} has weights in {kind}, which need PyTorch {least} or later, and {version} is installed."
        " Look for a version in 16 bits or GGUF."
    ),
    "weights-kind": "{name} contains numbers of an unknown type.",
    "weights-shape": "{name} is damaged: the shape of a tensor does not match its length. Download or copy it again.",
    "weights-overlap": "{name} is damaged: its tensors overlap. Download or copy it again.",
    "weights-gap": "{name} is damaged: there is a gap between its tensors. Download or copy it again.",
    "weights-trailing": "{name} is damaged: there is data after its last tensor. Download or copy it again.",
    # the hub
    "repository-wrong": "{value} is not a repository name. Write it as owner/name.",
    "revision-wrong": "{value} is not a revision of a repository.",
    "repository-without-weights": "{repository} has no .safetensors weights. Look for a copy that does.",
    "token-wrong": "This is not a hub token. Copy the whole token from your settings on the hub.",
    "keychain-missing": "This machine has no keychain to store secrets in, so the token is not saved.",
    "hub-401": "{repository} does not exist, or you must sign in to see it. Check the name, or sign in.",
    "hub-403": (
        "{repository} requires you to accept its licence. Open its page on the hub, accept the licence, and try again."
    ),
    "hub-404": "There is no repository {repository} on the hub.",
    "hub-revision": "{repository} has no revision {value}.",
    "hub-429": "The hub has received too many requests. Try again in a few minutes.",
    "hub-500": "The hub has a problem ({status}). Try again later.",
    "hub-portal": "The answer did not come from the hub. Sign in to this network first, then try again.",
    "hub-certificate": (
        "The hub's certificate could not be verified. Check the clock and the proxy settings of this machine."
    ),
    "hub-name": "The hub's address was not found. Check that this machine is online.",
    "hub-unreachable": "The hub cannot be reached. Check that this machine is online.",
    "hub-other-bytes": "{name} in {repository} is not the file that Easel expects, so it is not downloaded.",
    "hub-offline": "This process downloads nothing. Use “macapp models download”.",
    "download-cut": "The connection was lost while downloading {name}. Try again to continue where it stopped.",
    "download-wrong-bytes": "{name} does not match the hub's description and was deleted. Try again.",
}
