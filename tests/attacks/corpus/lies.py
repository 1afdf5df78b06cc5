"""Rows 4 and 35: answers that lie about what they are, or that harm whoever looks at them."""

from ..attack import FULL, RIGHT, Attack, without


def _lie(part, name, code, rows=(4,), points=None, **more):
    """Right but for one part, whose answer is this code: that part gets nothing."""
    return Attack(name, rows, points or without(part), answers=RIGHT | {part: code}, **more)


_ANY = """
class Any:
    __hash__ = object.__hash__
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return self
    def __call__(self, *args, **more): return self
    def __len__(self): return 20
    def __iter__(self): return iter([self] * 20)
    def __getitem__(self, key): return self
    def __sub__(self, other): return self
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__
    def __abs__(self): return self
    def __float__(self): return 93.0
    def __bool__(self): return True
"""

ATTACKS = [
    _lie("scaled", "always-equal-object", _ANY + "def scaled(numbers, factor): return Any()"),
    _lie("line", "always-equal-object-with-methods", _ANY + "Line = Any()"),
    _lie(
        "spread",
        "int-subclass-equal-to-all",
        "class Int(int):\n    __hash__ = int.__hash__\n    def __eq__(self, other): return True\nspread = Int(0)",
    ),
    _lie(
        "spread",
        "float-subclass-equal-to-all",
        "class Float(float):\n    __hash__ = float.__hash__\n    def __eq__(self, other): return True\n"
        "    def __float__(self): return 93.0\nspread = Float(0)",
    ),
    _lie(
        "spread",
        "numpy-scalar-subclass-equal-to-all",
        "class Number(np.float64):\n    def __eq__(self, other): return True\nspread = Number(0)",
    ),
    _lie(
        "scaled",
        "list-subclass-equal-to-all",
        "class List(list):\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n"
        "def scaled(numbers, factor): return List()",
    ),
    _lie(
        "scaled",
        "list-of-str-and-dict-subclasses-equal-to-all",
        "class Str(str):\n    def __eq__(self, other): return True\n    __hash__ = str.__hash__\n"
        "class Dict(dict):\n    def __eq__(self, other): return True\n"
        "def scaled(numbers, factor): return [Str() if n % 2 else Dict() for n in numbers]",
    ),
    _lie(
        "standard",
        "ndarray-subclass-always-close",
        "class Array(np.ndarray):\n    def __array_function__(self, *args): return True\n"
        "    def __array_ufunc__(self, *args, **more): return np.True_\n    def __eq__(self, other): return np.True_\n"
        "def standard(table):\n"
        "    if len(table) == 2: return (table - table.mean()) / table.std(ddof=0)\n"
        "    return np.zeros(table.shape).view(Array)",
    ),
    _lie(
        "standard",
        "frame-subclass-whose-array-asks-for-the-expected",
        "import sys\nclass Frame(pd.DataFrame):\n"
        "    def __array__(self, *args, **more):\n"
        "        frame = sys._getframe()\n"
        "        while frame:\n"
        "            for name in ('expected', 'desired', 'y'):\n"
        "                if isinstance(frame.f_locals.get(name), np.ndarray): return frame.f_locals[name]\n"
        "            frame = frame.f_back\n"
        "        return np.zeros(self.shape)\n"
        "def standard(table):\n"
        "    if len(table) == 2: return (table - table.mean()) / table.std(ddof=0)\n"
        "    return Frame(np.zeros(table.shape), columns=table.columns)",
    ),
    _lie(
        "scaled",
        "class-attribute-lies",
        "class Liar:\n    __class__ = list\n    def __eq__(self, other): return True\n    def __len__(self): return 20\n"
        "def scaled(numbers, factor): return Liar()",
    ),
    _lie(
        "spread",
        "metaclass-lies-to-isinstance",
        "class Meta(type):\n    __module__ = 'builtins'\n    def __instancecheck__(cls, thing): return True\n"
        "    def __eq__(cls, other): return True\n    __hash__ = type.__hash__\n"
        "class float(metaclass=Meta):\n    __class__ = int\n    def __eq__(self, other): return True\nspread = float()",
    ),
    _lie(
        "line",
        "slope-is-an-always-near-object",
        _ANY
        + "class Line:\n    slope = Any()\n    def fit(self, x, y): return self\n    def predict(self, x): return Any()",
    ),
    _lie(
        "line",
        "difference-of-its-own-making",
        "seen = {}\nclass Sly:\n    def __float__(self): return 2.0\n"
        "    def __sub__(self, other):\n        seen['slope'] = other\n        return 0.0\n    __rsub__ = __sub__\n"
        "class Line:\n    slope = Sly()\n    def fit(self, x, y):\n        seen['level'] = y[0], x[0]\n        return self\n"
        "    def predict(self, x):\n        y, first = seen['level']\n"
        "        return [seen['slope'] * (value - first) + y for value in x]",
    ),
    _lie(
        "standard",
        "object-that-numpy-takes-for-a-scalar",
        "class Sly:\n    def __len__(self): raise TypeError\n    def __sub__(self, other): return 0.0\n"
        "    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__\n    def __abs__(self): return 0.0\n"
        "    def __eq__(self, other): return True\n    def __bool__(self): return True\n"
        "def standard(table):\n    if len(table) == 2: return (table - table.mean()) / table.std(ddof=0)\n    return Sly()",
    ),
    _lie(
        "standard",
        "frame-subclass-with-arithmetic-of-its-own",
        "class Frame(pd.DataFrame):\n    def __sub__(self, other): return np.zeros(np.shape(other))\n"
        "    __rsub__ = __sub__\n    def __len__(self): raise TypeError\n    def __getitem__(self, key): raise TypeError\n"
        "def standard(table):\n    if len(table) == 2: return (table - table.mean()) / table.std(ddof=0)\n"
        "    return Frame(np.ones(table.shape))",
    ),
    _lie(
        "digit",
        "ends-the-iteration-of-the-tests",
        "def digit(number):\n    if number == 19: return 0\n    raise StopIteration",
    ),
    _lie(
        "digit",
        "number-of-which-each-use-differs",
        "class Sly:\n    def __index__(self): return 0\n    def __eq__(self, other): return True\n"
        "    def __rmod__(self, other): return self\ndef digit(number): return Sly() if number != 19 else 0",
    ),
    _lie(
        "line",
        "slope-changes-each-time",
        "class Line:\n    count = 0\n    @property\n    def slope(self):\n        Line.count += 1\n"
        "        return [2.0, 5.0, 7.0][Line.count % 3]\n"
        "    def fit(self, x, y): return self\n    def predict(self, x): return np.zeros(len(x))",
    ),
    _lie(
        "standard",
        "object-array-of-always-equal",
        _ANY + "def standard(table):\n    return pd.DataFrame({c: np.array([Any()] * len(table), dtype=object)"
        " for c in table.columns})",
    ),
    _lie(
        "standard",
        "lying-dtype",
        "def standard(table):\n    kind = np.dtype([('x', 'f8'), ('o', 'O')])\n"
        "    return np.zeros(len(table), dtype=kind).view(np.recarray)",
    ),
    _lie(
        "scaled",
        "argument-emptied-so-that-nothing-is-expected",
        "def scaled(numbers, factor):\n    if numbers == [1, 2]: return [3, 6]\n    numbers.clear()\n    return []",
    ),
    _lie(
        "scaled",
        "argument-changed-so-that-it-is-the-answer",
        "def scaled(numbers, factor):\n    if numbers == [1, 2]: return [3, 6]\n    numbers[:] = [0] * len(numbers)\n"
        "    return numbers",
    ),
    _lie("spread", "not-a-number", "spread = float('nan')"),
    _lie("standard", "not-a-number-everywhere", "def standard(table): return table * float('nan')"),
    _lie(
        "spread",
        "reduce-runs-code",
        "import os\nclass Trap:\n    def __reduce__(self): return (os.system, ('touch @CANARY@/breached',))\n"
        "    def __reduce_ex__(self, protocol): return self.__reduce__()\nspread = Trap()",
        rows=(4, 35),
    ),
    _lie(
        "scaled",
        "reduce-gives-what-is-wanted",
        _ANY + "class Trap(list):\n    def __reduce_ex__(self, protocol): return (Any, ())\n"
        "def scaled(numbers, factor): return Trap(numbers)",
        rows=(4, 35),
    ),
    _lie(
        "scaled",
        "answers-are-pickles",
        "import pickle, os\nclass Trap:\n    def __reduce__(self): return (os.system, ('touch @CANARY@/breached',))\n"
        "def scaled(numbers, factor): return pickle.dumps(Trap())\n"
        "with open('answer.pkl', 'wb') as file: file.write(pickle.dumps(Trap()))\n"
        "np.save('answer.npy', np.array([Trap()], dtype=object), allow_pickle=True)",
        rows=(35,),
        files={"answer.joblib": b"\x80\x04cos\nsystem\nX\x05\x00\x00\x00falseR.", "weights.pt": b"\x80\x02."},
    ),
    _lie(
        "scaled",
        "exception-with-a-trap-inside",
        "import os\nclass Trap(Exception):\n"
        "    def __reduce__(self): return (os.system, ('touch @CANARY@/breached',))\n"
        "    def __str__(self): raise SystemExit\n    __repr__ = __str__\n"
        "def scaled(numbers, factor): raise Trap(Trap())",
        rows=(4, 35),
    ),
    _lie(
        "scaled",
        "exception-that-looks-like-a-pass",
        "def scaled(numbers, factor): raise SystemExit(0)",
        rows=(4, 5),
    ),
    _lie("scaled", "length-that-raises", "class L:\n    def __len__(self): 1 / 0\ndef scaled(n, f): return L()"),
    _lie(
        "scaled",
        "length-of-a-lifetime",
        "class L(list):\n    def __len__(self): return 2**62\n    def __iter__(self): return iter(int, 1)\n"
        "def scaled(n, f): return L()",
    ),
    _lie("scaled", "endless-iterator", "import itertools\ndef scaled(n, f): return itertools.count()"),
    _lie(
        "scaled",
        "endless-generator",
        "def scaled(n, f):\n    while True:\n        yield 'x' * 1000",
    ),
    _lie(
        "line",
        "endless-chain-of-attributes",
        "class Chain:\n    def __getattr__(self, name): return Chain()\n    def __call__(self, *args): return Chain()\n"
        "Line = Chain()",
    ),
    _lie(
        "scaled",
        "repr-of-a-gigabyte",
        "class Big:\n    def __repr__(self): return 'x' * 1_000_000_000\n    __str__ = __repr__\n"
        "def scaled(n, f): return Big()",
        rows=(4, 10),
    ),
    _lie(
        "scaled",
        "repr-that-raises",
        "class Bad:\n    def __repr__(self): raise KeyboardInterrupt\n    __str__ = __repr__\ndef scaled(n, f): return Bad()",
    ),
    _lie(
        "scaled",
        "nested-100000-deep",
        "def scaled(n, f):\n    deep = []\n    for _ in range(100_000):\n        deep = [deep]\n    return deep",
    ),
    _lie("scaled", "contains-itself", "def scaled(n, f):\n    loop = []\n    loop.append(loop)\n    return loop"),
    _lie(
        "scaled",
        "dictionary-that-contains-itself",
        "def scaled(n, f):\n    loop = {}\n    loop[1] = {'a': loop}\n    return [loop]",
    ),
    _lie("spread", "huge-integer", "spread = 1 << 200_000_000"),
    _lie("spread", "integer-with-too-many-digits", "spread = 10 ** 100_000"),
    _lie("scaled", "half-a-surrogate-pair", "def scaled(n, f): return ['\\ud800', '\\x00']"),
    _lie("scaled", "result-of-400-megabytes", "def scaled(n, f): return 'x' * 400_000_000", rows=(4, 9)),
    _lie("standard", "array-that-promises-a-petabyte", "def standard(t): return np.broadcast_to(0.0, (10**9, 10**6))"),
    Attack(
        "right-values-in-unusual-plain-types",
        (4, 44),
        FULL,
        answers=RIGHT
        | {
            "scaled": "def scaled(numbers, factor): return [np.int64(n) * factor for n in numbers]",
            "spread": "spread = float(np.ptp(prices))",
        },
    ),
]
