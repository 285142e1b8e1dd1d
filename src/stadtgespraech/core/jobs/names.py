"""Jobs and their names: ``"people.erase_account"`` is ``erase_account`` in the tasks.py of the app ``people``."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, overload

import django_tasks
from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django_tasks.base import Task

# A plain name: the functions take anything JSON can hold.
Job = Task[..., Any]
Function = Callable[..., Any]


class UnknownJob(LookupError):
    """No app has a job of this name."""


@dataclass(frozen=True)
class JobOptions:
    """How a job is run.

    Attributes:
        retries: how often a failed job is tried again.
        one_transaction: the job's changes and its "done" mark are committed together, so that a job which
            only writes to the database runs exactly once, whatever dies. Switch it off for jobs that take
            more than a second or talk to somebody outside; these must bear being run twice.
        every: run it by the clock, at whole multiples of this duration since 1970 (UTC).
        daily_at: run it by the clock, once a day at this local time.
    """

    retries: int = 5
    one_transaction: bool = True
    every: timedelta | None = None
    daily_at: time | None = None

    @property
    def by_the_clock(self) -> bool:
        return self.every is not None or self.daily_at is not None


_options: dict[str, JobOptions] = {}


@overload
def job(function: Function) -> Job: ...
@overload
def job(
    *, retries: int = ..., one_transaction: bool = ..., every: timedelta | None = ..., daily_at: time | None = ...
) -> Callable[[Function], Job]: ...
def job(function: Function | None = None, **options: Any) -> Job | Callable[[Function], Job]:
    """Make a function in an app's tasks.py a job. For the options see ``JobOptions``."""
    chosen = JobOptions(**options)

    def decorate(function: Function) -> Job:
        made: Job = django_tasks.task(function)
        _options[made.module_path] = chosen
        return made

    return decorate(function) if function is not None else decorate


def options_of(path: str) -> JobOptions:
    """Options of the job whose function has this dotted path."""
    return _options.get(path, JobOptions())


def find(name: str) -> Job:
    """The job behind a name.

    Raises:
        UnknownJob: there is no such app, or its tasks.py has no such job.
    """
    label, _, function = name.partition(".")
    config = apps.app_configs.get(label)
    if (
        config is not None
        and config.name.startswith("stadtgespraech.")
        and module_has_submodule(config.module, "tasks")
    ):
        found = getattr(importlib.import_module(f"{config.name}.tasks"), function, None)
        if isinstance(found, Task):
            return found
    raise UnknownJob(
        f"There is no job {name!r}: expected a function {function!r} marked with @jobs.job in the tasks.py of {label!r}."
    )


def enqueue(name: str, **arguments: Any) -> str:
    """Queue a job in the caller's transaction: it exists if and only if the change that asked for it does.

    Args:
        arguments: JSON values. Pass ids, not personal data.
    Returns:
        The queued job's id.
    Raises:
        UnknownJob: no such job.
    """
    return find(name).enqueue(**arguments).id


def known_names() -> list[str]:
    """Every job's name, sorted."""
    return sorted(all_jobs())


def all_jobs() -> dict[str, Job]:
    """Every job of the house by name."""
    found: dict[str, Job] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("stadtgespraech.") and module_has_submodule(config.module, "tasks"):
            module = importlib.import_module(f"{config.name}.tasks")
            jobs = {name: value for name, value in vars(module).items() if isinstance(value, Task)}
            own = {name: value for name, value in jobs.items() if value.func.__module__ == module.__name__}
            found |= {f"{config.label}.{name}": value for name, value in own.items()}
    return found
