"""The database backend that `MUSTER_DATABASE_URL=sqlite:///…` uses."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from muster.journal.pen import Pen, PenNotFree, pen_of

USUAL_PATIENCE_SECONDS = 20.0
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Connection(base.DatabaseWrapper):
    """Transactions hold the pen from BEGIN to COMMIT, single statements while they run."""

    _pen: Pen | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self.take_pen()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self.give_pen()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self.give_pen()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self.give_pen()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self.give_pen()

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=self._new_cursor)

    def _new_cursor(self, connection: Any) -> Any:
        cursor = WritingCursor(connection)
        cursor.wrapper = self
        return cursor

    def take_pen(self) -> None:
        if self._pen is not None or self.is_in_memory_db():
            return
        pen = pen_of(str(self.settings_dict["NAME"]))
        patience = self.settings_dict["OPTIONS"].get("timeout", USUAL_PATIENCE_SECONDS)
        try:
            pen.take(patience)
        except PenNotFree as error:
            raise OperationalError("database is locked") from error
        self._pen = pen

    def give_pen(self) -> None:
        pen, self._pen = self._pen, None
        if pen is not None:
            pen.give()


class WritingCursor(base.SQLiteCursorWrapper):
    """Takes the pen for a statement that writes outside a transaction."""

    wrapper: Connection

    def execute(self, query: str, params: Any = None) -> Any:
        if not self._writes_alone(query):
            return super().execute(query, params)
        self.wrapper.take_pen()
        try:
            return super().execute(query, params)
        finally:
            self.wrapper.give_pen()

    def executemany(self, query: str, param_list: Any) -> Any:
        if not self._writes_alone(query):
            return super().executemany(query, param_list)
        self.wrapper.take_pen()
        try:
            return super().executemany(query, param_list)
        finally:
            self.wrapper.give_pen()

    def _writes_alone(self, query: str) -> bool:
        return not self.connection.in_transaction and query.startswith(WRITING)


# The name under which Django looks for it.
DatabaseWrapper = Connection
