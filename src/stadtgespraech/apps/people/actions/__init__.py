"""Changing accounts, roles and units."""

from stadtgespraech.apps.people.actions.account import (
    change_account,
    delete_account,
    delete_expired_sessions,
    delete_unconfirmed_accounts,
    end_sessions,
)
from stadtgespraech.apps.people.actions.roles import (
    block_person,
    create_administrator,
    end_role,
    give_role,
    invite_person,
    password_link,
    reset_second_factor,
    unblock_person,
)
from stadtgespraech.apps.people.actions.units import change_unit

__all__ = [
    "block_person",
    "change_account",
    "change_unit",
    "create_administrator",
    "delete_account",
    "delete_expired_sessions",
    "delete_unconfirmed_accounts",
    "end_role",
    "end_sessions",
    "give_role",
    "invite_person",
    "password_link",
    "reset_second_factor",
    "unblock_person",
]
