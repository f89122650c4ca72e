"""Log lines that nobody outside can forge, and that open no door to whoever reads them."""

import logging
import re

ESCAPED = {code: f"\\x{code:02x}" for code in (*range(32), 127)}

INVITATION = re.compile(r"(/invitations/)[\w-]+")


class OneLineFormatter(logging.Formatter):
    """Escapes control characters in the message; a traceback below it keeps its lines.

    An address that lets its holder in, an invitation, loses its token.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        line = super().formatMessage(record).translate(ESCAPED)
        return INVITATION.sub(r"\1...", line)
