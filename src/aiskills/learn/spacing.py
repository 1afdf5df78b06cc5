"""When a question is worth answering again: growing gaps after right answers, the start again after a wrong one.

Questions recalled on different days are kept longer than questions recalled in one sitting (Latimier, Peyre and Ramus
2021, a meta-analysis, doi:10.1007/s10648-020-09572-8: g = 0.74). Growing gaps end no better than equal ones (the same
paper), but keep more in mind on the way (Kang and others 2014, doi:10.3758/s13423-014-0636-z). The days of LADDER are
our choice: each gap is about twice the one before. Back to the start after a wrong answer: Leitner's box of cards.
"""

from datetime import date, timedelta

from . import progress
from .messages import Message
from .progress_events import when

LADDER = (1, 3, 7, 16, 35)  # days


def schedule(answers):
    """Return (rung, due) after `answers`, pairs (date, right) in the order of time; due is None without an answer.

    A right answer on the due day or later climbs one rung: the question comes again after that many days of LADDER. A
    right answer before its day changes nothing. A wrong one makes the question due on the same day, from the start.
    """
    rung, due = 0, None
    for day, right in answers:
        if not right:
            rung, due = 0, day
        elif due is None or day >= due:
            rung = min(rung + 1, len(LADDER))
            due = day + timedelta(days=LADDER[rung - 1])
    return rung, due


def questions(texts):
    """Yield (part, number from 1, question, name under which it is kept) of a lesson's texts."""
    from .quizzes import key

    for part in ("recall", "exit"):
        for n, question in enumerate(texts.get(part, []), 1):
            yield part, n, question, key(part, question)


def plan(state, lessons, today):
    """Return the answered questions that the lessons still have, most urgent first, as a list of dicts.

    Keys: lesson, part, number, question, name, rung (0 to 5), due and last (dates), right (of the last answer).
    `lessons` is {slug: texts}; `today` is a date.
    """
    found = []
    for slug, texts in lessons.items():
        kept = state["lessons"].get(slug, {}).get("quizzes", {})
        for part, n, question, name in questions(texts):
            rows = [(when(row[0]), row[2] is True) for row in kept.get(name, {}).get("history", []) if len(row) > 2]
            answers = [(time.date(), right) for time, right in rows if time]
            if not answers:
                continue
            rung, due = schedule(answers)
            found.append(
                {
                    "lesson": slug,
                    "part": part,
                    "number": n,
                    "question": question,
                    "name": name,
                    "rung": rung,
                    "due": due,
                    "last": answers[-1][0],
                    "right": answers[-1][1],
                }
            )
    return sorted(found, key=lambda one: (one["due"], one["right"], one["lesson"], one["part"], one["number"]))


def revise(n=5, today=None):
    """Return a quiz of the `n` questions that are most due today; what you answer is kept with their lessons."""
    from .loader import all_texts
    from .quizzes import Quiz

    today = today or when(progress.now()).date()
    planned = plan(progress.state(), all_texts(), today)
    due = [one for one in planned if one["due"] <= today][:n]
    if due:
        return Quiz("revise", [one["question"] for one in due], keys=[(one["lesson"], one["name"]) for one in due])
    if not planned:
        return Message(
            "No answers are kept yet. Answer the questions of a lesson first; then come back on another day."
        )
    return Message(f"Nothing is due today. The next question is due on {day(planned[0]['due'])}.")


def day(value: date):
    """Return a date in words, as in `3 April 2026`."""
    return f"{value.day} {value:%B %Y}"
