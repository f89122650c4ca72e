#!/usr/bin/env python
"""Run a management command of the review app."""

import os
import secrets
import sys

from django.core.management import execute_from_command_line

OFFLINE = {"analyse_readings"}
"""Commands that sign nothing and touch no database: a bare checkout runs them, unconfigured."""

if __name__ == "__main__":
    if OFFLINE & set(sys.argv[1:2]):
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewapp.settings")
    execute_from_command_line(sys.argv)
