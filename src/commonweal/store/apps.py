"""The Django application: one app, one migration history."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "commonweal.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
