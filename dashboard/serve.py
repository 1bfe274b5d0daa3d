"""Run the dashboard's server until it is told to stop. On this machine only, unless an address is given."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from threading import Thread

import uvicorn
from streamlit import config

from dashboard.app import LOOPBACK, application


def serve(host: str = "127.0.0.1", port: int = 8501, hosts: Sequence[str] = ()) -> None:
    """Serve on `host`:`port`, answering to the names in `hosts` (this machine's, when none is given)."""
    names = [*LOOPBACK, *hosts] if hosts or host in ("127.0.0.1", "localhost", "::1") else [*LOOPBACK, host]
    # the charts take seconds to load: begun here, so that the first visitor does not wait for them
    Thread(target=import_module, args=("dashboard.parts.brand_charts",), daemon=True).start()
    app = application(names)
    config.set_option("server.port", port)
    config.set_option("server.address", host)
    config.set_option("server.allowedHosts", [name.strip("[]") for name in names])
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
