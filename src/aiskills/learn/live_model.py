"""The language model of a lesson, live where it is on this computer; elsewhere a lesson answers from its recording."""

from .messages import CourseError

THREADS = 1  # set explicitly: for so small a model one is nearly as fast as two, and far faster on a busy computer


def live_model(name, without):
    """Return (model, tokenizer, note) of the model `name` of the store; the first two are None where it cannot run.

    without: what the lesson does then, such as "the recording answers". note: a sentence for the reader, that the
    model answers live, or why it does not and what to do. Texts are padded on the left, so that all end where the model
    goes on writing. Nothing is downloaded.
    """
    try:
        model, tokenizer = _load(name)
    except CourseError as error:
        return None, None, f"No live model: {without}. {error}"
    except ImportError as error:
        return None, None, f"No live model: {without}. The package {error.name} is missing."
    return model, tokenizer, f"The model {name} answers live."


def _load(name):
    from . import models

    folder = models.path(name)  # first: it takes no time, and PyTorch takes seconds
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(THREADS)
    tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval(), tokenizer
