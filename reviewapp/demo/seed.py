"""Everything that stands in a fresh demo: people, pools, and two studies."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from reviewapp.accounts.models import User
from reviewapp.demo.cast import add_cast, make_passwords, read_passwords
from reviewapp.demo.pools import fill_pools, find_real_ecgs
from reviewapp.demo.showcase import show_finished_study, show_open_study


def seed(folder: Path, *, offline: bool, say: Callable[[str], None]) -> dict[str, str]:
    """Migrate, and fill an empty database whole or not at all; the passwords by username.

    A demo that is there already is left as it is.
    """
    call_command("migrate", verbosity=0)
    if User.objects.exists():
        say("The demo is here already, with all that was read in it.")
        return read_passwords(folder)
    real_ecgs = find_real_ecgs(folder, offline=offline, say=say)
    passwords = make_passwords(folder)
    say("Making people, pools and two studies ...")
    with transaction.atomic():
        people = add_cast(passwords)
        sources, synthetic = fill_pools(people["rasmus"], real_ecgs)
        show_finished_study(people, sources, synthetic)
        show_open_study(people, sources)
    return passwords
