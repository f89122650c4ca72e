"""Where a request comes from, when proxies stand in between."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of TRUSTED_PROXIES saw.

    Each proxy appends the address it was called from to X-Forwarded-For, so only as many entries
    from the right as there are proxies of ours can be believed; the rest anyone can forge.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    seen = [*request.headers.get("X-Forwarded-For", "").split(","), direct]
    hops: int = settings.TRUSTED_PROXIES
    return (seen[-1 - hops] if hops < len(seen) else "").strip() or direct
