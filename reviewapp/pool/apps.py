from django.apps import AppConfig


class PoolConfig(AppConfig):
    name = "reviewapp.pool"
