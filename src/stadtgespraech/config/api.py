"""The JSON API: one NinjaAPI, one router per app, errors in one shape."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from stadtgespraech.core.errors import HouseError

api = NinjaAPI(
    title="Stadtgespräch",
    version="1.0.0",
    description="Read everything that is public: the strategy, the dialogue, indicators and council papers.",
    urls_namespace="api",
    docs_url=None,  # the interactive page would load third-party scripts; opendata has a page of its own
    openapi_url="openapi.json",
)


@api.exception_handler(HouseError)
def on_house_error(request: HttpRequest, error: HouseError) -> HttpResponse:
    return api.create_response(request, {"code": error.code, "message": str(error.message)}, status=error.status)


@api.exception_handler(ValidationError)
def on_invalid_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = [{"where": ".".join(str(part) for part in item["loc"]), "what": item["msg"]} for item in error.errors]
    return api.create_response(
        request, {"code": "invalid-input", "message": "The request is not valid.", "problems": problems}, status=422
    )


def add_routers() -> None:
    """Attach every app's router (called once, below)."""
    from stadtgespraech.apps.council.api import router as council
    from stadtgespraech.apps.dialogue.api import router as dialogue
    from stadtgespraech.apps.indicators.api import router as indicators
    from stadtgespraech.apps.people.api import router as people
    from stadtgespraech.apps.strategy.api import router as strategy

    for name, router in {
        "people": people,
        "dialogue": dialogue,
        "strategy": strategy,
        "indicators": indicators,
        "council": council,
    }.items():
        api.add_router("", router, tags=[name])


add_routers()
