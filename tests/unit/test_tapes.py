"""Recordings are made as their prompts say, and `check` finds each way in which one can be wrong."""

import json

import pytest

from aiskills import learn, tapes


@pytest.fixture(scope="module")
def tiny():
    """A model with random weights and the tokenizer that travels with the package: writes nonsense, quickly."""
    torch = pytest.importorskip("torch")
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(learn.model_path("smollm2-tokenizer"), padding_side="left")
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return LlamaForCausalLM(config).eval(), tokenizer


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tapes, "folder", lambda: tmp_path)
    return tmp_path


def write(folder, prompts):
    recipe = {"name": "small", "model": "smollm2-135m-instruct", "seed": 1, "prompts": prompts}
    (folder / "small.prompts.json").write_text(json.dumps(recipe), encoding="utf-8")


ASK = {"id": "a", "messages": [{"role": "user", "content": "Hello"}], "max_new_tokens": 3}
AGAIN = {"id": "b", "after": "a", "messages": [{"role": "user", "content": "Sure?"}], "max_new_tokens": 3}
CHOOSE = {"id": "c", "text": "One or", "options": [" two", " three or four"], "about": {"n": 1}}


def test_records_hold_answers_and_a_follow_up_holds_the_answer_before_it(tiny):
    first, second, third = tapes.record([ASK, AGAIN, CHOOSE], *tiny)
    assert [first["id"], second["id"], third["id"]] == ["a", "b", "c"]
    assert len(first["tokens"]) == len(first["logprobs"]) <= 3
    assert second["prompt"].startswith(first["prompt"] + first["output"])
    assert third["about"] == {"n": 1} and [len(v) for v in third["logprobs"]] == [1, 3]


def test_log_probabilities_do_not_depend_on_what_else_is_in_the_batch(tiny):
    long = {"id": "l", "text": "A much longer text that goes on and on " * 5, "max_new_tokens": 3}
    short = {"id": "s", "text": "Short", "max_new_tokens": 3}
    alone, together = tapes.record([short], *tiny)[0], tapes.record([long, short], *tiny)[1]
    assert alone["tokens"] == together["tokens"]
    assert alone["logprobs"] == pytest.approx(together["logprobs"], abs=2e-4)


def test_scoring_the_written_text_gives_its_log_probabilities_again(tiny):
    written = tapes.record([{"id": "s", "text": "Short", "max_new_tokens": 3}], *tiny)[0]
    model, tokenizer = tiny
    ids = tokenizer(written["output"], add_special_tokens=False)["input_ids"]
    if [tokenizer.decode([i]) for i in ids] != written["tokens"]:
        pytest.skip("the text of these random tokens is read as other tokens")
    scored = tapes.score(model, tokenizer, [("Short", written["output"]), ("A longer start", " of another")])[0]
    assert scored == pytest.approx(written["logprobs"], abs=2e-4)


def test_what_texts_share_is_read_once_and_changes_no_log_probability(tiny):
    torch = pytest.importorskip("torch")
    model, tokenizer = tiny
    texts = ["The office asks: one", "The office asks: one or two more", "The office"]
    options = [" two", " two or three", " one", " two or"]
    pairs = [(text, option) for text in texts for option in options]
    for some in (pairs, pairs[:4], [("The office", " two"), ("Else", " two")]):
        for (text, option), found in zip(some, tapes.score(model, tokenizer, some), strict=True):
            start, end = tokenizer(text)["input_ids"], tokenizer(option, add_special_tokens=False)["input_ids"]
            with torch.inference_mode():
                alone = model(input_ids=torch.tensor([start + end])).logits.log_softmax(-1)[0]
            expected = [alone[len(start) + j - 1, token].item() for j, token in enumerate(end)]
            assert found == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize(
    ("prompts", "words"),
    [
        ([ASK, ASK], "two prompts"),
        ([{"id": "x", "max_new_tokens": 3}], "either text or messages"),
        ([{"id": "x", "text": "t"}], "either options or max_new_tokens"),
        ([AGAIN, ASK], "must stand before"),
    ],
)
def test_a_fault_in_the_prompts_is_one_sentence_that_says_where(folder, prompts, words):
    write(folder, prompts)
    with pytest.raises(learn.CourseError, match=words) as error:
        tapes.read_prompts("small")
    assert "small.prompts.json" in str(error.value)


def test_an_unknown_name_is_answered_with_the_names_there_are(folder):
    write(folder, [ASK])
    with pytest.raises(learn.CourseError, match="small"):
        tapes.read_prompts("smal")


def made(folder, tiny, monkeypatch, tmp_path):
    write(folder, [ASK, CHOOSE])
    monkeypatch.setattr(tapes.models, "path", lambda name: str(tmp_path))
    monkeypatch.setattr(tapes, "load_model", lambda path: tiny)
    return tapes.make("small")


def test_a_tape_just_made_is_in_order_and_every_change_is_found(folder, tiny, monkeypatch, tmp_path):
    path = made(folder, tiny, monkeypatch, tmp_path)
    assert tapes.names() == ["small"] and tapes.check("small") == []
    assert tapes.replay("small") == (1, 1, 0.0)
    good = path.read_text(encoding="utf-8")

    def faults(change):
        tape = json.loads(good)
        change(tape)
        path.write_text(json.dumps(tape), encoding="utf-8")
        return " ".join(tapes.check("small"))

    assert "another hash" in faults(lambda tape: tape["records"][0].update(output="better"))
    assert "another file of the model" in faults(lambda tape: tape["header"].update(model_sha256="0" * 64))
    assert "each prompt once" in faults(lambda tape: tape["records"].pop())
    assert "at or below 0" in faults(lambda tape: tape["records"][0]["logprobs"].__setitem__(0, 0.5))
    path.write_text(good, encoding="utf-8")
    write(folder, [ASK, {**CHOOSE, "text": "Two or"}])
    assert "other prompts" in " ".join(tapes.check("small"))
    path.unlink()
    assert "aiskills tapes make small" in " ".join(tapes.check("small"))


def test_every_committed_tape_agrees_with_its_prompts_its_model_and_its_hash():
    assert tapes.names()
    assert {name: tapes.check(name) for name in tapes.names()} == dict.fromkeys(tapes.names(), [])
