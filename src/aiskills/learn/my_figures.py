"""The pictures of the page "my learning": inline SVG, drawn for a phone's width, in colours that both themes carry.

Each has a title that states what it shows (its text for a screen reader); the numbers stand in a table beside it.
"""

import html

from .calibration import wilson

BLUE, ORANGE = "#3d8fc9", "#d9711c"  # 3:1 or more on white and on the dark page
WIDTH = 360


def _svg(height, title, parts):
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {height}" aria-label="{html.escape(title)}" '
        'style="display:block;width:100%;max-width:34rem;height:auto" font-size="12" fill="currentColor">'
        f"{''.join(parts)}</svg>"
    )


def _text(x, y, words, anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(words)}</text>'


def _line(x1, y1, x2, y2, width=1, extra=""):
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" '
        f'stroke-width="{width}" {extra}/>'
    )


def done(rows):
    """Return bars of what is done in each lesson. `rows`: (label, done, of)."""
    parts, left, right = [], 44, WIDTH - 62
    for i, (label, count, of) in enumerate(rows):
        y, share = 8 + 26 * i, min(1.0, count / of) if of else 0
        parts.append(_text(0, y + 13, label))
        parts.append(f'<rect x="{left}" y="{y}" width="{right - left}" height="16" fill="none" stroke="currentColor"/>')
        parts.append(f'<rect x="{left}" y="{y}" width="{(right - left) * share:.1f}" height="16" fill="{BLUE}"/>')
        parts.append(_text(right + 6, y + 13, f"{count} of {of}"))
    said = "; ".join(f"{label} {count} of {of}" for label, count, of in rows)
    return _svg(16 + 26 * len(rows), f"Parts done in each lesson: {said}.", parts)


def errors(shares):
    """Return dots of the errors, as shares of the plausible range, too low on the left and too high on the right."""
    limit = max(0.1, *(abs(share) for share in shares))
    middle, half = WIDTH / 2, WIDTH / 2 - 14
    parts = [_line(10, 64, WIDTH - 10, 64), _line(middle, 14, middle, 72, 1, 'stroke-dasharray="3 3"')]
    parts += [_text(10, 12, "guess too low"), _text(WIDTH - 10, 12, "guess too high", "end")]
    taken = {}
    for share in sorted(shares):
        x = middle + half * share / limit
        level = taken[round(x / 9)] = taken.get(round(x / 9), -1) + 1
        colour, y = (ORANGE if share > 0 else BLUE), 56 - 9 * min(level, 3)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y}" r="4.5" fill="{colour}" stroke="currentColor" stroke-width="0.8"/>'
        )
    for place, words in ((-limit, f"\u2212{100 * limit:.0f} %"), (0, "0"), (limit, f"+{100 * limit:.0f} %")):
        anchor = {True: "start", False: "end"}[place < 0] if place else "middle"
        parts.append(_text(middle + half * place / limit, 82, words, anchor))
    parts.append(_text(middle, 100, "error, in percent of the plausible range", "middle"))
    high = sum(share > 0 for share in shares)
    return _svg(106, f"Errors of {len(shares)} guesses: {high} too high, {len(shares) - high} not too high.", parts)


def reliability(bins):
    """Return points of stated sureness against the share that was right, with 95 % intervals."""
    left, right, top, bottom = 44, WIDTH - 16, 12, 232

    def at(x, y):
        return left + (right - left) * x, bottom - (bottom - top) * y

    parts = [_line(*at(0, 0), *at(1, 0)), _line(*at(0, 0), *at(0, 1))]
    parts.append(_line(*at(0, 0), *at(1, 1), 1, 'stroke-dasharray="4 4"'))
    for tick in (0, 0.5, 1):
        x, y = at(tick, tick)
        parts += [
            _text(x, bottom + 15, f"{100 * tick:.0f}", "middle"),
            _text(left - 6, y + 4, f"{100 * tick:.0f}", "end"),
        ]
    parts.append(_text((left + right) / 2, bottom + 32, "how sure you were (%)", "middle"))
    parts.append(
        f'<text transform="translate(12 {(top + bottom) / 2}) rotate(-90)" text-anchor="middle">right (%)</text>'
    )
    for sure, count, of in bins:
        low, high = wilson(count, of)
        (x, y), (_, y1), (_, y2) = at(sure / 100, count / of), at(0, low), at(0, high)
        parts.append(_line(x, y1, x, y2, 2))
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{ORANGE}" stroke="currentColor"/>')
    said = "; ".join(f"{sure:.0f} % sure: {count} of {of} right" for sure, count, of in bins)
    return _svg(bottom + 40, f"Sureness and being right: {said}.", parts)
