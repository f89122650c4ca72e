"""How gunicorn serves the app: `gunicorn reviewapp.wsgi` reads this file by itself.

The command line and GUNICORN_CMD_ARGS override every line, so a machine with more cores starts
with e.g. `gunicorn -w 8 reviewapp.wsgi`.
"""

# Two processes of four threads: measured on two cores, see docs/performance.md. One process a
# core is enough, since a page costs the processor more than it waits for the database.
workers = 2
worker_class = "gthread"
threads = 4

# A worker that is silent for a minute is replaced. Long work (an upload) happens in the worker
# thread, whose process goes on sending its heartbeat.
timeout = 60
# On a restart, requests in flight get this long to finish; a reading that is cut off all the same
# is sent again by the reader's page.
graceful_timeout = 20
# A reader thinks for longer than any sensible keep-alive; this only spans the page, its style
# sheets and its picture. Keep it above the proxy's own, if there is one.
keepalive = 5

# The app is imported once, before the workers fork: a worker that dies is replaced within
# milliseconds instead of the seconds that scipy takes to import. No database connection is open
# at that moment; each thread opens its own. The price: new code needs a restart, not a HUP.
preload_app = True
# The control socket would be one for all servers of a user, in a home folder that a container
# may not have.
control_socket_disable = True
errorlog = "-"
# No access log: addresses of case pages beside the time of day are nobody's business.
accesslog = None


def when_ready(_: object) -> None:
    """Import every view in the master as well, which Django would leave to the first request."""
    from django.urls import get_resolver  # noqa: PLC0415 (the app configures Django before this)

    assert get_resolver().url_patterns
