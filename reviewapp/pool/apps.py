from django.apps import AppConfig

from reviewapp.audit.append_only import register


class PoolConfig(AppConfig):
    name = "reviewapp.pool"

    def ready(self) -> None:
        register("pool_evaluation")
