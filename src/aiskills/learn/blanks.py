"""Tell an exercise that is still blank from one that was tried.

Blank is: None, `...`, an empty text, a container that still holds `...`, and a function whose body does nothing
(`pass`, `...`, `return None`, `raise NotImplementedError`) or still holds `...` somewhere.
"""

import ast
import dis
import inspect
import textwrap
import types


def why_blank(answer):
    """Return a sentence that says what is still blank in `answer`, or None when something was tried."""
    if answer is None or answer is Ellipsis or answer is NotImplemented:
        return "Write your answer in place of `...`, then run this cell again."
    if isinstance(answer, str) and answer.strip(" .\u2026\n\t_") == "":
        return "Write your text between the quotes, then run this cell again."
    if isinstance(answer, types.FunctionType):
        return _function(answer)
    if isinstance(answer, dict):
        for key, value in answer.items():
            if value is Ellipsis or key is Ellipsis:
                return f"`{key}` still holds `...`." if key is not Ellipsis else "One name is still `...`."
            if isinstance(value, (types.FunctionType, dict)) and (reason := why_blank(value)):
                return reason
    if isinstance(answer, (list, tuple, set, frozenset)):
        if any(item is Ellipsis for item in answer):
            return "One of its parts is still `...`."
        if answer and all(item is None for item in answer):
            return "Write your answer in place of `...`, then run this cell again."
        for item in answer:
            if isinstance(item, types.FunctionType) and (reason := _function(item)):
                return reason
    return None


def _function(function):
    name = function.__name__
    empty = f"The function `{name}` is still empty. Write its body in place of `...`, then run this cell again."
    if _does_nothing(function.__code__):
        return empty
    tree = _source_tree(function)
    if tree is not None and _holds_ellipsis(tree):
        return f"The function `{name}` still holds `...` in one place."
    return None


def _does_nothing(code):
    """Read the compiled body: it only returns None or `...`, or raises NotImplementedError."""
    if code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
        return False
    raises = "NotImplementedError" in code.co_names
    for step in dis.get_instructions(code):
        if step.opname in {"LOAD_CONST", "RETURN_CONST"}:
            # Texts are harmless only as the words of the error that is raised.
            if step.argval is None or step.argval is Ellipsis or (raises and isinstance(step.argval, str)):
                continue
            return False
        if step.opname in {"LOAD_GLOBAL", "LOAD_NAME"} and step.argval == "NotImplementedError":
            continue
        if step.opname not in {
            "RESUME",
            "NOP",
            "CACHE",
            "POP_TOP",
            "PUSH_NULL",
            "PRECALL",
            "COPY_FREE_VARS",
            "RETURN_VALUE",
        } and not (raises and step.opname in {"CALL", "RAISE_VARARGS"}):
            return False
    return True


def _source_tree(function):
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return None


def _holds_ellipsis(tree):
    """True if `...` stands somewhere in the code other than in an index (`a[..., 0]`) or an annotation."""
    skip = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            skip.update(id(n) for n in ast.walk(node.slice))
        elif isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
            skip.update(id(n) for n in ast.walk(node.annotation))
    return any(isinstance(n, ast.Constant) and n.value is Ellipsis and id(n) not in skip for n in ast.walk(tree))
