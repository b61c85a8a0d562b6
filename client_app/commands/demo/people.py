"""The invented people of the demo. Every name is made up, and every number is one that is reserved for fiction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from client_app.domain.answers import Answer
from client_app.domain.plans import SafetyPlan
from client_app.domain.quiet_plans import NamedPerson, Occasion, QuietPlan, Step, Wish
from client_app.domain.roles import Role

PASSWORD = "calm-river-morning"  # noqa: S105 - everybody's, and printed: nobody here is real
ZONE = "America/Chicago"
COUNSELOR, OTHER_COUNSELOR = "counselor@demo.example", "counselor2@demo.example"
PARTICIPANT, PARTICIPANT_IN_SPANISH = "participant@demo.example", "participante@demo.example"
FAMILY_MEMBER, DIRECTOR = "family@demo.example", "director@demo.example"


@dataclass(frozen=True)
class Staff:
    """Somebody of the care team, or of a family."""

    email: str
    name: str
    role: Role


STAFF = (
    Staff(COUNSELOR, "Carmen Reyes", Role.COUNSELOR),
    Staff(OTHER_COUNSELOR, "Daniel Okafor", Role.COUNSELOR),
    Staff(FAMILY_MEMBER, "Elena Torres", Role.FAMILY_MEMBER),
)
THE_LAST = Staff(DIRECTOR, "Priya Nair", Role.DIRECTOR)
"""Added when all the rest is there: without her, the data was interrupted while it was made."""


@dataclass(frozen=True, kw_only=True)
class Participant:
    """Somebody in recovery, and six weeks of theirs."""

    email: str
    name: str
    phone: str
    counselor: str
    at: time
    """When they usually check in, by the program's clock."""
    cravings: str
    """A figure per day, a dot where there was no check-in; the last is yesterday's, the first begins the enrollment."""
    triggers: Sequence[str]
    strategies: Sequence[str]
    language: str = "en"
    takes_medication: bool = False
    reasons: Sequence[str] = ()
    plan: SafetyPlan | None = None
    quiet_plan: QuietPlan | None = None
    said: Mapping[int, Mapping[str, Answer]] = field(default_factory=dict)
    """What they answered otherwise, by how many days ago."""

    @property
    def days(self) -> str:
        """The figures without the gaps between the weeks."""
        return self.cravings.replace(" ", "")


MAYA = Participant(
    email=PARTICIPANT,
    name="Maya Torres",
    phone="312-555-0142",
    counselor=COUNSELOR,
    at=time(7, 40),
    cravings="776787. 7.67666 5675.55 4465454 .343453 343233.",
    triggers=("stress", "people", "payday"),
    strategies=(
        "Walk Biscuit around the block",
        "Call my sister Elena",
        "Cold water on my face",
        "Play the old records",
    ),
    takes_medication=True,
    reasons=("Being there when my son wakes up", "Going back to my job at the bakery"),
    plan=SafetyPlan(
        warning_signs="I stop answering messages. I lie awake and count what went wrong.",
        own_steps="Walk with Biscuit. Take a shower. Put on a record and sing along.",
        people_and_places="The bakery in the morning. My sister's kitchen. The bench by the river.",
        people_to_ask="Elena, 312-555-0163. My neighbor June, 312-555-0118.",
        professionals="Carmen at the program, 312-555-0100. 988 at any hour.",
        safe_surroundings="Elena keeps the pills and brings two days at a time.",
    ),
    quiet_plan=QuietPlan(
        steps={
            Occasion.ONE_DAY: Step(Wish.LEAVE_ME_BE, "I may just be tired."),
            Occasion.TWO_DAYS: Step(Wish.CALL_ME, "Before 2, not while I am at the bakery."),
            Occasion.THREE_DAYS: Step(Wish.CALL_SOMEBODY, "She has a key."),
            Occasion.MISSED: Step(Wish.TEXT_ME, "Ask me what got in the way."),
        },
        never="the bakery",
        named=NamedPerson("Elena", "312-555-0163", "my sister"),
    ),
    said={
        20: {"call_me": "yes", "note": "Could we talk before the weekend? Payday is on Friday."},
        9: {"note": "Walked past the old corner and kept going."},
        3: {"note": "Slept through the night. First time in weeks."},
    },
)
ROSA = Participant(
    email=PARTICIPANT_IN_SPANISH,
    name="Rosa Delgado",
    phone="312-555-0127",
    counselor=OTHER_COUNSELOR,
    at=time(8, 15),
    cravings="6566565 655.655 5545454 4454444 .433433 323323.",
    triggers=("lonely", "conflict", "pain"),
    strategies=("Rezar un rato", "Llamar a mi comadre Lupe", "Regar las plantas"),
    language="es",
    reasons=("Ver crecer a mis nietas", "Volver a cantar en el coro"),
    plan=SafetyPlan(
        warning_signs="Dejo de comer con los demás. Me quedo en la cama de día.",
        own_steps="Regar las plantas. Rezar. Oír la radio.",
        people_and_places="El coro los jueves. La casa de Lupe.",
        people_to_ask="Lupe, 312-555-0185. Mi hija Ana, 312-555-0139.",
        professionals="Daniel en el programa, 312-555-0100. El 988, a toda hora.",
        safe_surroundings="Mi hija guarda las pastillas bajo llave.",
    ),
    said={
        12: {"home_safe": "no", "note": "Mi hermano volvió a tomar en la casa."},
        4: {"note": "Hoy canté con el coro."},
    },
)
ANDRE = Participant(
    email="andre@demo.example",
    name="Andre Williams",
    phone="312-555-0171",
    counselor=COUNSELOR,
    at=time(21, 10),
    cravings="5544545 4454.44 4343343 3343333 4334343 3343433",
    triggers=("boredom", "celebration"),
    strategies=("Shoot hoops", "Text the group"),
    takes_medication=True,
    said={
        18: {"used": "yes", "used_what": ("alcohol",), "note": "Two beers at the wedding. I left early."},
        3: {"medication": "missed"},
        2: {"medication": "missed"},
    },
)
BETH = Participant(
    email="beth@demo.example",
    name="Beth Larsen",
    phone="312-555-0109",
    counselor=COUNSELOR,
    at=time(7, 5),
    cravings="4343323 3332323 2232223 222.222 1221212 2112111",
    triggers=("stress",),
    strategies=("Swim before work", "Write three lines"),
    reasons=("Six months by my birthday",),
    said={6: {"note": "My daughter and I cooked together."}},
)
CHRIS = Participant(
    email="chris@demo.example",
    name="Chris Nguyen",
    phone="312-555-0156",
    counselor=COUNSELOR,
    at=time(18, 40),
    cravings="6565656 5545555 4444544 4343444 3343334 3444568",
    triggers=("place", "saw_drug", "people"),
    strategies=("Take the other bus", "Call my sponsor"),
    said={1: {"triggers": ("people", "saw_drug"), "note": "An old friend moved in next door."}},
)
DANA = Participant(
    email="dana@demo.example",
    name="Dana Kowalski",
    phone="312-555-0134",
    counselor=COUNSELOR,
    at=time(17, 30),
    cravings="5565565 5455554 5545545 4554545 4545444 4454555",
    triggers=("lonely", "stress"),
    strategies=("Knit", "Sit on the porch"),
    said={
        4: {"mood": 2, "sleep": 2},
        3: {"mood": 2, "sleep": 1},
        2: {"mood": 2, "sleep": 2, "confidence": 3, "note": "Everything feels heavy."},
        1: {"mood": 3},
    },
)
ELI = Participant(
    email="eli@demo.example",
    name="Eli Brooks",
    phone="312-555-0193",
    counselor=OTHER_COUNSELOR,
    at=time(19, 20),
    cravings="87 8787776 6667655",
    triggers=("payday", "out_of_the_blue"),
    strategies=("Ride my bike", "Breathe by the window"),
    said={1: {"call_me": "yes", "note": "I have a job interview on Friday and want to talk it through."}},
)
FERNANDO = Participant(
    email="fernando@demo.example",
    name="Fernando Ruiz",
    phone="312-555-0112",
    counselor=OTHER_COUNSELOR,
    at=time(12, 30),
    cravings="7676766 6665.66 5565556 5554554 5545445 44..434",
    triggers=("conflict", "boredom"),
    strategies=("Salir a caminar", "Arreglar la bici"),
    language="es",
    said={3: {"note": "Tuve gripe y no tenía el teléfono."}},
)
GRACE = Participant(
    email="grace@demo.example",
    name="Grace Thompson",
    phone="312-555-0148",
    counselor=OTHER_COUNSELOR,
    at=time(8, 50),
    cravings="7677767 6776767 6568766 5565554 5454454 4344343",
    triggers=("pain", "lonely"),
    strategies=("Hold something warm", "Sit with my sister"),
    takes_medication=True,
    plan=SafetyPlan(
        warning_signs="Pain at night, and thinking that I am a burden.",
        own_steps="Hold something warm. Slow breathing with the light on.",
        people_and_places="The reading room of the library.",
        people_to_ask="My sister Joan, 312-555-0177.",
        professionals="Daniel at the program, 312-555-0100. 988 at any hour.",
        safe_surroundings="Joan has the pills in her house.",
    ),
    said={24: {"safety": "active", "safe_now": "yes", "mood": 1, "sleep": 1}},
)
PARTICIPANTS = (MAYA, ROSA, ANDRE, BETH, CHRIS, DANA, ELI, FERNANDO, GRACE)
