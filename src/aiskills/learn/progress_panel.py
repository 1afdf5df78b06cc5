"""The panel that takes progress along: one button to download the file, one field to upload it.

It works where ipywidgets 7 or 8 is drawn: JupyterLab, Binder, Colab. The browser saves a link that holds the file
itself, so no server and no file browser is needed. Elsewhere the panel is the two lines of code that do the same.
"""

import base64
import html
import json

from . import progress
from .messages import CourseError, Message, box, inline
from .progress_travel import FILE, join, with_minutes
from .runtime import display_widget, live

TITLE = "Take your progress with you"
NOTE = (
    "Your progress is one file. Download it before you leave a machine that forgets (Binder, Colab), and upload it "
    "where you go on. Uploading adds to what is there and loses nothing. Nothing is sent to anybody."
)
CODE = "By code: `learn.progress.save()` writes the file beside this notebook, `learn.progress.load()` reads it there."

# The kernel puts a link with the file into the panel; the script clicks each such link once.
START = """<script>(function(){var left=7200,done="";function look(){
var link=document.querySelector("a[data-panel='KEY']");
if(link&&link.dataset.at!==done){done=link.dataset.at;link.click()}
if(left-->0&&(link||left>7000||document.querySelector(".KEY"))){window.setTimeout(look,250)}}look()})();</script>"""


def uploaded(value):
    """Return [(name, bytes)] from the value of a FileUpload: a tuple of dicts in ipywidgets 8, a dict in 7."""
    if isinstance(value, dict):
        return [(name, bytes(one["content"])) for name, one in value.items()]
    return [(one["name"], bytes(one["content"])) for one in value]


class Panel:
    """A button, a field and a line that says what happened; made by `learn.progress.panel`."""

    def __init__(self):
        self.presses = 0

    def file(self):
        """Return the content of the progress file as it leaves the machine, as bytes."""
        return json.dumps(with_minutes(progress.state()), ensure_ascii=False, indent=1).encode()

    def link(self, key=""):
        """Return the HTML of a link that holds the file."""
        data = base64.b64encode(self.file()).decode()
        return (
            f'<a download="{FILE}" href="data:application/json;base64,{data}" data-panel="{key}" '
            f'data-at="{self.presses}">{FILE}</a>'
        )

    def download(self, key=""):
        """Return the HTML that starts the download, with a link for a browser that did not start it."""
        self.presses += 1
        kept = html.escape(progress.counts(progress.state()))
        return (
            f'<div style="border-left:.35em solid currentColor;padding:.1em .8em;margin:.4em 0;line-height:1.5;'
            f'font-size:1rem"><p><strong>Ready:</strong> {kept}. Look into the folder of downloads of your browser. If '
            f"nothing came, follow this link: {self.link(key)}</p></div>"
        )

    def upload(self, value):
        """Join the uploaded files and return what to say about each."""
        said = []
        for name, content in uploaded(value):
            try:
                said += join(content, name).parts
            except CourseError as error:
                said.append(("Not loaded:", str(error)))
        return Message(*said) if said else Message("No file was chosen.")

    def __repr__(self):
        return f"{TITLE}\n{NOTE}\n{CODE.replace('`', '')}"

    def _repr_html_(self):
        return box([(f"{TITLE}.", NOTE), ("", CODE)])

    def _ipython_display_(self):
        from IPython.display import display

        if not live():
            display({"text/plain": repr(self), "text/html": self._repr_html_()}, raw=True)
            return
        import ipywidgets as widgets

        wide = widgets.Layout(width="auto", max_width="24em")
        words = widgets.HTML(f'<p style="line-height:1.5;font-size:1rem">{inline(NOTE)}</p>')
        button = widgets.Button(description="Download my progress", icon="download", layout=wide)
        field = widgets.FileUpload(
            accept=".json", multiple=False, description="Upload a progress file", layout=wide, icon="upload"
        )
        said = widgets.HTML(progress.summary()._repr_html_())
        whole = widgets.VBox([words, button, field, said])
        key = f"aiskills-panel-{whole.model_id[:8]}"
        whole.add_class(key)

        def pressed(_):
            said.value = self.download(key)

        def came(change):
            said.value = self.upload(change["new"])._repr_html_()

        button.on_click(pressed)
        field.observe(came, names="value")
        display_widget(whole, text=repr(self), group=TITLE, said=said)
        display({"text/plain": "", "text/html": START.replace("KEY", key)}, raw=True)
