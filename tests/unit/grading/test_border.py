"""The border: what crosses as itself, what stays behind as a stand-in, and what a hostile sender cannot do."""

from __future__ import annotations

import datetime
import json
import math
import socket
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from time import monotonic

import numpy as np
import pandas as pd
import pytest

from aiskills import warm
from aiskills.grading.engine.decoder import Decoder
from aiskills.grading.engine.encoder import Encoder
from aiskills.grading.engine.plain import BorderError
from aiskills.grading.engine.remote import Border, LearnerGone, Remote
from aiskills.grading.engine.session import LEARNER

Point = namedtuple("Point", "x y")


def across(value):
    """The value as it arrives, through real JSON."""
    coder = Encoder(lambda other: {"t": "handle"})
    tree = json.loads(json.dumps(coder.encode(value)))
    return Decoder([bytearray(blob) for blob in coder.blobs], lambda tree: Ellipsis).decode(tree)


PLAIN = [
    None, True, 0, -7, 2**70, -(3**400), 0.1, math.inf, -math.inf, 1 + 2j, "", "a\u0000b", "\ud800", "مرحبا",
    b"\x00\xff",
    bytearray(b"x"), [], [1, [2, ["x"]]], (1, (2,)), {1: "a", (2, 3): [None]}, {1, 2}, frozenset({"a"}), range(3, 9, 2),
    slice(1, None, 2), Counter("aab"), OrderedDict(a=1), deque([1, 2], maxlen=3), Fraction(1, 3), Decimal("0.10"),
    datetime.datetime(2026, 1, 2, 3, 4, 5, 6), datetime.date(2026, 1, 2), datetime.time(3, 4),
    datetime.timedelta(1, 2, 3),
    datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC), np.float64(1.5), np.int32(7), np.bool_(True), np.str_("x"),
    np.datetime64("2026-01-02"), pd.Timestamp("2026-01-02T03:04", tz="Africa/Nairobi"), pd.Timedelta("1D"),
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: f"{type(value).__name__}-{str(value)[:20]!a}")
def test_plain_values_arrive_as_they_were_sent(value):
    arrived = across(value)
    assert type(arrived) is type(value) and arrived == value


def test_what_has_no_equal_arrives_too():
    assert math.isnan(across(math.nan)) and across(pd.NaT) is pd.NaT and across(pd.NA) is pd.NA
    point = across(Point(1, [2]))
    assert tuple(point) == (1, [2]) and point.x == 1 and isinstance(point, tuple)
    table = across(defaultdict(list, {"a": [1]}))
    assert table == {"a": [1]} and table["new"] == []
    assert list(across({"b": 1, "a": 2}.keys())) == ["b", "a"]


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4).T,
        np.array([], dtype=float),
        np.zeros((0, 3)),
        np.array(3),
        np.array([True, False]),
        np.array(["a", "éé"]),
        np.array(["2026-01-01", "NaT"], dtype="datetime64[s]"),
        np.array([1 + 2j]),
        np.arange(4, dtype=">i2"),
        np.array([None, "x", 1.5], dtype=object),
        np.array([[1, "a"], [None, 2.0]], dtype=object),
        np.float32([math.nan, math.inf]),
    ],
    ids=lambda array: f"{array.dtype}-{array.shape}",
)
def test_arrays_arrive_with_type_and_shape(array):
    arrived = across(array)
    assert arrived.dtype == array.dtype and arrived.shape == array.shape
    np.testing.assert_array_equal(arrived, array)
    arrived[...] = arrived  # it can be written to


FRAMES = {
    "plain": pd.DataFrame({"a": [1, 2], "b": [0.5, math.nan], "c": ["x", None]}),
    "filtered": pd.DataFrame({"a": range(5)})[lambda t: t["a"] > 2],
    "types": pd.DataFrame(
        {
            "int": pd.array([1, None], dtype="Int64"),
            "bool": pd.array([True, None], dtype="boolean"),
            "text": pd.array(["x", None], dtype="string"),
            "kind": pd.Categorical(["b", "a"], categories=["b", "a"], ordered=True),
            "when": pd.to_datetime(["2026-01-01", None]),
            "zone": pd.to_datetime(["2026-01-01", "2026-06-01"]).tz_localize("Asia/Kathmandu"),
        }
    ),
    "grouped": pd.DataFrame({"g": list("aab"), "h": [1, 2, 2], "v": [1.0, 2.0, 3.0]}).groupby(["g", "h"]).mean(),
    "wide": pd.DataFrame(np.eye(2), columns=pd.MultiIndex.from_product([["x"], [1, 2]])),
    "dated": pd.DataFrame({"v": [1, 2]}, index=pd.date_range("2026-01-01", periods=2)),
    "same names": pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "empty": pd.DataFrame(columns=["a"]),
}


@pytest.mark.parametrize("name", FRAMES)
def test_frames_and_their_columns_arrive(name):
    table = FRAMES[name]
    pd.testing.assert_frame_equal(across(table), table, check_freq=False)
    for place in range(table.shape[1]):
        column = table.iloc[:, place]
        pd.testing.assert_series_equal(across(column), column, check_freq=False)
    pd.testing.assert_index_equal(across(table.index), table.index)


def test_tensors_arrive():
    torch = pytest.importorskip("torch")
    for tensor in (torch.arange(6).reshape(2, 3), torch.ones(2, dtype=torch.bfloat16), torch.nn.Linear(2, 1).weight):
        arrived = across(tensor)
        assert arrived.dtype == tensor.dtype and torch.equal(arrived, tensor.detach())
        assert arrived.requires_grad == tensor.requires_grad


class Always(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class MyList(list):
    pass


@pytest.mark.parametrize("value", [Always(1), MyList([1]), object(), len, np.ma.array([1]), np.matrix([[1]]), type])
def test_everything_else_stays_behind(value):
    assert across(value) is Ellipsis
    assert across([value, 1]) == [Ellipsis, 1]


def test_what_contains_itself_or_is_too_deep_is_refused_in_time():
    loop = []
    loop.append(loop)
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    for value in (loop, deep, 10 ** (10**6)):
        with pytest.raises(BorderError):
            across(value)


HOSTILE = [
    {"t": "array", "d": "O", "s": [1], "b": 0},
    {"t": "array", "d": "|V8", "s": [1], "b": 0},
    {"t": "array", "d": "<f8", "s": [10**12], "b": 0},
    {"t": "array", "d": "<f8", "s": [-1], "b": 0},
    {"t": "array", "d": "<f8", "s": [True], "b": 0},
    {"t": "array", "d": "<f8", "s": [1], "b": 7},
    {"t": "array", "d": "<U2", "s": [1], "b": 0},
    {"t": "scalar", "d": ["<f8"], "b": 0},
    {"t": "frame", "i": {"t": "frame"}, "c": None, "v": []},
    {"t": "frame", "i": {"t": "range-index", "v": [0, 3, 1], "n": None}, "c": {"t": "index"}, "v": [{"t": "array"}]},
    {"t": "multi-index", "l": [], "c": [], "n": 3},
    {"t": "extension", "v": [1], "d": "object"},
    {"t": "category", "c": {"t": "array", "d": "<f8", "s": [1], "b": 0}, "l": None, "o": 0},
    {"t": "large", "v": "0x" + "f" * 10**6},
    {"t": "large", "v": "__import__('os')"},
    {"t": "datetime", "v": "tomorrow"},
    {"t": "Decimal", "v": "one"},
    {"t": "Fraction", "v": [1, 0]},
    {"t": "set", "v": [[1]]},
    {"t": "tuple"},
    {"v": 1},
    {"t": {"t": "x"}},
    {"t": "stamp", "v": "x", "u": "ns", "z": None},
    {"t": "zoned", "v": {"t": "array", "d": "<i8", "s": [1], "b": 0}, "d": "datetime64[ns, Nowhere/Land]"},
]


@pytest.mark.parametrize("tree", HOSTILE, ids=lambda tree: json.dumps(tree)[:60])
def test_damaged_data_raises_one_kind_of_error(tree):
    if tree.get("t") in ("extension", "category", "zoned"):  # these occur in a series or frame alone
        tree = {"t": "series", "i": {"t": "range-index", "v": [0, 1, 1], "n": None}, "n": None, "v": tree}
    with pytest.raises(BorderError):
        Decoder([bytearray(b"\xff" * 8)], lambda tree: Ellipsis).decode(tree)


def test_truth_values_are_one_of_two_whatever_bytes_were_sent():
    read = Decoder([bytearray(b"\x00\x01\x7f")], None).decode({"t": "array", "d": "|b1", "s": [3], "b": 0})
    assert read.view(np.uint8).tolist() == [0, 1, 1]


def test_hostile_named_tuples_become_tuples():
    for fields in (["_x"], ["class"], ["a b"], ["__class__"]):
        tree = {"t": "named", "n": "P", "f": fields, "v": [1]}
        try:
            assert type(Decoder([], None).decode(tree)) is tuple
        except BorderError:
            pass


# A learner's process for real.


@pytest.fixture(scope="module")
def parent():
    with warm.Warm(
        ["numpy", "pandas", "aiskills.grading.engine.learner"], ["aiskills.grading.engine.shell:make"]
    ) as parent:
        yield parent


@pytest.fixture
def learner(parent):
    """Run code in a learner's process; returns what a name then is on this side."""
    near, far = socket.socketpair()
    child = parent.spawn(LEARNER, b"", [far.fileno()])
    far.close()
    border = Border()
    border.connect(near.detach())

    def run(code: str, *names: str):
        border.ends = monotonic() + 60
        answer, _ = border.ask(
            {"op": "run", "source": code, "cell": 3, "limit": 10_000},
        )
        assert not answer.get("error"), answer
        found = [border.get(name)[1] for name in names]
        return found[0] if len(found) == 1 else found

    run.border = border
    yield run
    child.close()


def test_a_function_is_called_across(learner):
    double = learner("def double(x, times=2):\n    'Twice.'\n    return x * times", "double")
    assert double(4) == 8 and double("a", times=3) == "aaa" and callable(double)
    np.testing.assert_array_equal(double(np.arange(3)), [0, 2, 4])
    assert double.__name__ == "double" and double.__doc__ == "Twice."
    import inspect

    assert str(inspect.signature(double)) == "(x, times=2)"


def test_an_error_comes_back_as_its_class_with_the_learners_line(learner):
    broken, own = learner(
        "class Odd(KeyError):\n    pass\ndef broken(x):\n    y = 1\n    return y / x\ndef own():\n    raise Odd('no')",
        "broken",
        "own",
    )
    with pytest.raises(ZeroDivisionError) as caught:
        broken(0)
    assert caught.value.learner["place"] == [3, 5]
    with pytest.raises(KeyError) as caught:
        own()
    assert type(caught.value).__name__ == "Odd"


@pytest.mark.parametrize("kind", ["SystemExit", "KeyboardInterrupt", "StopIteration", "GeneratorExit"])
def test_no_error_of_a_learner_ends_the_tests_or_a_loop_of_theirs(learner, kind):
    stop = learner(f"def stop(n):\n    raise {kind}", "stop")
    with pytest.raises(RuntimeError):
        list(map(stop, [1]))


def test_objects_stay_behind_and_answer(learner):
    model = learner(
        "class Model:\n"
        "    def __init__(self):\n        self.seen = []\n"
        "    def fit(self, x):\n        self.seen.append(x)\n        return self\n"
        "    def __len__(self):\n        return 3\n"
        "    def __getitem__(self, k):\n        return [10, 20, 30][k]\n"
        "model = Model()",
        "model",
    )
    assert isinstance(model, Remote) and model.fit(5) == model and model.seen == [5]
    assert len(model) == 3 and model[1] == 20 and list(model) == [10, 20, 30] and 20 in model and 21 not in model
    assert not hasattr(model, "nothing")


def test_a_librarys_object_has_its_class_here(learner):
    rng, table = learner(
        "import numpy as np, pandas as pd\nrng = np.random.default_rng(0)\n"
        "table = pd.DataFrame({'a': [1, 1]}).groupby('a')",
        "rng",
        "table",
    )
    assert isinstance(rng, np.random.Generator) and not isinstance(rng, (int, dict, list))
    assert table.size()[1] == 2


def test_an_object_that_equals_everything_equals_nothing_here(learner):
    liar, number = learner(
        "class Liar:\n"
        "    def __eq__(self, o): return True\n"
        "    def __lt__(self, o): return True\n"
        "    def __contains__(self, o): return True\n"
        "    def __iter__(self): return iter(())\n"
        "    def __sub__(self, o): return 0.0\n"
        "    __rsub__ = __sub__\n"
        "class Number(float):\n    def __eq__(self, o): return True\n    def __abs__(self): return 0.0\n"
        "liar, number = Liar(), Number(7)",
        "liar",
        "number",
    )
    assert not liar == 3 and liar != 3 and 3 not in liar and not isinstance(number, float)
    for operation in (lambda: liar - 3, lambda: 3 - liar, lambda: liar < 3, lambda: sum([liar])):
        with pytest.raises(TypeError):
            operation()


def test_the_learner_never_gets_hold_of_what_is_expected(learner):
    peek = learner(
        "seen = []\n"
        "class Peek:\n"
        "    def __eq__(self, o): seen.append(o); return True\n"
        "    def __sub__(self, o): seen.append(o); return 0\n"
        "    def __rsub__(self, o): seen.append(o); return 0\n"
        "    def __contains__(self, o): seen.append(o); return True\n"
        "    def __iter__(self): return iter([1])\n"
        "    def __array__(self, *a, **k): return [41]\n"
        "peek = Peek()",
        "peek",
    )
    for operation in (
        lambda: peek == 42,
        lambda: 42 in peek,
        lambda: peek - 42,
        lambda: 42 - peek,
        lambda: np.isclose(peek, 42),
        lambda: pd.Series([42]) == peek,
    ):
        try:
            operation()
        except (TypeError, ValueError, AttributeError):
            pass
    assert learner("", "seen") == []


def test_functions_of_the_tests_are_called_back_and_cannot_be_looked_into(learner):
    calls = []

    def secret(x):
        calls.append(x)
        return x + 100

    secret.__module__ = "__tests__"
    apply, look = learner(
        "def apply(f, xs):\n    return [f(x) for x in xs]\n"
        "def look(f):\n    return sorted(n for n in dir(f) if 'code' in n or 'globals' in n or 'closure' in n)",
        "apply",
        "look",
    )
    assert apply(secret, [1, 2]) == [101, 102] and calls == [1, 2]
    assert look(secret) == []


def test_objects_of_libraries_can_be_passed_in(learner):
    draw, total = learner(
        "def draw(rng):\n    return rng.integers(100)\ndef total(parts):\n    return sum(parts)", "draw", "total"
    )
    assert draw(np.random.default_rng(5)) == np.random.default_rng(5).integers(100)
    assert total(x for x in range(4)) == 6 and total(map(int, "12")) == 3


def test_endless_code_is_stopped_and_the_process_lives_on(learner):
    spin = learner("def spin():\n    while True:\n        pass", "spin")
    learner.border.ends = monotonic() + 0.5
    with pytest.raises(BaseException) as caught:
        spin()
    assert type(caught.value).__name__ == "OutOfTime"
    assert learner("x = 1", "x") == 1


def test_a_process_that_ends_is_gone(learner):
    leave = learner("import os\ndef leave():\n    os._exit(3)", "leave")
    with pytest.raises(LearnerGone):
        leave()


def test_garbage_on_the_line_counts_as_gone(learner):
    shout = learner(
        "import os\n"
        "def shout():\n"
        "    for fd in range(3, 60):\n"
        "        try: os.write(fd, b'\\x00\\x00\\x00\\x05hello' * 9)\n"
        "        except OSError: pass",
        "shout",
    )
    with pytest.raises(LearnerGone):
        shout()
