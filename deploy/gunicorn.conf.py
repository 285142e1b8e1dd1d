"""The web server, in the demo, in tests and in a city alike. Where it listens is given by --bind.

The number of processes comes from WEB_CONCURRENCY (gunicorn's own variable; two if it is not set).
"""

import gc
import os
from pathlib import Path

wsgi_app = "stadtgespraech.config.wsgi:application"
proc_name = "stadtgespraech"

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# A page is a matter of the processor: more threads would only take it from one another. Two, so that a reader does
# not wait for somebody else's upload.
threads = 2
# Load once, then fork: a faster start, and pages of memory are shared.
preload_app = True

timeout = 60
# On SIGTERM running requests may finish; systemd waits a little longer (deploy/systemd).
graceful_timeout = 20
# One connection, one request, as the proxy in front asks anyway. Connections that stay open stick to the process that
# took them: measured, all readers waited for one process while the other slept, and pages came at half the rate.
keepalive = 0

# A page makes some ten thousand short-lived objects: by Python's default the collector would look through them, and
# through all of Django, dozens of times. Measured: a tenth of the time of a page.
gc.set_threshold(20_000, 20, 20)


def when_ready(_server: object) -> None:
    """What was loaded before the fork stays for ever; the collector need not look at it again."""
    gc.collect()
    gc.freeze()


# No access log: who read what is nobody's business. The proxy in front can keep one without addresses.
accesslog = None
errorlog = "-"
loglevel = "warning"

worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
control_socket_disable = True
