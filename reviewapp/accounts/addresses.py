"""Where a request comes from, when proxies stand in between."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of TRUSTED_PROXIES saw.

    Each proxy appends the address it was called from to X-Forwarded-For, so only as many entries
    from the right as there are proxies of ours can be believed; the rest anyone can forge.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    hops: int = settings.TRUSTED_PROXIES
    return forwarded[-hops] if 0 < hops <= len(forwarded) else direct
