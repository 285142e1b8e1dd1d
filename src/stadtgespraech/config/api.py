"""The JSON API: every app's reading operations behind one door. How it answers stands in core/web/api.py."""

from stadtgespraech.apps.council.api import router as council
from stadtgespraech.apps.dialogue.api import router as dialogue
from stadtgespraech.apps.indicators.api import router as indicators
from stadtgespraech.apps.people.api import router as people
from stadtgespraech.apps.pictures.api import router as pictures
from stadtgespraech.apps.strategy.api import router as strategy
from stadtgespraech.apps.voices.api import router as voices
from stadtgespraech.core.journal.api import router as journal
from stadtgespraech.core.thread.api import router as thread
from stadtgespraech.core.web.api import HouseApi

api = HouseApi(
    title="Stadtgespräch",
    version="1.0.0",
    description=(
        "Read everything that is public: the dialogue, voices, the strategy, indicators, council papers, the red thread "
        "between them and the journal. No key is needed. Texts come in German and English; `example: true` marks "
        "made-up data. Lists come in pages: follow `next` until it is null."
    ),
    urls_namespace="api",
    docs_url=None,  # the interactive page would load third-party scripts; opendata has a page of its own
    openapi_url=None,  # HouseApi serves it, kept in memory
)

for name, router in {
    "people": people,
    "dialogue": dialogue,
    "pictures": pictures,
    "voices": voices,
    "strategy": strategy,
    "indicators": indicators,
    "council": council,
    "thread": thread,
    "journal": journal,
}.items():
    api.add_router("", router, tags=[name])
