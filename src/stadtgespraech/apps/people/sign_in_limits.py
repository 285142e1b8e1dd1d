"""How often somebody may try to sign in."""

from __future__ import annotations

from datetime import timedelta

from stadtgespraech.apps.people.limits import Limit

_HOUR, _QUARTER = timedelta(hours=1), timedelta(minutes=15)

# Mails to one address: enough for somebody who is in a muddle, too few to guess an eight-digit code.
CODES_PER_ADDRESS = Limit("codes per address", 10, _HOUR)
CODES_PER_CONNECTION = Limit("codes per connection", 100, _HOUR)
NEW_ACCOUNTS_PER_CONNECTION = Limit("new accounts per connection", 50, _HOUR)
# Only failures count.
PASSWORD_FAILURES_PER_ADDRESS = Limit("password failures per address", 10, _QUARTER)
PASSWORD_FAILURES_PER_CONNECTION = Limit("password failures per connection", 100, _QUARTER)
SECOND_FACTOR_FAILURES = Limit("second factor failures", 5, _QUARTER)
# Longer than a code of the app is good for.
SECOND_FACTOR_REMEMBERED = timedelta(minutes=5)
