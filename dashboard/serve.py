"""Run the dashboard's server until it is told to stop. On this machine only, unless an address is given."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib import import_module
from threading import Thread

import structlog
import uvicorn
from streamlit import config
from streamlit import logger as streamlit_logs

from dashboard.app import LOOPBACK, application
from desk import rulebook
from scheduler import logs
from settings import settings


def serve(host: str = "127.0.0.1", port: int = 8501, hosts: Sequence[str] = ()) -> None:
    """Serve on `host`:`port`, answering to the names in `hosts` (this machine's, when none is given)."""
    names = [*LOOPBACK, *hosts] if hosts or host in ("127.0.0.1", "localhost", "::1") else [*LOOPBACK, host]
    # the charts take seconds to load: begun here, so that the first visitor does not wait for them
    Thread(target=import_module, args=("dashboard.parts.brand_charts",), daemon=True).start()
    rulebook.begin()
    app = application(names)
    config.set_option("server.port", port)
    config.set_option("server.address", host)
    config.set_option("server.allowedHosts", [name.strip("[]") for name in names])
    _log()  # last: reading its settings, Streamlit takes hold of loggers
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)


def _log() -> None:
    """Write JSON lines: requests too, except in the demo, whose terminal is read by people."""
    logs.to_stderr()
    if settings().demo:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    streamlit_logs.init_uvicorn_logs()  # it takes the server's loggers when it starts, unless it has them
    streamlit_logs.set_log_level(logging.CRITICAL)  # it prints the words of errors; `excusing` names a page that failed
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets"):
        server = logging.getLogger(name)
        server.handlers, server.propagate = [], True
        server.setLevel(logging.WARNING)
