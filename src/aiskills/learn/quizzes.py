"""Quizzes as one block of HTML with its own script and style: they need no kernel, no network and no widget.

Each question is a fieldset with radio buttons, a button "Check answer" and a status line that says, in words, right
or not right and the reason of the chosen option. Without JavaScript the reason of each option opens by itself.

Where a kernel with ipywidgets runs, the same HTML hands each checked answer to it through a hidden text field (the
"bridge"): a page has no other way to a kernel that JupyterLab, Binder and Colab share. The line under the quiz says
what is kept only after the kernel has answered; without an answer it says that nothing is kept. The bridge may come
after the first answer, which waits for it; a kernel that was busy answers several at once, and names each.

Why not the package `jupyterquiz` (2.9.6 was read for this): choosing an option is answering, so the arrow keys of a
keyboard reveal one answer after another; the feedback is no live region and the options have no group name, so a
screen reader hears neither question nor reason; right and wrong differ by colour; nothing is there without
JavaScript; the script asks a CDN for MathJax where the page has none; and in JupyterLab the arrow keys move
between cells instead of options. Meeting the need would have meant replacing its script, style and markup.
"""

import hashlib
import html
import json
import os
import secrets
from collections import Counter

from . import progress
from .messages import Message, inline
from .runtime import live

LETTERS = "ABCDEFGHIJ"
# JupyterLab takes the arrow keys, Enter and Space for its cells unless the focused element itself says this.
KEYS = 'data-lm-suppress-shortcuts="true"'
_rendered = Counter()

STYLE = """<style>
.aiskills-quiz{max-width:48em;line-height:1.5;font-size:1rem;font-family:inherit;color:inherit;text-align:start}
.aiskills-quiz fieldset{border:1px solid currentColor;border-radius:.4em;margin:0 0 1.2em;
padding:.4em 1em .9em;min-width:0}
.aiskills-quiz legend{font-size:1rem;font-weight:600;float:left;width:100%;white-space:normal;
padding:0;margin:.3em 0 .4em;border:0;color:inherit}
.aiskills-quiz legend+*{clear:both}
.aiskills-quiz .option{display:flex;gap:.6em;align-items:flex-start;margin:.15em 0;padding:.25em .2em;min-height:1.6em}
.aiskills-quiz input[type=radio]{margin:.3em 0 0;width:1.1em;height:1.1em;flex:none;accent-color:#0072B2}
.aiskills-quiz label{flex:1;margin:0;font-weight:400;cursor:pointer;overflow-wrap:anywhere;color:inherit}
.aiskills-quiz button{font:inherit;font-weight:600;color:inherit;background:transparent;border:2px solid currentColor;
border-radius:.4em;padding:.35em 1em;margin:.5em 0 .1em;min-height:2.4em;cursor:pointer}
.aiskills-quiz button:hover{text-decoration:underline}
.aiskills-quiz :focus-visible{outline:3px solid currentColor;outline-offset:3px}
.aiskills-quiz .said{margin:.5em 0 0;min-height:1.5em}
.aiskills-quiz .said.full{border-inline-start:.35em solid #D55E00;padding-inline-start:.7em}
.aiskills-quiz .said.full.right{border-color:#0072B2}
.aiskills-quiz details{margin:.5em 0 0}
.aiskills-quiz summary{cursor:pointer}
.aiskills-quiz ul{margin:.3em 0 0;padding-inline-start:1.4em}
.aiskills-quiz code{font-size:.95em;color:inherit;background:transparent;padding:0}
.aiskills-quiz [hidden]{display:none!important}
</style>"""

# Reasons are read from the page itself, so that they stand there once and without JavaScript too.
SCRIPT = """<script>(function(){
var root=document.getElementById("%s");if(!root||root.dataset.ready){return}root.dataset.ready="1";
var bridge=root.dataset.bridge,note=root.querySelector(".kept");
function keep(q,choice){if(!bridge){return}
var at=q.dataset.at=String(Date.now()),left=20,sent=false;
function tell(){var input=document.querySelector("."+bridge+" input");
if(!sent&&q.dataset.at!==at){return}
if(input&&!sent){sent=true;input.value=JSON.stringify({question:Number(q.dataset.question),choice:choice,at:at});
["input","change"].forEach(function(kind){input.dispatchEvent(new Event(kind,{bubbles:true}))})}
if(document.querySelector("."+bridge+" [data-kept~='"+at+"']")){note.textContent="";return}
if(left-->0){window.setTimeout(tell,250)}else{note.textContent=root.dataset.lost;window.setTimeout(tell,1000)}}
tell()}
if(bridge){var tries=40,tidy=function(){var own=root.closest(".jp-OutputArea-child"),next=own&&own.nextElementSibling;
if(next&&next.textContent.trim().indexOf("Error displaying widget")===0){next.style.display="none"}
else if(tries-->0&&!document.querySelector("."+bridge)){window.setTimeout(tidy,500)}};tidy()}
root.querySelectorAll("fieldset").forEach(function(q){
var button=q.querySelector("button"),said=q.querySelector(".said"),all=q.querySelector("details");
button.hidden=false;all.hidden=true;
function answer(){var chosen=q.querySelector("input:checked"),text=document.createElement("span");
said.textContent="";said.className="said";
if(!chosen){said.textContent=root.dataset.choose;return}
keep(q,chosen.value);
var reason=document.getElementById(chosen.id+"-reason"),right=reason.dataset.right==="yes";
text.innerHTML=reason.innerHTML;
window.setTimeout(function(){said.className="said full"+(right?" right":"");
said.appendChild(text);all.hidden=false},30)}
button.addEventListener("click",answer);
q.addEventListener("keydown",function(e){if(e.key==="Enter"&&e.target.type==="radio"){e.preventDefault();answer()}});
q.addEventListener("change",function(){said.textContent="";said.className="said"})})})();</script>"""


def token(name):
    """Return an id that no other output on the page has; in the book build it is the same in every build."""
    if os.environ.get("AISKILLS_STATIC") == "1":
        _rendered[name] += 1
        return f"quiz-{name}-{_rendered[name]}"
    return f"quiz-{name}-{secrets.token_hex(4)}"


BIG = 'style="font-size:1rem;line-height:1.5"'
PAGE = "Answers on this page are not kept. In a running notebook they are kept in your progress file."
LOST = (
    "This answer is not kept yet: the kernel is busy, or it has stopped. If this line stays, run the cell of this quiz "
    "again and answer again."
)


def key(part, question):
    """Return the name under which answers to a question are kept: it changes with its text, options or solution."""
    options = [[option["text"], bool(option.get("right"))] for option in question["options"]]
    text = json.dumps([question["question"], options], ensure_ascii=False)
    return f"{part}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


class Quiz:
    """Questions that show as HTML in a notebook and as plain text elsewhere."""

    def __init__(self, name, questions, lang="en", keys=None):
        """`questions`: list of {"question", "options": [{"text", "right", "reason"}, ...]}.

        `keys`: for each question (lesson, name), under which answers are kept; without it nothing is kept.
        """
        self.name, self.questions, self.lang, self.keys = name, questions, lang, keys

    def __repr__(self):
        lines = []
        for n, one in enumerate(self.questions, 1):
            lines.append(f"Question {n} of {len(self.questions)}. {one['question']}")
            lines += [f"  {letter}. {option['text']}" for letter, option in zip(LETTERS, one["options"], strict=False)]
        return "\n".join(lines)

    def _repr_html_(self, bridge=""):
        root = token(self.name)
        body = "".join(self._question(root, n, one) for n, one in enumerate(self.questions, 1))
        wired = f'data-bridge="{bridge}" data-lost="{html.escape(LOST)}"' if bridge else ""
        return (
            f'{STYLE}<div class="aiskills-quiz" id="{root}" lang="{html.escape(self.lang)}" '
            f'data-choose="Choose an option first." {wired}>{body}'
            f'<div class="kept">{"" if bridge or not self.keys else PAGE}</div></div>{SCRIPT % root}'
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def keep(self, question, choice):
        """Keep the answer `choice` (a letter) to the question of this number, from 1. Return False if there is none."""
        if not isinstance(question, int) or not 0 < question <= len(self.questions):
            return False
        options = dict(zip(LETTERS, self.questions[question - 1]["options"], strict=False))
        if choice not in options:
            return False
        slug, name = self.keys[question - 1]
        progress.record(slug, "quizzes", name, choice=choice.lower(), right=bool(options[choice].get("right")))
        return True

    def kept(self):
        """Return a sentence that says which last answers are kept."""
        answers = {n: progress.entry(slug, "quizzes", name) for n, (slug, name) in enumerate(self.keys, 1)}
        said = [f"{n} {'right' if one['right'] else 'not right'}" for n, one in answers.items() if "right" in one]
        if not said:
            return "Your answers are kept in your progress file. None is kept yet."
        return f"Kept in your progress file, by question: {', '.join(said)}."

    def _ipython_display_(self):
        from IPython.display import display

        if not (self.keys and live()):
            display(self._repr_mimebundle_(), raw=True)
            return
        import ipywidgets as widgets

        bridge = f"aiskills-bridge-{secrets.token_hex(4)}"
        field = widgets.Text(layout=widgets.Layout(display="none"))
        said = widgets.HTML(f"<span {BIG}>{self.kept()}</span>")
        all_kept = []

        def came(change):
            try:
                sent = json.loads(change["new"])
                done, at = self.keep(sent["question"], sent["choice"]), str(int(sent["at"]))
            except (ValueError, KeyError, TypeError):
                return
            if done:
                all_kept.append(at)
                said.value = f'<span {BIG} data-kept="{" ".join(all_kept)}">{self.kept()}</span>'

        field.observe(came, names="value")
        box = widgets.VBox([field, said])
        box.add_class(bridge)
        display({"text/plain": repr(self), "text/html": self._repr_html_(bridge)}, raw=True)
        view = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
        display({"text/plain": "", "application/vnd.jupyter.widget-view+json": view}, raw=True)

    def _question(self, root, n, one):
        group = f"{root}-{n}"
        options, reasons = [], []
        for letter, option in zip(LETTERS, one["options"], strict=False):
            own = f"{group}-{letter.lower()}"
            options.append(
                f'<div class="option"><input type="radio" id="{own}" name="{group}" value="{letter}" {KEYS}>'
                f'<label for="{own}"><span aria-hidden="true">{letter}. </span>{inline(option["text"])}</label></div>'
            )
            right = bool(option.get("right"))
            reasons.append(
                f'<li id="{own}-reason" data-right="{"yes" if right else "no"}"><strong>{letter} is '
                f"{'right' if right else 'not right'}.</strong> {inline(option['reason'])}</li>"
            )
        question = f"Question {n} of {len(self.questions)}. {inline(one['question'])}"
        return (
            f'<fieldset id="{group}" data-question="{n}"><legend>{question}</legend>'
            f'{"".join(options)}<button type="button" {KEYS} hidden>Check answer'
            f'<span style="position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)">'
            f" to question {n}</span></button>"
            f'<p class="said" role="status" aria-live="polite"></p>'
            f"<details><summary {KEYS}>Reasons for every option of question {n}</summary>"
            f"<ul>{''.join(reasons)}</ul></details></fieldset>"
        )


def quiz(slug, part, questions, lang="en"):
    """Return the quiz of one part of a lesson, or a message when the lesson has none."""
    if not questions:
        return Message(f"This lesson has no quiz of the name {part!r}.", lang=lang)
    return Quiz(f"{slug}-{part}", questions, lang, [(slug, key(part, one)) for one in questions])
