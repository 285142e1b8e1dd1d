from typing import Any

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "stadtgespraech.apps.following"
    label = "following"

    def ready(self) -> None:
        from stadtgespraech.apps.following import boxes, rules  # noqa: F401 -- they register themselves

        boxes.register()
        _register_own_data()


def _register_own_data() -> None:
    from stadtgespraech.apps.following import actions, queries
    from stadtgespraech.apps.people import own_data

    def forget(person: Any, now: Any) -> None:
        for address in {person.email, *person.emailaddress_set.values_list("email", flat=True)}:
            actions.forget_address(email=address, now=now)

    # What the same person follows as a guest, with their address only.
    own_data.register("follows_by_mail", lambda person: queries.data_of_address(person.email), erase=forget)
    # Whoever has the token can change the follow; the fingerprints say nothing to anybody.
    own_data.hide("following.Follow", "token", "told")
