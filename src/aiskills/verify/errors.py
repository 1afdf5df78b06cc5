"""Why no certificate can be taken out of a file. Each class is one outcome of a check."""


class CheckError(ValueError):
    """Base of the three. ``outcome`` is the code of the report."""

    outcome = "not-accepted"


class NotFound(CheckError):
    """The file holds no certificate."""

    outcome = "no-credential"


class Damaged(CheckError):
    """The file is cut off, broken, or inflates to more than any certificate needs."""

    outcome = "damaged"


class NotAccepted(CheckError):
    """There is something signed or said, but not in the one form that is accepted."""

    outcome = "not-accepted"
