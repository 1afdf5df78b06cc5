"""The tables of the page "my learning". All that comes from a file is escaped: the file may come from anybody."""

import html
from collections import Counter

from .calibration import wilson
from .messages import inline, number, with_unit
from .progress_events import minutes
from .spacing import day


def code(slug):
    """Return the short name of a lesson, as in F02."""
    return slug.split("-")[0].upper()


def table(caption, heads, rows):
    """Return a table that scrolls by itself where it is too wide. Cells are HTML; a tuple (text,) is a number."""
    if not rows:
        return ""
    top = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in heads)
    body = "".join(f"<tr>{''.join(_cell(i, cell) for i, cell in enumerate(row))}</tr>" for row in rows)
    name = html.escape(caption)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{name}"><table><caption>{name}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(summary, content):
    """Return `content` behind a line that opens it."""
    return f"<details><summary>{html.escape(summary)}</summary>{content}</details>"


def _cell(i, cell):
    if isinstance(cell, tuple):
        return f'<td class="number">{html.escape(str(cell[0]))}</td>'
    if i == 0:
        return f'<th scope="row">{cell}</th>'
    return f'<td class="prose">{cell}</td>' if len(cell) > 45 else f"<td>{cell}</td>"


def _kept(state, slug, kind):
    return state["lessons"].get(slug, {}).get(kind, {})


def per_lesson(state, lessons):
    """Return one dict for each lesson that has anything: slug, polls, guesses, checks, answers, right, done, of, ..."""
    time, rows = minutes(state), []
    for slug in sorted(state["lessons"]):
        texts = lessons.get(slug, {})
        polls, quizzes = _kept(state, slug, "polls"), _kept(state, slug, "quizzes")
        guesses = sum("guess" in one for one in _kept(state, slug, "predictions").values())
        passed = sum(bool(one.get("passed")) for one in _kept(state, slug, "checks").values())
        tries = sum(one.get("tries", 0) for one in _kept(state, slug, "checks").values())
        of = {
            "polls": 2 * bool(texts.get("poll")),
            "guesses": len(texts.get("predictions", {})),
            "checks": len(texts.get("checks", {})),
            "answers": len(texts.get("recall", [])) + len(texts.get("exit", [])),
        }
        have = {"polls": len(polls), "guesses": guesses, "checks": passed, "answers": len(quizzes)}
        row = {"slug": slug, "of_each": of, **have, "tries": tries, "minutes": time.get(slug, 0)}
        row["right"] = sum(one.get("right") is True for one in quizzes.values())
        # A lesson that was shortened since can hold fewer parts than were done.
        row |= {"done": sum(min(have[key], of[key]) for key in of), "of": sum(of.values())}
        rows.append(row)
    return rows


def lessons(rows, links):
    heads = (
        "Lesson",
        "Polls",
        "Guesses",
        "Checks passed",
        "Wrong tries",
        "Questions answered",
        "Last right",
        "Minutes",
    )
    cells = []
    for row in rows:
        counts = [(f"{row[key]} of {row['of_each'][key]}",) for key in ("polls", "guesses", "checks")]
        answered = (f"{row['answers']} of {row['of_each']['answers']}",)
        time = (f"{row['minutes']:.0f}" if row["minutes"] else "\u2013",)
        cells.append([links.lesson(row["slug"]), *counts, (row["tries"],), answered, (row["right"],), time])
    return table("Done in each lesson; minutes are an estimate", heads, cells)


def _misconception(texts, name, key):
    """Return the lesson's words for a misconception, else its name."""
    if key == "stopped":
        return "The code stopped with an error."
    words = texts.get("checks", {}).get(name, {}).get("misconceptions", {})
    return words.get(str(key)) or str(key)


def checks(state, texts, links):
    """Return the table of checks with the ideas behind wrong tries."""
    rows = []
    for slug in sorted(state["lessons"]):
        for name, one in sorted(_kept(state, slug, "checks").items()):
            wrong = Counter(str(row[1]) for row in one.get("history", []) if row[1] != "yes")
            ideas = "".join(
                f"<li>{n} \u00d7 {inline(_misconception(texts.get(slug, {}), name, key))}</li>"
                for key, n in wrong.most_common()
            )
            status = "passed" if one.get("passed") else "not passed yet"
            shown = f"<ul>{ideas}</ul>" if ideas else "none"
            rows.append([links.short(slug), inline(name), status, (one.get("tries", 0),), shown])
    heads = ("Lesson", "Check", "Now", "Wrong tries", "Ideas behind the wrong tries")
    if not rows:
        return ""
    passed = sum(row[2] == "passed" for row in rows)
    shown = folded("Every check with the ideas behind wrong tries", table("Checks that you tried", heads, rows))
    return (
        f"<h2>Checks</h2><p>{passed} of the {len(rows)} checks that you tried are passed. A wrong try names the idea "
        f"behind it.</p>{shown}"
    )


def open_items(state, texts, links):
    """Return sentences (HTML): checks that were tried and not passed, polls that went against what the lesson found."""
    said = []
    for slug in sorted(state["lessons"]):
        for name, one in sorted(_kept(state, slug, "checks").items()):
            if not one.get("passed"):
                idea = _misconception(texts.get(slug, {}), name, one.get("last", ""))
                said.append(f"{links.lesson(slug)}, check {inline(name)}: not passed yet. {inline(idea)}")
        poll, exit = texts.get(slug, {}).get("poll", {}), _kept(state, slug, "polls").get("exit", {})
        if poll.get("right") and exit.get("choice") and exit["choice"] != poll["right"]:
            said.append(
                f"{links.lesson(slug)}, poll: at the end you chose another answer than the one that the lesson found "
                "reasons for. Read its worked example again."
            )
    return said


def polls(state, texts, links):
    """Return the table of polls: what was chosen before and after, and what the lesson speaks for."""
    rows = []
    for slug in sorted(state["lessons"]):
        kept, poll = _kept(state, slug, "polls"), texts.get(slug, {}).get("poll", {})
        if not kept:
            continue
        names = {option["id"]: option["text"] for option in poll.get("options", [])}

        def chosen(place, kept=kept, names=names):
            choice = str(kept.get(place, {}).get("choice", ""))
            return inline(f"{choice}. {names[choice]}" if choice in names else choice or "no answer")

        right = poll.get("right")
        end, start = kept.get("exit", {}).get("choice"), kept.get("start", {}).get("choice")
        change = "" if end is None or start is None else " (kept)" if end == start else " (changed)"
        speaks = inline(f"{right}. {names[right]}") if right in names and end is not None else "after the exit ticket"
        rows.append([links.short(slug), chosen("start"), chosen("exit") + change, speaks])
    heads = ("Lesson", "At the start", "At the end", "The lesson speaks for")
    return "<h2>Polls, before and after</h2>" + table("Your poll answers", heads, rows) if rows else ""


def quizzes(planned, today, links):
    """Return the table of quiz questions with the day on which each comes again."""
    rows = []
    order = sorted(planned, key=lambda one: (one["lesson"], one["part"] == "exit", one["number"]))
    for one in order:
        again = "today" if one["due"] <= today else day(one["due"])
        where = f"{one['part']} {one['number']}"
        last = f"{'right' if one['right'] else 'not right'}, {day(one['last'])}"
        rows.append([links.short(one["lesson"]), where, last, (f"{one['rung']} of 5",), again])
    heads = ("Lesson", "Question", "Last answer", "Step", "Comes again")
    if not rows:
        return ""
    right = sum(one["right"] for one in planned)
    return (
        f"<h2>Quiz questions</h2><p>{len(rows)} questions are answered; the last answer was right for {right} of them."
        f"</p>{folded('Every question and when it comes again', table('Answers to quiz questions', heads, rows))}"
    )


def predictions(found, links):
    """Return the table of guesses and results."""
    rows = []
    for one in found:
        unit, digits = one["unit"], one["decimals"]
        if one["error"] is None:
            guess, result, sure = one["guess"], one["result"], one["sure"]
            end = ("right" if one["right"] else "other") + (f", {number(sure)} % sure" if sure is not None else "")
        else:
            guess, result = with_unit(one["guess"], unit, digits), with_unit(one["result"], unit, digits)
            size = with_unit(abs(one["error"]), unit, digits)
            end = "the same" if not one["error"] else f"{size} too {'high' if one['error'] > 0 else 'low'}"
        rows.append([links.short(one["lesson"]), inline(one["question"]), *map(inline, (guess, result, end))])
    return table("Guesses beside results", ("Lesson", "Prediction", "Your guess", "Result", "Difference"), rows)


def sureness(bins):
    """Return the numbers of the reliability picture."""
    rows = []
    for sure, right, of in bins:
        low, high = wilson(right, of)
        rows.append([f"{sure:.0f} %", (f"{right} of {of}",), (f"{100 * low:.0f} to {100 * high:.0f} %",)])
    return table("Sureness and being right", ("Sure on average", "Right", "95 % interval"), rows)
