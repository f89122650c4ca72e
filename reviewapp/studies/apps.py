from django.apps import AppConfig

from reviewapp.audit.append_only import register


class StudiesConfig(AppConfig):
    name = "reviewapp.studies"

    def ready(self) -> None:
        register("studies_presentation", "studies_leakprobe", "studies_leakwaiver")
