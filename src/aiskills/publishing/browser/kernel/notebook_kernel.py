"""The kernel inside the browser's Python: IPython that speaks to the page by one call, `_host.call`.

The page starts it by a turn that imports this file and sends each request as a turn of its own: `handle(...)`.
Everything goes out as JSON with the type of a Jupyter message. Nothing here waits for the page.
"""

import base64
import builtins
import json
import sys
import types
import warnings

import _host

# Names that IPython imports and that this Python, without processes and terminals, does not have. None is called.
for _name in ("pexpect", "termios", "fcntl", "pty", "tty", "resource"):
    if _name not in sys.modules:
        sys.modules[_name] = types.ModuleType(_name)

import comm  # noqa: E402
from comm.base_comm import BaseComm  # noqa: E402
from IPython.core.displayhook import DisplayHook  # noqa: E402
from IPython.core.displaypub import DisplayPublisher  # noqa: E402
from IPython.core.history import HistoryManager  # noqa: E402
from IPython.core.interactiveshell import InteractiveShell  # noqa: E402


def send(kind, content, buffers=()):
    """Hand one message to the page."""
    encoded = [base64.b64encode(bytes(one)).decode() for one in buffers or ()]
    _host.call(json.dumps({"type": kind, "content": content, "buffers": encoded}, default=str).encode())


def _plain(data):
    """A bundle by media type, its bytes as base64 as Jupyter wants them."""
    return {k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in data.items()}


class Stream:
    encoding, errors = "utf-8", "strict"

    def __init__(self, name):
        self.name = name

    def write(self, text):
        if text:
            send("stream", {"name": self.name, "text": text})
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def writable(self):
        return True


class Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs):
        kind = "update_display_data" if update else "display_data"
        send(kind, {"data": _plain(data), "metadata": metadata or {}, "transient": transient or {}})

    def clear_output(self, wait=False):
        send("clear_output", {"wait": wait})


class Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self._now = (_plain(format_dict), md_dict or {})

    def finish_displayhook(self):
        if data := getattr(self, "_now", None):
            count = self.prompt_count
            send("execute_result", {"execution_count": count, "data": data[0], "metadata": data[1]})
        self._now = None


class Comm(BaseComm):
    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        send(msg_type, {"data": data or {}, "comm_id": self.comm_id, "metadata": metadata or {}, **keys}, buffers)


comm.create_comm = Comm
manager = comm.get_comm_manager()


class NoHistory(HistoryManager):
    """Without a database."""

    def __init__(self, *args, **kwargs):
        self.enabled = False
        super().__init__(*args, **kwargs)


class Kernel:
    """What code in a cell may ask of `get_ipython().kernel`."""

    parent = {}

    def get_parent(self, channel=None):
        return self.parent

    comm_manager = manager


class Shell(InteractiveShell):
    def init_history(self):
        self.history_manager = NoHistory(shell=self, parent=self)
        self.configurables.append(self.history_manager)

    def get_parent(self):
        return self.kernel.parent

    def enable_gui(self, gui=None):
        pass

    def _showtraceback(self, etype, evalue, stb):
        self.failure = {"ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)}


def _no_input(prompt=""):
    raise RuntimeError("In the browser, input() cannot wait for you. Write the value into the cell.")


builtins.input = _no_input
# The file of progress has one reader and one writer here.
warnings.filterwarnings("ignore", "only soft file lock")
sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
shell = Shell.instance(displayhook_class=Hook, display_pub_class=Publisher)
shell.kernel = Kernel()
shell.Completer.use_jedi = False  # thousands of files would be read for a suggestion


def _execute(content, parent):
    shell.failure = None
    silent = content.get("silent", False)
    shell.run_cell(content["code"], store_history=content.get("store_history", True) and not silent, silent=silent)
    if "matplotlib.pyplot" in sys.modules:
        from matplotlib_inline.backend_inline import flush_figures

        flush_figures()
    if shell.failure:
        return {"status": "error", **shell.failure}
    return {"status": "ok", "user_expressions": {}, "payload": []}


def _complete(content, parent):
    text, matches = shell.complete(None, content["code"], content["cursor_pos"])
    end = content["cursor_pos"]
    return {"status": "ok", "matches": matches, "cursor_start": end - len(text), "cursor_end": end, "metadata": {}}


def _inspect(content, parent):
    from IPython.utils.tokenutil import token_at_cursor

    name = token_at_cursor(content["code"], content["cursor_pos"])
    try:
        data = shell.object_inspect_mime(name, content.get("detail_level", 0))
    except KeyError:
        return {"status": "ok", "found": False, "data": {}, "metadata": {}}
    return {"status": "ok", "found": True, "data": data, "metadata": {}}


def _is_complete(content, parent):
    status, indent = shell.input_transformer_manager.check_complete(content["code"])
    return {"status": status, **({"indent": " " * (indent or 0)} if status == "incomplete" else {})}


def _comm(kind):
    def handle(content, parent):
        getattr(manager, kind)(None, None, parent)
        return {"status": "ok"}

    return handle


def _comm_info(content, parent):
    wanted = content.get("target_name")
    comms = {k: {"target_name": c.target_name} for k, c in manager.comms.items() if wanted in (None, "", c.target_name)}
    return {"status": "ok", "comms": comms}


REQUESTS = {
    "execute": _execute,
    "complete": _complete,
    "inspect": _inspect,
    "is_complete": _is_complete,
    "comm_info": _comm_info,
    "comm_open": _comm("comm_open"),
    "comm_msg": _comm("comm_msg"),
    "comm_close": _comm("comm_close"),
}


def handle(encoded):
    """Answer one request: {"request", "content", "parent"} as JSON in base64."""
    asked = json.loads(base64.b64decode(encoded))
    parent = asked["parent"]
    parent["buffers"] = [base64.b64decode(one) for one in parent.get("buffers") or ()]
    shell.kernel.parent = parent
    send("reply", REQUESTS[asked["request"]](asked["content"], parent))
