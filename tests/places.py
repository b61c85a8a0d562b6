"""Every page of the product with the person who looks at it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A page as one person sees it."""

    name: str
    """What its picture is called."""
    path: str
    who: str | None = None
    """The person of the scene who looks at it; None: nobody is signed in."""
    status: int = 200

    def in_language(self, language: str) -> str:
        """The page's address in this language."""
        return f"{self.path}{'&' if '?' in self.path else '?'}language={language}"


PLACES = (
    Place("sign-in", "/sign-in"),
    Place("signed-out", "/sign-out"),
    Place("join", "/join/{token}"),
    Place("join-refused", "/join/nothing", status=404),
    Place("help-now", "/help-now"),
    Place("tools", "/tools"),
    Place("not-found", "/nothing-is-here", status=404),
    Place("today", "/today", "ana"),
    Place("today-after", "/today", "luis"),
    Place("today-away", "/today", "noa"),
    Place("today-ended", "/today", "eva"),
    Place("check-in-closed", "/check-in", "eva"),
    Place("check-in", "/check-in", "ana"),
    Place("check-in-yesterday", "/check-in?day=yesterday", "luis"),
    Place("check-in-update", "/check-in?kind=update", "luis"),
    Place("check-in-change", "/check-in?kind=change", "theo"),
    Place("check-in-urgent", "/check-in", "maya"),
    Place("receipt", "/check-in/receipt", "theo"),
    Place("receipt-update", "/check-in/receipt", "luis"),
    Place("receipt-urgent", "/check-in/receipt", "ben"),
    Place("check-ins", "/check-ins", "ana"),
    Place("settings", "/settings", "ana"),
    Place("sign-ins", "/settings/sign-ins", "ana"),
    Place("password", "/settings/password", "ana"),
    Place("language", "/settings/language", "ana"),
    Place("settings-staff", "/settings", "counselor"),
    Place("looks", "/settings/record", "ana"),
    Place("phones", "/settings/phones", "ana"),
    Place("contact", "/settings/contact", "ana"),
    Place("calendar", "/settings/calendar", "ana"),
    Place("calendar-none", "/settings/calendar", "stranger"),
    Place("reminders", "/settings/reminders", "ana"),
    Place("reminders-new", "/settings/reminders", "theo"),
    Place("schedule", "/schedule", "ana"),
    Place("schedule-empty", "/schedule", "stranger"),
    Place("appointment-own", "/schedule/{group}", "ana"),
    Place("appointment-own-told", "/schedule/{told}", "ana"),
    Place("plan", "/plan", "ana"),
    Place("safety-plan", "/plan/safety-plan", "ana"),
    Place("help-now-signed-in", "/help-now", "ana"),
    Place("triage", "/triage", "counselor"),
    Place("triage-empty", "/triage", "cover"),
    Place("flag", "/triage/flags/{flag}", "counselor"),
    Place("flag-missed", "/triage/flags/{missed}", "counselor"),
    Place("flag-resolved", "/triage/flags/{resolved}", "counselor"),
    Place("participants", "/participants", "counselor"),
    Place("participant", "/participants/{ana}", "counselor"),
    Place("participant-contact", "/participants/{ana}/contact", "counselor"),
    Place("good-days", "/participants/{ana}?view=good", "counselor"),
    Place("reset-link", "/participants/{ana}/reset-link", "counselor"),
    Place("invite", "/participants/invite", "counselor"),
    Place("enrollment", "/participants/{ana}/enrollment", "counselor"),
    Place("enrollment-end", "/participants/{ana}/enrollment/end", "counselor"),
    Place("enrollment-ended", "/participants/{eva}/enrollment", "counselor"),
    Place("phase", "/participants/{ana}/phase", "counselor"),
    Place("step-down", "/participants/{ana}/step-down", "counselor"),
    Place("step-down-ready", "/participants/{theo}/step-down", "counselor"),
    Place("pause", "/participants/{ana}/pause", "counselor"),
    Place("pause-now", "/participants/{noa}/pause", "counselor"),
    Place("groups", "/groups", "counselor"),
    Place("groups-empty", "/groups", "strange_counselor"),
    Place("groups-new", "/groups/new", "counselor"),
    Place("holidays", "/groups/holidays", "director"),
    Place("appointment", "/appointments/{told}", "counselor"),
    Place("appointment-cancelled", "/appointments/{off}", "director"),
    Place("appointment-held", "/appointments/{held}", "counselor"),
    Place("attendance", "/appointments/{held}/attendance", "counselor"),
    Place("brief", "/appointments/{tonight}/brief", "counselor"),
    Place("appointment-change", "/appointments/{group}/change", "counselor"),
    Place("appointment-change-series", "/appointments/{group}/change?scope=all", "director"),
    Place("family", "/family", "family_member"),
    Place("program", "/program", "director"),
    Place("program-phases", "/program/phases", "director"),
    Place("program-phase", "/program/phases/{five}", "director"),
    Place("program-phase-new", "/program/phases/new", "director"),
    Place("invite-staff", "/program/staff/invite", "director"),
    Place("invite-participant", "/program/participants/invite", "director"),
    Place("reset-link-staff", "/program/staff/{counselor}/reset-link", "director"),
    Place("program-check-in", "/program/check-in", "director"),
    Place("program-rules", "/program/rules", "director"),
    Place("program-figures", "/program/figures", "director"),
    Place("program-figures-90", "/program/figures?days=90", "director"),
    Place("program-details", "/program/details", "director"),
    Place("crisis-lines", "/program/crisis-lines", "director"),
    Place("crisis-line", "/program/crisis-lines/988", "director"),
    Place("crisis-line-new", "/program/crisis-lines/new", "director"),
    Place("staff", "/program/staff", "director"),
    Place("staff-member", "/program/staff/{counselor}", "director"),
    Place("program-participants", "/program/participants", "director"),
    Place("import", "/program/import", "director"),
)
