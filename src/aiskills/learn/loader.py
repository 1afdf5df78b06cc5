"""A lesson as its notebook sees it: recall, quiz, poll, predictions and checks, read from the lesson's own texts."""

import tomllib
from importlib import import_module
from pathlib import Path

from .messages import CourseError, Message

TEXTS = Path(__file__).with_name("lessons")


def slugs():
    """Return the slugs of all lessons that have texts, sorted."""
    return sorted(path.stem.replace("_", "-") for path in TEXTS.glob("*.toml"))


def all_texts():
    """Return {slug: texts} of all lessons."""
    return {slug: lesson(slug).texts for slug in slugs()}


def lesson(slug):
    """Return the lesson `slug`. Raises CourseError, naming the lessons there are, when there is none."""
    path = TEXTS / f"{str(slug).replace('-', '_')}.toml"
    if slug not in slugs():
        raise CourseError(f"There is no lesson {slug!r}. The course has: {', '.join(slugs()) or 'none'}.")
    try:
        return Lesson(slug, tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"The texts of the lesson {slug!r} cannot be read: {error} (file {path.name}).") from None


class Lesson:
    """One lesson: what its notebook calls. Every call returns something that shows itself; none raises."""

    def __init__(self, slug, texts, checks=None):
        """`texts` is the content of the .toml file; `checks` replaces the CHECKS of the .py file (for tests)."""
        self.slug, self.texts, self._checks = slug, texts, checks
        self.lang = texts.get("lang", "en")
        self.poll_cells = {}

    def __repr__(self):
        return (
            f"Lesson {self.slug}: {len(self.texts.get('recall', []))} recall questions, "
            f"{len(self.texts.get('exit', []))} exit questions, checks: {', '.join(self.texts.get('checks', {}))}"
        )

    @property
    def checks(self):
        """The check functions of the lesson by name."""
        if self._checks is None:
            name = f"{__package__}.lessons.{self.slug.replace('-', '_')}"
            path = TEXTS / f"{self.slug.replace('-', '_')}.py"
            self._checks = import_module(name).CHECKS if path.is_file() else {}
        return self._checks

    def recall(self):
        """Return the questions on earlier modules."""
        return self.quiz("recall")

    def quiz(self, part="exit"):
        """Return the quiz `part` ("recall" or "exit")."""
        from .quizzes import quiz

        questions = self.texts.get(part) if part in ("recall", "exit") else None
        return quiz(self.slug, part, questions, self.lang)

    def poll(self, choice=None):
        """Return the poll of the lesson; with `choice`, keep that answer without a widget."""
        from .polls import poll

        return poll(self, choice)

    def predict(self, name, *guess, sure=None):
        """Keep a guess before the result is seen. `...` keeps nothing; without a guess a field asks for one.

        `sure`, for a choice between options: how sure you are, in percent.
        """
        from .predictions import predict

        return predict(self, name, *guess, sure=sure)

    def reveal(self, name, result):
        """Set the result against the guess."""
        from .predictions import reveal

        return reveal(self, name, result)

    def check(self, name, answer=...):
        """Check an answer: "Not yet" for a blank, "Yes", or the misconception and the next hint. Never raises."""
        from .checks import CheckResult, run

        words, functions = self.texts.get("checks", {}), self.checks
        if name not in words or name not in functions:
            known = ", ".join(f"`{key}`" for key in words if key in functions) or "none"
            said = f"This lesson has no check of the name `{name}`. Its checks are: {known}."
            return CheckResult(name, "unknown", said, lang=self.lang)
        return run(self.slug, name, answer, words[name], functions[name], self.lang)

    def problems(self):
        """Return what is wrong with the lesson's texts as a list of sentences; empty when nothing is."""
        from .review import problems

        return problems(self)


def unknown(lesson, kind, name, known):
    """Return the sentence for a name that the lesson does not have."""
    names = ", ".join(f"`{key}`" for key in known) or "none"
    return Message(f"This lesson has no {kind} of the name `{name}`. It has: {names}.", lang=lesson.lang)
