"""placeholder"""
from starlette.routing import Route

from connectors.sandbox.wire import World


def routes(world: World) -> list[Route]:
    return []
