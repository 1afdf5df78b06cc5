"""The institution's register: every certificate that was signed, its place in a status list, and what was revoked.

It is a database (SQLite by default, or PostgreSQL), because a lost or half-written list would make certificates that
nobody can revoke. What was signed is in it whole, so that files can be made again without signing again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

LIST_SIZE = 131_072  # entries of a status list: the least that its standard allows, so that no holder stands out

# A server that does not answer must not hold the command for minutes. Without the encoding, a database made in the "C"
# locale answers in bytes, which SQLAlchemy cannot read.
_POSTGRES = {"connect_timeout": "15", "client_encoding": "utf8"}

_tables = MetaData()

CERTIFICATES = Table(
    "certificate",
    _tables,
    Column("id", String(64), primary_key=True),
    Column("student", String(200), nullable=False),
    Column("kind", String(40), nullable=False),  # essentials, foundation-a, ...
    Column("form", String(10), nullable=False),  # badge or record
    Column("generation", Integer, nullable=False),  # 1, then one more each time it is given anew
    Column("name", String(200), nullable=False),
    Column("language", String(35), nullable=False),
    Column("issued", String(20), nullable=False),
    Column("key", String(300), nullable=False),
    Column("list", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("token", Text, nullable=False),
    Column("revoked", String(20)),
    Column("reason", Text),
    UniqueConstraint("student", "kind", "form", "generation"),
    UniqueConstraint("list", "place"),
)
LISTS = Table(
    "status_list",
    _tables,
    Column("number", Integer, primary_key=True),
    Column("did", String(300), nullable=False),
    Column("used", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("full", Boolean, nullable=False),
)
RESOLUTIONS = Table(
    "resolution",
    _tables,
    Column("key", String(64), primary_key=True),
    Column("student", String(200), nullable=False),
    Column("assignment", String(100), nullable=False),
    Column("flags", Text, nullable=False),
    Column("person", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("time", String(20), nullable=False),
)


@dataclass(frozen=True)
class Place:
    """An entry of a status list: which list, which bit."""

    list: int
    index: int


class Register:
    """The register at an SQLAlchemy address. One process writes at a time; SystemExit where it cannot be used."""

    def __init__(self, address: str) -> None:
        try:
            url = make_url(address)
        except (ArgumentError, ValueError):
            raise SystemExit(
                f"The database {address!r} in issuer.toml is not an address; an example is "
                "postgresql+psycopg://me@host/register."
            ) from None
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise SystemExit(f"The register can be kept in SQLite or PostgreSQL, not in {url.get_backend_name()!r}.")
        if url.get_backend_name() == "postgresql":
            url = url.set(drivername="postgresql+psycopg", query=_POSTGRES | dict(url.query))
        self.shown = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
        self.engine = create_engine(url)
        if url.get_backend_name() == "sqlite":
            event.listen(self.engine, "connect", _safe_sqlite)
        with self._told():
            _tables.create_all(self.engine)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _told(self):
        try:
            yield
        except SQLAlchemyError as error:
            cause = " ".join(str(getattr(error, "orig", None) or error).split())[:200].rstrip(".")
            raise SystemExit(
                f"The register {self.shown} cannot be used ({cause}). Nothing half done was kept; mend this and give "
                "the command again."
            ) from None

    @contextmanager
    def writing(self):
        """A transaction that is alone: what it reads stays true until it has written."""
        with self._told(), self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.begin()
                connection.exec_driver_sql("LOCK TABLE status_list, certificate IN SHARE ROW EXCLUSIVE MODE")
            try:
                yield connection
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def read(self, query) -> list[Any]:
        with self._told(), self.engine.connect() as connection:
            return list(connection.execute(query))

    # What was issued

    def standing(self, students: Iterable[str]) -> dict[tuple[str, str, str], Any]:
        """(student, kind, form) -> newest row, for these students; revoked ones too."""
        rows: dict[tuple[str, str, str], Any] = {}
        students = list(students)
        for start in range(0, len(students), 500):
            query = (
                select(CERTIFICATES)
                .where(CERTIFICATES.c.student.in_(students[start : start + 500]))
                .order_by(CERTIFICATES.c.generation)
            )
            for row in self.read(query):
                rows[row.student, row.kind, row.form] = row
        return rows

    def rows(self, batch: int = 500, *, tokens: bool = True) -> Iterator[Any]:
        """Every row, in the order of students, without holding them all; ``tokens``: with what was signed."""
        columns = [column for column in CERTIFICATES.c if tokens or column.name != "token"]
        order = (CERTIFICATES.c.student, CERTIFICATES.c.kind, CERTIFICATES.c.form, CERTIFICATES.c.generation)
        last: tuple | None = None
        while True:
            query = select(*columns).order_by(*order).limit(batch)
            if last is not None:
                query = query.where(_after(order, last))
            found = self.read(query)
            yield from found
            if len(found) < batch:
                return
            last = tuple(getattr(found[-1], column.name) for column in order)

    def find(self, text: str) -> list[Any]:
        """The rows with this identifier, or the beginning of one after ``urn:uuid:``, or of this student."""
        beginning = text.removeprefix("urn:uuid:").replace("%", "").replace("_", "")
        match = CERTIFICATES.c.student == text
        if len(beginning) >= 8:
            match = match | CERTIFICATES.c.id.like(f"urn:uuid:{beginning}%")
        return self.read(select(CERTIFICATES).where(match).order_by(CERTIFICATES.c.kind, CERTIFICATES.c.generation))

    def revoke(self, ids: list[str], time: str, reason: str) -> int:
        """Mark as revoked; returns how many were not yet. There is no way back: a new one is issued instead."""
        with self.writing() as connection:
            change = (
                CERTIFICATES.update()
                .where(CERTIFICATES.c.id.in_(ids), CERTIFICATES.c.revoked.is_(None))
                .values(revoked=time, reason=reason)
            )
            return connection.execute(change).rowcount

    def signed_with(self, key: str) -> int:
        """How many certificates and records that stand were signed with this key."""
        stands = (CERTIFICATES.c.key == key, CERTIFICATES.c.revoked.is_(None))
        return self.read(select(func.count()).where(*stands))[0][0]

    def counts(self) -> dict[str, int]:
        """Kind -> how many stand; and under ``revoked`` how many do not."""
        query = select(CERTIFICATES.c.kind, CERTIFICATES.c.form, CERTIFICATES.c.revoked.is_(None), func.count())
        found: dict[str, int] = {"revoked": 0}
        for kind, form, stands, number in self.read(query.group_by(*query.selected_columns[:3])):
            name = (kind if form == "badge" else f"{kind} ({form})") if stands else "revoked"
            found[name] = found.get(name, 0) + number
        return found

    # Status lists

    def places(self, connection, did: str, number: int) -> list[Place]:
        """New entries for certificates of this identifier, none of them ever given before. Call inside ``writing``.

        The order of entries within a list is mixed, so that an entry does not tell when a certificate was issued.
        """
        found: list[Place] = []
        while len(found) < number:
            row = connection.execute(select(LISTS).where(LISTS.c.did == did, ~LISTS.c.full)).first()
            if row is None:
                latest = connection.execute(select(func.max(LISTS.c.number))).scalar() or 0
                step, start = secrets.randbelow(LIST_SIZE // 2) * 2 + 1, secrets.randbelow(LIST_SIZE)
                values = {"number": latest + 1, "did": did, "used": 0, "step": step, "start": start, "full": False}
                connection.execute(LISTS.insert(), values)
                continue
            take = min(number - len(found), LIST_SIZE - row.used)
            # An odd step visits every entry once, because the size is a power of two.
            found += [
                Place(row.number, (row.start + row.step * n) % LIST_SIZE) for n in range(row.used, row.used + take)
            ]
            used = row.used + take
            connection.execute(
                LISTS.update().where(LISTS.c.number == row.number).values(used=used, full=used == LIST_SIZE)
            )
        return found

    def lists(self) -> list[Any]:
        return self.read(select(LISTS).order_by(LISTS.c.number))

    def revoked(self, number: int) -> list[int]:
        """The entries of a list whose certificates are revoked."""
        query = select(CERTIFICATES.c.place).where(CERTIFICATES.c.list == number, CERTIFICATES.c.revoked.is_not(None))
        return [row[0] for row in self.read(query)]

    # Notes of graders that a person has looked into

    def resolve(self, rows: list[dict]) -> None:
        with self.writing() as connection:
            known = select(RESOLUTIONS.c.key).where(RESOLUTIONS.c.key.in_([row["key"] for row in rows]))
            have = {row[0] for row in connection.execute(known)}
            fresh = [row for row in rows if row["key"] not in have]
            if fresh:
                connection.execute(RESOLUTIONS.insert(), fresh)

    def resolved(self) -> set[str]:
        return {row[0] for row in self.read(select(RESOLUTIONS.c.key))}


def _after(columns, values):
    """Rows that come after ``values`` in the order of ``columns``, in terms that every database knows."""
    condition = None
    for column, value in reversed(list(zip(columns, values, strict=True))):
        condition = column > value if condition is None else (column > value) | and_(column == value, condition)
    return condition


def _safe_sqlite(connection, _) -> None:
    # The driver begins no transaction by itself: `writing` does. What is committed survives a power cut.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA busy_timeout=30000")
