"""The private page "my learning": what a progress file says about its owner, as one HTML file without any script.

The page is made on this machine and asks nothing of any other: it forbids itself to fetch anything.
"""

import html
from datetime import date

from . import my_figures, my_tables, spacing
from .calibration import direction, pairs, sureness
from .messages import inline
from .progress_events import IDLE

FEW = " Five are enough for one day, the most urgent first."
SHOWN = 5  # due questions that are shown with their text; the others are counted

STYLE = """<style>
.aiskills-my{line-height:1.55;font-size:1rem;max-width:52rem;overflow-wrap:anywhere}
.aiskills-my h2{font-size:1.35rem;margin:1.8em 0 .4em}
.aiskills-my h3{font-size:1.1rem;margin:1.3em 0 .3em}
.aiskills-my p,.aiskills-my li{max-width:46rem}
.aiskills-my .wide{overflow-x:auto;margin:.6em 0}
.aiskills-my table{border-collapse:collapse;font-size:.95rem;overflow-wrap:normal}
.aiskills-my caption{text-align:start;font-weight:600;padding:.2em 0}
.aiskills-my .wide th,.aiskills-my .wide td{border:1px solid currentColor;padding:.3em .55em;
text-align:start;vertical-align:top}
.aiskills-my td{min-width:6em}
.aiskills-my .wide td.prose{min-width:13em}
.aiskills-my .wide td.number{min-width:0;text-align:end;white-space:nowrap}
.aiskills-my td ul{margin:0;padding-inline-start:1.1em;min-width:14em}
.aiskills-my a{text-decoration:underline}
.aiskills-my details{margin:.3em 0}
.aiskills-my summary{cursor:pointer;padding:.25em 0}
.aiskills-my :focus-visible{outline:3px solid currentColor;outline-offset:2px}
.aiskills-my li{margin:.3em 0}
</style>"""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="aiskills my learning">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>My learning</title>
<style>
:root{color-scheme:light dark;--page:#fff;--ink:#1d1d1f;--link:#0b57a4}
@media (prefers-color-scheme:dark){:root{--page:#16181d;--ink:#e9e9ec;--link:#93c7ff}}
body{margin:0 auto;padding:1rem;max-width:52rem;background:var(--page);color:var(--ink);
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1{font-size:1.7rem;margin:.2em 0 .3em}
a{color:var(--link)}
@media print{.aiskills-my details{break-inside:avoid}}
</style>
</head>
<body>
<main>
<h1>My learning</h1>
CONTENT
</main>
</body>
</html>
"""

EMPTY = """<p>Nothing is kept yet, and that is a fine place to begin. Do this first:</p>
<ol>
<li>Open the lesson {first} and run its cells.</li>
<li>Answer the three questions at its start. A wrong answer is as useful as a right one.</li>
<li>Make this page again. It will show what you did, and say when to come back to it.</li>
</ol>"""

PRIVATE = """<h2>About this page</h2>
<ul>
<li><strong>It is yours.</strong> It was made on {made} from your progress file, on the machine where you made it.
Nothing was sent. The page loads nothing and holds no script. Who gets it is your decision.</li>
<li><strong>Minutes are an estimate.</strong> They add up the time between two things that you did in the same lesson,
without pauses of more than {idle} minutes. Reading before the first answer and after the last one is not in them.</li>
<li><strong>When a question comes again.</strong> After a right answer it waits {ladder} days, one step further each
time that it is right on its day or later. After a wrong answer it starts again. Answers that are spread over days stay
longer than answers in one sitting (Latimier, Peyre and Ramus 2021, doi:10.1007/s10648-020-09572-8). Growing gaps end no
better than equal ones, but keep more in mind on the way (Kang and others 2014, doi:10.3758/s13423-014-0636-z). The
numbers of days are our choice.</li>
<li><strong>It is no test.</strong> Nobody is graded by these numbers. A number can be small because you were quick,
careful or interrupted: you know, the page does not.</li>
</ul>"""


def fragment(state, lessons, today: date, links):
    """Return the content of the page as HTML. `lessons`: {slug: texts}; `links`: a `Links` (titles, addresses)."""
    parts = [STYLE, '<div class="aiskills-my">']
    if not any(kinds for lesson in state["lessons"].values() for kinds in lesson.values()):
        first = next(iter(sorted(lessons)), "f00-start-here")
        parts.append(EMPTY.format(first=links.lesson(first)))
    else:
        planned = spacing.plan(state, lessons, today)
        parts += [_next(state, lessons, planned, today, links), _done(state, lessons, links)]
        parts += [my_tables.checks(state, lessons, links), _predictions(state, lessons, links)]
        parts += [my_tables.polls(state, lessons, links), my_tables.quizzes(planned, today, links)]
    *most, last = map(str, spacing.LADDER)
    ladder = f"{', '.join(most)} and {last}"
    idle = int(IDLE.total_seconds() // 60)
    parts += [PRIVATE.format(made=spacing.day(today), idle=idle, ladder=ladder), "</div>"]
    return "\n".join(part for part in parts if part)


def page(state, lessons, today: date, links):
    """Return the whole page as HTML text."""
    return PAGE.replace("CONTENT", fragment(state, lessons, today, links))


def _next(state, lessons, planned, today, links):
    due = [one for one in planned if one["due"] <= today]
    out = ["<h2>What to revise next</h2>"]
    if due:
        out.append(
            f"<p>{_questions(len(due))} due today.{FEW * (len(due) > SHOWN)} Answer from memory before you open the "
            "reasons. <code>learn.revise()</code> in any notebook asks them and keeps your answers.</p>"
        )
        out.append("<ol>" + "".join(_question(one, today, links) for one in due[:SHOWN]) + "</ol>")
        if len(due) > SHOWN:
            out.append(f"<p>And {len(due) - SHOWN} more: they move up when these are answered.</p>")
    elif planned:
        out.append(f"<p>Nothing is due today. The next question is due on {spacing.day(planned[0]['due'])}.</p>")
    else:
        out.append("<p>No quiz answers are kept yet. They are kept when you answer a quiz in a running notebook.</p>")
    week = [one for one in planned if 0 < (one["due"] - today).days <= 7]
    if week:
        out.append(f"<p>In the seven days after: {len(week)} more.</p>")
    still = my_tables.open_items(state, lessons, links)
    if still:
        out.append(f"<h3>Still open</h3><ul>{''.join(f'<li>{one}</li>' for one in still)}</ul>")
    return "".join(out)


def _questions(n):
    return "One question is" if n == 1 else f"{n} questions are"


def _question(one, today, links):
    question, part = one["question"], {"recall": "recall", "exit": "exit ticket"}[one["part"]]
    ago = (today - one["last"]).days
    answered = f"answered {'today' if ago == 0 else 'yesterday' if ago == 1 else f'{ago} days ago'}"
    options = "".join(f"<li>{inline(option['text'])}</li>" for option in question["options"])
    reasons = "".join(
        f"<li><strong>{'Right' if option.get('right') else 'Not right'}:</strong> {inline(option['text'])} "
        f"{inline(option['reason'])}</li>"
        for option in question["options"]
    )
    return (
        f"<li>{links.question(one['lesson'], one['part'], one['number'])}, {part}, question {one['number']}: "
        f"{answered}, {'right' if one['right'] else 'not right yet'}."
        f"<details><summary>{inline(question['question'])}</summary><ul>{options}</ul>"
        f"<details><summary>Reasons for every option</summary><ul>{reasons}</ul></details></details></li>"
    )


def _done(state, lessons, links):
    rows = my_tables.per_lesson(state, lessons)
    bars = my_figures.done([(my_tables.code(row["slug"]), row["done"], row["of"]) for row in rows if row["of"]])
    return (
        "<h2>What is done</h2><p>Each lesson has two poll answers, some predictions, checks and quiz questions. A bar "
        "shows how many of them you did: a check counts when it is passed, a question when it is answered.</p>"
        f"{bars}{my_tables.lessons(rows, links)}"
    )


def _predictions(state, lessons, links):
    found = pairs(state, lessons)
    out = ["<h2>Your predictions and the results</h2>"]
    if not found:
        return out[0] + "<p>No guess stands beside a result yet. Guess in a lesson before you run the cell.</p>"
    shares = [one["share"] for one in found if one["share"] is not None]
    said = direction(found)[2]
    out.append(f"<h3>Numbers: too high or too low?</h3><p>{html.escape(said)}</p>")
    if shares:
        out.append(my_figures.errors(shares))
    bins, said = sureness(found)
    out.append(f"<h3>Choices: as sure as right?</h3><p>{html.escape(said)}</p>")
    if bins:
        out.append(
            "<p>A point on the broken line would mean: of the choices that you were 70 % sure of, 70 % were right. The "
            "upright lines are 95 % intervals.</p>" + my_figures.reliability(bins) + my_tables.sureness(bins)
        )
    else:
        out.append(
            "<p>To try it, say how sure you are when you choose: in the field under the choice, or by code as in "
            '<code>lesson.predict("name", "the gap grows", sure=70)</code>.</p>'
        )
    return "".join(out) + my_tables.predictions(found, links)
