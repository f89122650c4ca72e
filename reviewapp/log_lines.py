"""Log lines that nobody outside can forge: what a client sent stays within its line."""

import logging

ESCAPED = {code: f"\\x{code:02x}" for code in (*range(32), 127)}


class OneLineFormatter(logging.Formatter):
    """Escapes control characters in the message; a traceback below it keeps its lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        return super().formatMessage(record).translate(ESCAPED)
