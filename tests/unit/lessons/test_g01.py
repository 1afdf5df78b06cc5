"""What the lesson g01-next-token says in words holds on its texts and its recording; its helpers do what they say."""

import numpy as np
import pytest

from aiskills import learn
from aiskills.learn.lessons import g01_next_token as g01
from aiskills.learn.lessons.g01_counting import SMALL, Chain, longest_copy, softmax, write

TEXTS = learn.load("plain-texts")
TRAINING = "\n".join(TEXTS.loc[TEXTS["part"] == "training", "text"])
HELD_OUT = TEXTS.loc[TEXTS["part"] == "held out", "text"]
CHOOSE, REPORT = list(HELD_OUT.iloc[0::2]), list(HELD_OUT.iloc[1::2])
ALPHABET = "\n" + "".join(chr(number) for number in range(32, 127))
TAPE = learn.tape("g01-continuations")
BY_ID = {record["id"]: record for record in TAPE}


def perplexity(model, texts):
    return float(np.exp(-np.log(np.concatenate([model.chances(text) for text in texts])).mean()))


def interval(values, seed=0):
    again = np.random.default_rng(seed).choice(np.asarray(values), (2000, len(values)))
    return np.percentile(again.mean(axis=1), [2.5, 97.5])


def test_a_chain_counts_what_follows_each_piece():
    chain = Chain("abab\nabb", 2, "\nab", k=0.5)
    a_to_b = (3 + 0.5) / (3 + 1.5)
    assert chain.chances("ab") == pytest.approx([a_to_b])
    assert chain.chances("abb") == pytest.approx([a_to_b, (1 + 0.5) / (3 + 1.5)])
    assert chain.next_chances("xa") == pytest.approx([0, 0, 1])  # when it writes, only what was seen
    assert chain.next_chances("\n") == pytest.approx([0, 1, 0])
    never = Chain("ab", 2, "\nab").next_chances("b")
    assert never == pytest.approx([0, 0.5, 0.5])  # nothing followed b: the shares of all characters
    for order in g01.ORDERS:
        longer = Chain(TRAINING, order, ALPHABET)
        assert len(longer.chances(CHOOSE[0])) == len(CHOOSE[0]) - 1
        assert longer.next_chances(TRAINING[:50]).sum() == pytest.approx(1)


def test_the_right_probability_is_smoothed_over_the_whole_alphabet():
    chain = Chain(TRAINING, 3, ALPHABET)
    total = sum(chain.chances("th" + sign)[-1] for sign in ALPHABET)
    assert total == pytest.approx(1)


def test_writing_repeats_with_the_seed_and_follows_the_temperature():
    chain = Chain(TRAINING, 3, ALPHABET)
    one, same, other = (
        write(chain.next_chances, ALPHABET, 40, np.random.default_rng(s), 1.0, "\nThe") for s in (1, 1, 2)
    )
    assert one == same != other and len(one) == 40
    assert softmax([0, 2, 1], 0) == pytest.approx([0, 1, 0])
    assert softmax([700.0, 701.0], 0.5)[1] == pytest.approx(1 / (1 + np.exp(-2)))


def test_the_longest_copy_is_found():
    assert longest_copy("xxabcyy", "zabcz abq") == "abc"
    assert longest_copy("ab", "ab") == "ab" and longest_copy("q", "ab") == ""


def test_order_four_is_best_on_the_texts_for_choosing_and_the_training_text_never_says_so():
    unseen = {order: perplexity(Chain(TRAINING, order, ALPHABET), CHOOSE) for order in g01.ORDERS}
    seen = [perplexity(Chain(TRAINING, order, ALPHABET), [TRAINING]) for order in g01.ORDERS]
    assert min(unseen, key=unseen.get) == 4 and 5 < unseen[4] < 5.9  # "a little over five"
    assert seen == sorted(seen, reverse=True)
    assert g01.check_order(4) is None


def test_the_k_of_the_lesson_is_the_best_of_eight_at_every_order():
    for order in g01.ORDERS:
        scores = {k: perplexity(Chain(TRAINING, order, ALPHABET, k), CHOOSE) for k in (0.001, 0.003, SMALL, 0.03, 0.1)}
        scores |= {k: perplexity(Chain(TRAINING, order, ALPHABET, k), CHOOSE) for k in (0.3, 1, 3)}
        assert scores[SMALL] < min(scores.values()) + 0.005  # order one hardly depends on k


def test_a_model_that_looks_back_far_copies_longer_pieces_than_a_held_out_text_shares():
    def copied(order):
        text = write(Chain(TRAINING, order, ALPHABET).next_chances, ALPHABET, 300, np.random.default_rng(1))
        return len(longest_copy(text, TRAINING))

    assert copied(8) > len(longest_copy("\n".join(REPORT)[:300], TRAINING)) > copied(3)


def test_the_three_texts_show_their_temperatures():
    texts = g01.riddle(TRAINING, ALPHABET)
    words = {name: [word.strip(".,:;") for word in text.split()[1:-1]] for name, text in texts.items()}
    known = set(TRAINING.replace(".", " ").replace(",", " ").split())
    share = {name: np.mean([word in known for word in some]) for name, some in words.items()}
    assert g01.RIDDLE["C"] == 0 and len(set(words["C"])) < len(words["C"]) / 2  # runs in a circle
    assert share["B"] < share["A"]  # the hot one has more words that do not exist


def test_recorded_tokens_are_the_first_places_and_years_are_years():
    for record in TAPE:
        if record["id"].startswith("next/"):
            values = [one[0] for one in record["logprobs"]]
            assert len(values) == 24 and all(len(one) == 1 for one in record["logprobs"])
            assert values == sorted(values, reverse=True)
    years = [record for record in TAPE if record["id"].startswith("year/")]
    assert len(years) == 40 and all(1946 <= record["about"]["right"] <= 2002 for record in years)
    assert np.mean([np.exp([sum(v) for v in record["logprobs"]]).sum() for record in years]) > 0.85


def test_five_draws_give_mostly_different_years_and_few_are_right():
    years = [record for record in TAPE if record["id"].startswith("year/")]
    different, hits, best = [], [], 0
    for record in years:
        values = [int(one) for one in record["options"]]
        chances = softmax([sum(one) for one in record["logprobs"]])
        hits.append(chances[values.index(record["about"]["right"])])
        best += values[int(chances.argmax())] == record["about"]["right"]
        drawn = np.random.default_rng(7).choice(values, (100, 5), p=chances)
        different.append(np.mean([len(set(row)) for row in drawn]))
    assert 4 < np.mean(different) < 4.9 and np.mean(hits) < 0.03
    assert best <= 4  # "wrong for nearly every state"


def test_after_a_false_premise_the_model_goes_on_as_smoothly():
    countries = [record["about"]["country"] for record in TAPE if record["id"].startswith("premise/")]
    assert len(countries) >= 30
    named = [np.mean(a) - np.mean(b) for a, b in (BY_ID[f"premise/{c}"]["logprobs"] for c in countries)]
    assert interval(named)[0] > 1  # the right country is foreseen far better
    gaps = [np.mean(BY_ID[f"true/{c}"]["logprobs"]) - np.mean(BY_ID[f"false/{c}"]["logprobs"]) for c in countries]
    low, high = interval(gaps)
    assert -0.05 < low < 0 < high < 0.06
    doubt = ("not ", "n't", "actually", "wrong", "mistake", "However")
    assert not [c for c in countries if any(word in BY_ID[f"false/{c}"]["output"] for word in doubt)]
    wrong = [BY_ID[f"premise/{c}"]["about"]["wrong"] for c in countries]
    assert sorted(wrong) == sorted(countries) and all(a != b for a, b in zip(wrong, countries, strict=True))


def test_without_the_model_the_recording_answers_and_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("AISKILLS_HOME", str(tmp_path))
    model = g01.Model(TAPE)
    assert not model.live and "recording" in model.note and "aiskills models fetch" in model.note
    tokens, values = model.next_tokens("Nairobi is the capital of")
    assert tokens[0] == " Kenya" and len(tokens) == len(values) == 24
    drawn = model.draws("Kenya", 5, seed=3)
    assert drawn == model.draws("Kenya", 5, seed=3) and all(1900 <= int(year) <= 2026 for year in drawn)


def test_the_tiny_gpt_has_its_size_looks_only_back_and_learns():
    pytest.importorskip("torch")
    from aiskills.learn.lessons.g01_tiny_gpt import CONTEXT, TinyGPT, train

    gpt = TinyGPT(ALPHABET)
    assert 100_000 < gpt.size < 130_000
    text = CHOOSE[0]
    chances = gpt.chances(text)
    assert len(chances) == len(text) - 1 and (chances > 0).all()
    assert 96 < perplexity(gpt, CHOOSE) < 200  # untrained: worse than the same chance for every character
    assert gpt.chances(text[:CONTEXT] + "~" * 20)[: CONTEXT - 1] == pytest.approx(chances[: CONTEXT - 1], abs=1e-6)
    assert len(gpt.chances("ab")) == 1
    assert softmax(gpt.next_scores(text)).sum() == pytest.approx(1)
    curve = train(gpt, TRAINING, "\n".join(CHOOSE), 12, every=6)
    assert [point["step"] for point in curve] == [0, 6, 12]
    assert curve[-1]["watched"] < curve[0]["watched"] - 0.5
    again = train(TinyGPT(ALPHABET), TRAINING, "\n".join(CHOOSE), 6, every=6)
    assert again[0] == pytest.approx(curve[0], abs=1e-5)


@pytest.mark.slow
def test_the_trained_gpt_beats_counting_pairs_and_not_pieces_of_four_and_copies_no_more_than_others():
    """The bands are wide: another processor gives another training."""
    pytest.importorskip("torch")
    from aiskills.learn.lessons.g01_tiny_gpt import TinyGPT, train

    gpt = TinyGPT(ALPHABET)
    curve = train(gpt, TRAINING, "\n".join(CHOOSE), 400)
    assert 5 < perplexity(gpt, CHOOSE) < 8 and curve[-1]["watched"] - curve[-1]["training"] < 0.15
    surprise = np.array([-np.log(gpt.chances(text)).mean() for text in REPORT])
    pairs, fours = (
        np.array([-np.log(Chain(TRAINING, order, ALPHABET).chances(text)).mean() for text in REPORT])
        for order in (2, 4)
    )
    assert interval(surprise - pairs)[1] < 0 < interval(surprise - fours)[1]
    drawn = write(lambda text: softmax(gpt.next_scores(text)), ALPHABET, 300, np.random.default_rng(2))
    assert len(longest_copy(drawn, TRAINING)) < 25
