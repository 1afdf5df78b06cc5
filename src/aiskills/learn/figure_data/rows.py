"""The table of a figure whose one axis names things: a row for each name, columns for the values of each series."""

from __future__ import annotations

import numpy as np

from .words import WORDS, Table

EACH = 12  # dots of one row that are listed one by one


def table(drawn, names, values, along, frame):
    """Return the table. names, values: the axis of names and that of values; along: "x" or "y", where values lie."""
    head = names.label or WORDS["row"]
    if any(one.base is not None for one in drawn):
        pieces = _pieces(drawn, names, along, head)
        if pieces:
            return _stacked(pieces, names, values, head, frame)
    cells, order = _cells(drawn, names, along)
    places = [place for place in names.in_order() if any((place, key) in cells for key in order)]
    if not places:
        return Table(frame.title, [], [])
    most = max(len(cell["values"]) for cell in cells.values())
    if most > 1:
        return _spread(cells, order, places, names, values, head, frame)
    return _single(cells, order, places, names, values, head, frame)


def _cells(drawn, names, along):
    """Sort points, intervals and bars over dots into cells: {(place, series): cell}, and the series in their order."""
    cells, order, loose = {}, [], []
    for one in drawn:
        value, at = (one.x, one.y) if along == "x" else (one.y, one.x)
        places = [names.name(place) if np.isfinite(place) else None for place in at]
        if (
            one.kind == "line"
            and not one.look[1]
            and len(one) == 2
            and places[0] is not None
            and places[0] == places[1]
        ):
            loose.append((one, places[0], at, value))
            continue
        key = one.name or one.look
        for n, place in enumerate(places):
            if place is None:
                continue
            cell = cells.setdefault((place, key), {"values": [], "at": [], "ends": None, "bar": None, "written": ""})
            cell["values"].append(value[n])
            cell["at"].append(at[n])
            cell["look"] = one.look
            if one.extra and one.extra[n]:
                cell["written"] = one.extra[n]
            if one.low is not None and one.along == along:
                cell["ends"] = (one.low[n], one.high[n])
            if key not in order:
                order.append(key)
    for one, place, at, value in loose:
        _take(cells, one, place, at, value)
    return _merged(cells, order)


def _take(cells, line, place, at, value):
    """A short line in a row: an interval when it runs along the values, a bar over the dots when it stands across."""
    here = [cell for (where, _), cell in cells.items() if where == place]
    if at[0] == at[1]:
        fit = [cell for cell in here if np.isclose(np.mean(cell["at"]), at[0]) and cell["ends"] is None]
        same = [cell for cell in fit if cell["look"][:1] == line.look[:1]]
        for cell in (same or fit)[:1]:
            cell["ends"] = (min(value), max(value))
    elif value[0] == value[1]:
        for cell in here[:1]:
            cell["bar"] = value[0]


def _merged(cells, order):
    """Where no row holds two series and none has a name, they are one: colours only tell the rows apart."""
    places = [place for place, _ in cells]
    if len(set(places)) == len(places) and not any(isinstance(key, str) for key in order):
        return {(place, ""): cell for (place, _), cell in cells.items()}, [""]
    return cells, order


def _single(cells, order, places, names, values, head, frame):
    """One value in each cell."""
    columns, heads = [[names.names[place] for place in places]], [head]
    like = [one for cell in cells.values() for one in (*cell["values"], *(cell["ends"] or ()))]
    single = len(order) == 1
    for number, key in enumerate(order, start=1):
        name = values.heading if single else key if isinstance(key, str) else WORDS["unnamed"].format(number=number)
        own = [cells.get((place, key)) for place in places]
        heads.append(name)
        columns.append(values.texts([cell["values"][0] if cell else np.nan for cell in own], like))
        if any(cell and cell["ends"] for cell in own):
            ends = [cell["ends"] if cell and cell["ends"] else (np.nan, np.nan) for cell in own]
            words = [WORDS["from"], WORDS["to"]]
            if not single:
                words = [WORDS[word].format(name=name) for word in ("interval from", "interval to")]
            heads += words
            columns += [values.texts([end[side] for end in ends], like) for side in (0, 1)]
        written = [cell["written"] if cell else "" for cell in own]
        if single and any(written) and not all(_only_number(text) for text in written if text):
            heads.append(WORDS["written"])
            columns.append([text or "–" for text in written])
    said = frame.title if single else frame.values(values)
    return Table(said, heads, [list(row) for row in zip(*columns, strict=True)])


def _only_number(text):
    return not any(letter.isalpha() for letter in text)


def _spread(cells, order, places, names, values, head, frame):
    """Several dots in a cell: their number and spread, the bar over them, and each one where they are few."""
    kept = [(place, key) for place in places for key in order if (place, key) in cells]
    found = [cells[one] for one in kept]
    bars = any(cell["bar"] is not None for cell in found)
    each = max(len(cell["values"]) for cell in found) <= EACH
    several = len(order) > 1
    heads = [head, *([frame.series] if several else []), WORDS["points"]]
    heads += [WORDS[one] for one in ("smallest", "median", "largest")]
    heads += [WORDS["mean"]] * bars + [WORDS["each"]] * each
    columns = [[names.names[place] for place, _ in kept]]
    if several:
        columns.append([key if isinstance(key, str) else "–" for _, key in kept])
    columns.append([str(len(cell["values"])) for cell in found])
    like = [one for cell in found for one in cell["values"]]
    for measure in (np.min, np.median, np.max):
        columns.append(values.texts([measure(cell["values"]) for cell in found], like))
    if bars:
        columns.append(values.texts([np.nan if cell["bar"] is None else cell["bar"] for cell in found], like))
    if each:
        columns.append(["; ".join(values.texts(sorted(cell["values"]), like)) for cell in found])
    return Table(frame.values(values), heads, [list(row) for row in zip(*columns, strict=True)])


def _pieces(drawn, names, along, head):
    """Bars that begin elsewhere than at nought: (place, start, end, name) of each."""
    found = []
    for one in drawn:
        if one.kind != "bars":
            return []
        at, ends = (one.y, one.x) if along == "x" else (one.x, one.y)
        starts = np.zeros(len(one)) if one.base is None else one.base
        words = [one.name or text for text in one.inside or [""] * len(one)]
        found += [(names.name(a), *rest) for a, *rest in zip(at, starts, ends, words, strict=True)]
    return [piece for piece in found if piece[0] is not None]


def _stacked(pieces, names, values, head, frame):
    order = {place: number for number, place in enumerate(names.in_order())}
    pieces = sorted(pieces, key=lambda piece: (order[piece[0]], piece[1]))
    named = any(name for *_, name in pieces)
    columns = [[names.names[place] for place, *_ in pieces]]
    if named:
        columns.append([name or "–" for *_, name in pieces])
    columns += [values.texts([piece[n] for piece in pieces]) for n in (1, 2)]
    columns.append(values.texts([high - low for _, low, high, _ in pieces]))
    heads = [head, *([frame.series] if named else []), WORDS["from"], WORDS["to"], WORDS["length"]]
    return Table(frame.values(values), heads, [list(row) for row in zip(*columns, strict=True)])
