"""`manage.py export_study TOKEN --by USER --out FILE`: everything about a study in one zip."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission
from reviewapp.results.analysing import NotAnalysedError
from reviewapp.results.exports.delivery import Delivery, deliver_blind, deliver_study
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.membership import find_enrolment


class Command(BaseCommand):
    help = (
        "Export what USER may see of an unblinded study, as the page of results does: noted in the "
        "audit trail, and USER has seen origins from then on. --blind exports what tells none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("token", help="the study's token, as in its address")
        parser.add_argument("--by", required=True, help="username of who may see the results")
        parser.add_argument("--out", required=True, type=Path, help="the zip; must not exist yet")
        parser.add_argument("--blind", action="store_true", help="only what tells no origin")

    def handle(self, *_: Any, token: str, by: str, out: Path, blind: bool, **__: Any) -> None:
        try:
            with out.open("xb") as file:
                size = sum(file.write(piece) for piece in _delivery(token, by, blind).pieces)
        except FileExistsError as refusal:
            raise CommandError(f"{out} exists already.") from refusal
        except BaseException:
            # Half a zip looks like a whole one until somebody opens it.
            out.unlink(missing_ok=True)
            raise
        self.stdout.write(f"{out}: {size / 1e6:.1f} MB")


def _delivery(token: str, by: str, blind: bool) -> Delivery:
    user = User.objects.filter(username=by).first()
    wanted = Permission.SEE_PROGRESS if blind else Permission.SEE_RESULTS
    enrolment = find_enrolment(user, token, wanted) if user else None
    if enrolment is None:
        raise CommandError(f"There is no study {token} of which {by} may export this.")
    try:
        return deliver_blind(by=enrolment) if blind else deliver_study(by=enrolment)
    except StillBlind as refusal:
        raise CommandError("The study is not unblinded yet; see --blind.") from refusal
    except PermissionDenied as refusal:
        raise CommandError("The study is a draft: there is nothing to export.") from refusal
    except NotAnalysedError as refusal:
        raise CommandError("Analyse the study first: manage.py analyse_study.") from refusal
