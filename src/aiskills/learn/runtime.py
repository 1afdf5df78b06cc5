"""Where the lesson is running, and how a widget is shown so that keyboard and screen reader can use it."""

import importlib.util
import json
import os
import secrets
import sys


def static():
    """True where pages are built that have no kernel (AISKILLS_STATIC=1)."""
    return os.environ.get("AISKILLS_STATIC") == "1"


def live():
    """True where a widget can answer: in a notebook kernel, with ipywidgets, and not while a page is built."""
    return not static() and _shell() is not None and importlib.util.find_spec("ipywidgets") is not None


def _shell():
    """Return the IPython shell of a notebook kernel, or None in a terminal or a plain program."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()
    return shell if shell is not None and hasattr(shell, "kernel") else None


def cell_id():
    """Return the id of the cell that is running, or None where the editor does not tell it."""
    try:
        return _shell().get_parent()["metadata"]["cellId"]
    except (AttributeError, KeyError, TypeError):
        return None


# ipywidgets gives its parts no accessible names, and JupyterLab takes the arrow keys for itself. The script waits
# until the widget is drawn, names its parts, and marks the region whose changes a screen reader reads out.
SCRIPT = """<style>.KEY .widget-label,.KEY label,.KEY button,.KEY select,.KEY input{font-size:1rem}
.KEY .widget-radio,.KEY .widget-radio-box{width:auto;max-width:48em}
.KEY .widget-radio-box label{height:auto;line-height:1.4;white-space:normal;margin:.25em 0;align-items:flex-start}
.KEY .widget-radio-box input[type=radio]{margin:.25em .6em 0 .1em;flex:none}</style>
<script>(function(){
var key="KEY",group=GROUP,left=100;
function label(box){var l=box.querySelector(".widget-label");return l&&l.textContent.trim()||group}
function set(e,a){for(var k in a){if(e.getAttribute(k)!==a[k]){e.setAttribute(k,a[k])}}}
function name(root){
set(root,{"role":"group","aria-label":group});
root.querySelectorAll("input,select,button,textarea,[tabindex],[contenteditable]").forEach(function(e){
set(e,{"data-lm-suppress-shortcuts":"true"})});
root.querySelectorAll("."+key+"-said").forEach(function(e){set(e,{"role":"status","aria-live":"polite","aria-atomic":"true"})});
root.querySelectorAll(".widget-radio-box").forEach(function(e){
set(e,{"role":"radiogroup","aria-label":label(e.parentElement)})});
root.querySelectorAll(".widget-slider,.widget-hslider").forEach(function(box){
var out=box.querySelector(".widget-readout"),text=label(box);
if(out){set(out,{"role":"textbox","aria-label":text+", type a value"})}
box.querySelectorAll(".noUi-handle,.ui-slider-handle").forEach(function(h){
set(h,{"role":"slider","aria-label":text,"tabindex":"0"});
function tell(){if(out){var v=out.textContent.trim();set(h,{"aria-valuetext":v});
if(!h.classList.contains("noUi-handle")){set(h,{"aria-valuenow":v})}}}
tell();if(out){new MutationObserver(tell).observe(out,{childList:true,characterData:true,subtree:true})}})})}
function wait(){var roots=document.querySelectorAll("."+key),drawn=0;
roots.forEach(function(r){if(r.querySelector("."+key+"-said")){drawn=1;name(r)}});
if(!drawn&&left-->0){window.setTimeout(wait,100)}else if(drawn){window.setTimeout(function(){roots.forEach(name)},500)}}
wait()})();</script>"""


def display_widget(box, text, group, said):
    """Show the widget `box` with names for its parts; `said` is the part that is read out when it changes.

    text: what stands for the widget where none can be drawn. group: the name of the whole for a screen reader.
    """
    from IPython.display import display

    key = f"aiskills-{secrets.token_hex(4)}"
    box.add_class(key)
    said.add_class(f"{key}-said")
    # Written out here because ipywidgets 7 and 8 show themselves in different ways, and with an empty text.
    view = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
    display({"text/plain": text, "application/vnd.jupyter.widget-view+json": view}, raw=True)
    script = SCRIPT.replace("KEY", key).replace("GROUP", json.dumps(group).replace("<", "\\u003c"))
    display({"text/plain": "", "text/html": script}, raw=True)
