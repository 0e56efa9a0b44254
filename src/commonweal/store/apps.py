"""The Django application: one app, one migration history."""

from django.apps import AppConfig
from django.conf import settings

from commonweal.content.load import use


class StoreConfig(AppConfig):
    name = "commonweal.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms are made from the shipped content and from the folders that are set."""
        use(settings.CONTENT)
