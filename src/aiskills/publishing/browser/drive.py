"""Open a lesson of the made folder in Chromium and run it, for the measurement and for the tests."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# What became of the code cells: id, number, kinds of outputs, text, and the error if there is one.
CELLS = """() => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const text = (value) => (Array.isArray(value) ? value.join("") : value || "");
  return notebook.model.sharedModel.cells.filter((cell) => cell.cell_type === "code").map((cell) => {
    const outputs = cell.toJSON().outputs || [];
    const error = outputs.find((one) => one.output_type === "error");
    return {
      id: cell.id,
      count: cell.execution_count,
      kinds: outputs.flatMap((one) => (one.data ? Object.keys(one.data) : [one.output_type])),
      text: outputs.map((one) => text(one.text) || text(one.data && one.data["text/plain"])).join(""),
      error: error ? `${error.ename}: ${error.evalue}` : "",
    };
  });
}"""
READY = """() => {
  const panel = window.jupyterapp && window.jupyterapp.shell.currentWidget;
  return Boolean(panel && panel.content && panel.content.model && panel.sessionContext.session?.kernel);
}"""


@contextmanager
def served(folder: Path):
    """The folder on a local web server; yields its address, which ends in a slash."""

    class Quiet(SimpleHTTPRequestHandler):
        extensions_map = SimpleHTTPRequestHandler.extensions_map | {".bin": "application/octet-stream"}

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def run_all(page, seconds: float = 300) -> dict:
    """Run all cells of the notebook that ``page`` (of Playwright) shows.

    Returns ``cells`` (see CELLS), ``first`` and ``all``: seconds until the first and the last cell had run. A cell
    that fails ends the run. Raises TimeoutError when it takes longer than ``seconds``.
    """
    page.wait_for_function(READY, timeout=180_000)
    started = time.perf_counter()
    # Outputs of an earlier run may have been kept with the notebook.
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    first = None
    while (now := time.perf_counter() - started) < seconds:
        cells = page.evaluate(CELLS)
        if first is None and any(cell["count"] for cell in cells):
            first = now
        if all(cell["count"] for cell in cells) or any(cell["error"] for cell in cells):
            return {"cells": cells, "first": first, "all": now}
        time.sleep(0.2)
    raise TimeoutError(f"{sum(not cell['count'] for cell in cells)} cells have not run after {seconds:.0f} s")
