from django.apps import AppConfig

from reviewapp.audit.append_only import register


class ReadingsConfig(AppConfig):
    name = "reviewapp.readings"

    def ready(self) -> None:
        register("readings_lockedstep", "readings_reading", "readings_score", "readings_timing")
