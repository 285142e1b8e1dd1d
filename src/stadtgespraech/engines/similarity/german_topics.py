"""Words by which German texts of residents show their topic: a first guess until editors have corrected some.

One list per topic of Dortmund's dialogue; a city with other topics brings lists of its own. ``wort`` is this word with
up to three more letters ("Park", "Parks"), ``wort*`` a beginning, ``*wort`` an end, ``*wort*`` a part, also of a
compound. Umlauts may be written either way.
"""

from __future__ import annotations

from collections.abc import Mapping

LISTS = {
    "arbeitsmarkt": """
        arbeit arbeitslos* arbeitsplatz arbeitsplaetze* arbeitsmarkt* arbeitgeb* arbeitnehm* ausbildung* azubi*
        *ausbildungsplatz bewerbung* beruf* fachkraft fachkraefte* gehalt job* jobcenter kuendig* langzeitarbeitslos*
        lohn loehne mindestlohn minijob* praktik* qualifizier* schichtarbeit tarif* umschul* vollzeit teilzeit
        weiterbild* *beschaeftigt* beschaeftigung*""",
    "city": """
        city innenstadt* fussgaengerzone* einzelhandel* laden laeden geschaeft* leerstand leerstehend* kaufhaus
        kaufhaeuser* westenhellweg ostenhellweg hellweg* bruckstrasse shopping* einkauf* wochenmarkt* weihnachtsmarkt*
        gastronom* cafe restaurant* marktplatz alter-markt stadtzentrum zentrum *boulevard* ladenlokal* schaufenster*
        aufenthaltsqualitaet verweil*""",
    "digitalisierung": """
        digital* internet* online* wlan breitband* glasfaser* app apps software* open-source opendata open-data
        daten datenschutz* e-government smart* website* webseite* handy* smartphone* tablet* computer* algorithm*
        kuenstliche-intelligenz it-sicherheit* elektronisch* terminbuchung* formular* onlineantrag* portal*
        netzabdeckung mobilfunk*""",
    "einsamkeit": """
        einsam* allein alleinsein alleinleb* alleinsteh* isolation isolier* kontakt kontakte nachbarschaftshilfe*
        besuchsdienst* seniorentreff* begegnung* treffpunkt* gemeinschaft* telefonseelsorge* verwitwet* zuhoer*
        gesellschaft-leisten freundschaft* ansprechpartner* plauder*""",
    "freizeit": """
        freizeit* park parks parkanlage* westfalenpark* rombergpark* fredenbaum* phoenix-see phoenixsee* see seen
        spazier* wander* grill* picknick* ausflug* erholung* zoo tierpark* kino* garten gaerten* kleingaert*
        schrebergaert* freibad* baden hobby* spiel spiele spazierweg* gruenanlage* naherholung* hund hunde hundewiese*
        jugendtreff* feier* fest feste kirmes*""",
    "grossstadtentwicklung": """
        stadtentwicklung* grossstadt* stadtplanung* stadtteil* quartier* bebauung* flaeche flaechen*
        flaechennutzung* masterplan* nachverdicht* staedtebau* architekt* metropol* einwohnerzahl* wachstum
        brachflaeche* konversion* hochhaus* hochhaeuser* rahmenplan* stadtbild* infrastruktur* ballungsraum*
        ruhrgebiet*""",
    "innovationskultur": """
        innovat* startup* start-up* gruender* gruendung* gruendungszentrum* kreativ* ideen* experiment* labor
        labore reallabor* inkubator* hub hubs coworking* pilotprojekt* prototyp* technologiepark* technologiezentrum*
        fehlerkultur* wagnis* erfind* patent* zukunftswerkstatt*""",
    "kinder": """
        kind kinder* kita kitas kindergart* kindertages* tagesmutter* tagesmuetter* krippe* spielplatz*
        spielplaetze* schule* schueler* grundschul* schulweg* schulhof* ganztag* ogs familie* eltern* mutter vater
        baby* jugend* kinderarzt* kinderaerzt* lehrer* lehrkraft* lehrkraefte* klasse klassen klassenzimmer*
        betreuungsplatz* betreuungsplaetze* kinderwagen*""",
    "klima": """
        klima* co2* emission* treibhaus* erneuerbar* solar* photovoltaik* pv windkraft* windrad* windraeder*
        windenergie* energie* waermepumpe* fernwaerme* daemm* heizung* heizen hitze* baum baeume* *baeume begruen*
        dachbegruen* entsiegel* versiegel* umwelt* nachhaltig* oekolog* oekostrom* strom stromnetz* wasserstoff*
        erdgas* gasheizung* kohle* atomkraft* akw biomasse* speicher* verbrauch* ressourcen* naturschutz* artenvielfalt
        biodiversitaet* starkregen* regenwasser* hochwasser*""",
    "kultur": """
        kultur* theater* museum* museen* konzert* konzerthaus* oper opern* musik* kunst kuenstler* ausstellung*
        buecherei* bibliothek* literatur* lesung* festival* tanz* chor choere* atelier* galerie* denkmal* denkmaeler*
        industriekultur* dortmunder-u buehne* probenraum* proberaum* proberaeume* soziokultur* volkshochschule*""",
    "mobilitaet": """
        mobilitaet* verkehr* *verkehr rad *rad raeder fahrrad* fahrraed* radfahr* radler* radel* radweg* radwege*
        *radweg *radwege* radstreifen* radspur* schutzstreifen* fahrradstrasse* radverkehr* radschnell* rs1 bus busse*
        bushalt* bahn *bahn strassenbahn* stadtbahn* u-bahn* s-bahn* oepnv nahverkehr* haltestelle* ticket* fahrplan*
        takt auto autos *auto autofahr* pkw lkw parkplatz* parkplaetze* parken parkend* zugeparkt* geparkt*
        falschparker* ampel* *ampel ampelschaltung* kreuzung* *kreuzung kreisverkehr* fahrbahn* fahrspur* strasse*
        *strasse gehweg* *gehweg* buergersteig* fussgaenger* zebrastreifen* tempo* stau staus e-scooter* e-roller*
        e-bike* carsharing* einbahnstrasse* abbieg* linksabbieg* rechtsabbieg* bordstein* schlagloch* schlagloecher*
        fahren faehrt vorfahrt* ueberhol* rueckstau* bruecke* unterfuehrung* tunnel* spur radfahren""",
    "nordwaerts": """
        nordwaerts* nordstadt* noerdlich* norden eving* scharnhorst* mengede* huckarde* innenstadt-nord* westerfilde*
        bodelschwingh* brambauer* kokerei-hansa hansa-kokerei* hafen* hafenquartier* borsigplatz* nordmarkt* deusen*
        derne* kirchderne* lanstrop* luetgendortmund*""",
    "sauberkeit": """
        sauber* muell* *muell abfall* abfaelle* dreck* schmutz* verschmutz* vermuell* edg sperrmuell* mulleimer*
        muelleimer* papierkorb* papierkoerbe* strassenreinigung* reinig* glasscherb* scherben zigarettenkippe* kippen
        hundekot* ratten taubenkot* toilette* graffiti* schmierer* unrat wertstoff* recyclinghof* container* putz*
        verdreckt* gestank stinkt""",
    "sicherheit": """
        sicherheit* unsicher* polizei* ordnungsamt* kriminal* straftat* diebstahl* diebstaehle* einbruch* einbrueche*
        ueberfall* gewalt* angst angstraum* angstraeume* drogen* dealer* beleucht* dunkel* video* ueberwachung* kamera*
        belaestig* feuerwehr* rettungsdienst* katastroph* unfall* unfaelle* gefahr* gefaehr* bedroh* waffe*
        streife* schutzmann*""",
    "sport": """
        sport* sportplatz* sportplaetze* sportverein* fussball* bvb borussia* stadion* turnhalle* sporthalle*
        schwimm* hallenbad* schwimmbad* schwimmbaeder* joggen jogging* laufstrecke* fitness* basketball* handball*
        tennis* turnen kunstrasen* skate* skatepark* bolzplatz* bolzplaetze* calisthenics* eishalle* trainer*
        training* e-sport* klettern kletterhalle*""",
    "standortentwicklung": """
        standort* wirtschaft* gewerbe* gewerbegebiet* gewerbeflaeche* industrie* unternehm* firma firmen* betrieb
        betriebe* ansiedlung* ansiedel* investor* investition* logistik* handwerk* mittelstand* flughafen* messe messen
        westfalenhalle* wirtschaftsfoerderung* phoenix-west stadtkrone* gewerbesteuer* konzern* branche*""",
    "teilhabe": """
        teilhabe* beteilig* buergerbeteilig* mitbestimm* mitreden demokrat* wahl wahlen waehlen inklusi* barrierefrei*
        behinder* rollstuhl* rollator* blind* gehoerlos* leichte-sprache migra* gefluechtet* fluechtling* integration*
        integrier* diskrimini* rassis* queer* gleichberechtig* armut arm arme* buergergeld* sozialticket* ehrenamt*
        engagement* vielfalt* chancen* chancengleich* buergerforum* gerecht* aeltere* senioren* seniorinnen*""",
    "wissenschaft-und-forschung": """
        wissenschaft* forsch* universitaet* uni unis hochschul* fachhochschul* tu student* studier* studium campus*
        institut* fraunhofer* max-planck* professor* promotion* doktorand* labor labore studie studien hoersaal*
        hoersaele* bibliothek* technische-universitaet wissenstransfer*""",
    "wohnen": """
        wohn* *wohnung *wohnungen miete* mieten mieter* mietpreis* vermiet* vermieter* vonovia dogewo* sozialwohnung*
        wohngeld* eigenheim* eigentum* einfamilienh* mehrfamilienh* neubau* neubaugebiet* bauland* baugebiet*
        genossenschaft* nebenkosten* obdachlos* wohnungslos* wohngemeinschaft* wg mehrgeneration* wohnungsbau*
        grundstueck* leerstehende-wohnung* sanier*""",
}

TOPIC_KEYWORDS: Mapping[str, tuple[str, ...]] = {topic: tuple(words.split()) for topic, words in LISTS.items()}
