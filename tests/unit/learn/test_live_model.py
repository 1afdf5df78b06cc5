"""The live model is loaded in one place; where it cannot be, a sentence says why and what the lesson does then."""

import sys

import pytest

from aiskills.learn import models
from aiskills.learn.live_model import THREADS, live_model

NAME = "smollm2-135m-instruct"


def test_without_the_model_the_note_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("AISKILLS_HOME", str(tmp_path))
    model, tokenizer, note = live_model(NAME, "the recording answers")
    assert model is None and tokenizer is None
    assert note.startswith("No live model: the recording answers. ") and "aiskills models fetch" in note


@pytest.mark.parametrize("package", ["torch", "transformers"])
def test_without_a_package_the_note_names_it(monkeypatch, package):
    if package == "transformers":
        pytest.importorskip("torch")
    monkeypatch.setattr(models, "path", lambda name: "a folder that is not opened")
    monkeypatch.setitem(sys.modules, package, None)
    found = live_model(NAME, "there are no seconds to show")
    assert found == (None, None, f"No live model: there are no seconds to show. The package {package} is missing.")


def test_the_model_loads_ready_to_answer_several_texts_at_once():
    torch = pytest.importorskip("torch")
    if not models.is_here(NAME):
        pytest.skip(f"The model {NAME} is not on this computer.")
    model, tokenizer, note = live_model(NAME, "the recording answers")
    assert note == f"The model {NAME} answers live."
    assert not model.training and model.dtype == torch.float32 and torch.get_num_threads() == THREADS
    assert tokenizer(["one", "one two three"], padding=True)["attention_mask"][0][-1] == 1  # padded on the left
