from django.apps import AppConfig

from reviewapp.audit.append_only import register


class ResultsConfig(AppConfig):
    name = "reviewapp.results"

    def ready(self) -> None:
        register("results_storedanalysis")
