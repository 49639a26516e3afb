"""What young people and staff said: last year's question with its answers, this year's in every stage."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from governance.models import Decision, Proposal
from peerreview.actions.questiontags import tag_questions
from peerreview.models import Review, Service, Standard
from portal.demonstration.people import Cooperative
from portal.demonstration.visits import LAST_WEEKS, TODAYS
from portal.demonstration.voicecases import add_cases
from portal.demonstration.voicetexts import (
    BETTER,
    EVERYDAY,
    NIGHTS,
    NIGHTS_THEMES,
    PUT_AWAY,
    STAFF,
    VISIT,
    Said,
)
from portal.people.models import User
from portal.voices.actions import moderation, numbers, themes
from portal.voices.actions.campaigns import (
    choose_sets,
    close_campaign,
    create_campaign,
    keep_place,
    make_invites,
    open_campaign,
)
from portal.voices.actions.questions import load_shipped_questions
from portal.voices.actions.statements import Opened, open_with_card, send
from portal.voices.enums.campaigns import AgeBand, CampaignKind, QuestionKind
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import HelperKind, Privacy
from portal.voices.enums.themes import AnswerKind
from portal.voices.models import Campaign, Invite, Place, Statement
from portal.voices.models.secrets import code_hash
from portal.voices.permissions.moderation import suits
from portal.voices.queries.campaigns import asked_in
from portal.voices.queries.questions import newest_published

# Printed by ``manage.py demo``, so that a newcomer can play the child's part; real cards are random and shown once.
CARDS_TO_TRY = ("otter teapot ribbon moon", "puffin biscuit lantern rain", "hedgehog violin pancake star")
STAFF_CARD_TO_TRY = "kettle bridge maple robin"
HOMES = 9
ABOUT = {
    "safe": ("wh-safe-from-each-other", "wh-safe-and-sound-building"),
    "listened": ("wh-house-meeting", "wh-you-said-and-then"),
    "adults": ("wh-enough-known-adults", "wh-a-person-of-ones-own"),
    "food": ("wh-food-as-care",),
    "fairness": ("wh-few-rules-with-reasons",),
    "fun": ("wh-play-and-ordinary-friends",),
    "room": ("wh-privacy-kept",),
    "family": ("wh-family-as-part-of-the-picture",),
    "school": ("wh-school-that-works",),
    "upset": ("wh-calm-before-force",),
    "together": ("wh-help-to-make-up",),
    "know-plan": ("wh-a-plan-that-is-used",),
    "complain": ("wh-rights-and-redress",),
}
EVERYDAY_BEGAN, NIGHTS_BEGAN, NIGHTS_ENDED = 200, 330, 270
BOXES = {
    "space": "On any phone or on paper, alone or with somebody you choose, for as long as you like.",
    "voice": "Faces, few words or many, a drawing or a recording. An independent helper comes if you want one.",
    "cannot_change": "It cannot change what a court has decided, or where you live.",
}


def add_voices(cooperative: Cooperative) -> None:
    """Tell it, in the order in which it happened."""
    calendar, lead = cooperative.calendar, cooperative.cast["participation-lead"]
    load_shipped_questions(by=lead, at=calendar.at(NIGHTS_BEGAN + 20))
    _tags(lead, calendar.at(NIGHTS_BEGAN + 15))
    homes = _homes(cooperative)
    _nights(cooperative, homes)
    everyday = _everyday(cooperative, homes)
    _visits(cooperative)
    _looking_back(cooperative)
    _decision(cooperative, homes)
    add_cases(cooperative)
    _cards_to_try(everyday, calendar.day(-60))


def _tags(lead: User, at: datetime) -> None:
    """Say which standards of a whole home the questions are about, before anybody is asked."""
    rows = Standard.objects.filter(edition__set__code="whole-home", edition__state="published")
    standards = {row.lineage: row for row in rows}
    for version in [*newest_published(CampaignKind.EVERYDAY), *newest_published(CampaignKind.REVIEW)]:
        about = {
            question.pk: [standards[lineage] for lineage in ABOUT.get(question.core, ()) if lineage in standards]
            for question in version.questions.all()
        }
        tag_questions(version=version, standards=about, by=lead, at=at)


def _homes(cooperative: Cooperative) -> list[Place]:
    rows = Service.objects.filter(memberships__isnull=False, kind="childrens_home", owner__isnull=False)
    rows = rows.select_related("owner", "region").distinct()
    at = cooperative.calendar.at(NIGHTS_BEGAN + 10)
    return [_place(cooperative, service, at, n) for n, service in enumerate(rows.order_by("urn")[:HOMES])]


def _place(cooperative: Cooperative, service: Service, at: datetime, n: int = 0) -> Place:
    return keep_place(
        # Homes are published without their names.
        name=f"{service.get_kind_display()}, {service.urn}",
        service_key=service.pk,
        organisation=service.owner,
        region=service.region,
        nation="wales" if service.region is not None and service.region.short == "WAL" else "england",
        staff=8 + n % 6,
        by=cooperative.cast["participation-lead"],
        at=at,
    )


def _campaign(
    cooperative: Cooperative, title: str, kind: CampaignKind, began: int, answer_by: date, sets: str = "", **more: Any
) -> Campaign:
    lead, at = cooperative.cast["participation-lead"], cooperative.calendar.at(began)
    campaign = create_campaign(
        title=title,
        kind=kind,
        by=lead,
        at=at,
        opens_on=cooperative.calendar.day(began),
        audience_by=answer_by,
        **{**BOXES, **more},
    )
    choose_sets(campaign=campaign, versions=list(newest_published(sets or kind)), by=lead, at=at)
    return open_campaign(campaign=campaign, by=lead, at=at)


def _cards(cooperative: Cooperative, campaign: Campaign, where: Place | None, number: int, ago: int) -> list[str]:
    helper, calendar = cooperative.cast["independent-helper"], cooperative.calendar
    return make_invites(
        campaign=campaign,
        place=where,
        number=number,
        expires_on=calendar.day(ago - 120),
        by=helper,
        at=calendar.at(ago),
    )


def _say(card: str, said: Said, at: datetime) -> Statement:
    """Swap a card and send what somebody says."""
    opened: Opened = open_with_card(
        code=card,
        band=AgeBand(said.band),
        privacy=Privacy(said.privacy),
        name=said.name,
        helper=HelperKind(said.helper),
        at=at,
    )
    answers: dict[int, tuple[str, str]] = {}
    for question in asked_in(opened.statement.version):
        if question.core in said.words:
            text = question.kind in (QuestionKind.SHORT, QuestionKind.LONG)
            value = said.words[question.core]
            answers[question.pk] = ("", value) if text else (value, "")
    return send(statement=opened.statement, answers=answers, at=at)


def _release(cooperative: Cooperative, statement: Statement, audiences: Iterable[Audience], at: datetime) -> None:
    moderator, second = cooperative.cast["moderator"], cooperative.cast["safeguarding-deputy"]
    moderation.take(statement=statement, by=moderator, at=at)
    moderation.clear(statement=statement, by=moderator, at=at)
    for audience in audiences:
        # What staff of a small team say goes to no colleague: a board may read it.
        if not suits(statement, audience):
            audience = Audience.BOARD
        release = moderation.propose_release(statement=statement, audience=audience, by=moderator, at=at)
        moderation.release(release=release, by=second if audience == Audience.PUBLIC else moderator, at=at)


def _nights(cooperative: Cooperative, homes: list[Place]) -> None:
    """Last year's question to everybody: asked, heard, answered, counted."""
    calendar, lead = cooperative.calendar, cooperative.cast["participation-lead"]
    campaign = _campaign(
        cooperative,
        "What should nights be like?",
        CampaignKind.CONSULTATION,
        NIGHTS_BEGAN,
        calendar.day(NIGHTS_ENDED - 60),
        audience="The National Steering Group",
        can_change="What homes of the cooperative agree about nights: phones, lights, who is awake, how you are woken.",
    )
    places = cycle(homes)
    for n, said in enumerate(NIGHTS):
        where = next(places)
        at = calendar.at(NIGHTS_BEGAN - 3 - n % 40, 17)
        card = _cards(cooperative, campaign, where, 1, NIGHTS_BEGAN - 1)[0]
        statement = _say(card, said, at)
        _release(cooperative, statement, [Audience.MEMBERS], calendar.at(NIGHTS_BEGAN - 5 - n % 40, 11))
    close_campaign(campaign=campaign, reason="Its eight weeks are over.", by=lead, at=calendar.at(NIGHTS_ENDED))
    moderator, manager = cooperative.cast["moderator"], cooperative.cast["programme-manager"]
    mine = list(Statement.objects.released_to(lead, calendar.at(NIGHTS_ENDED)).filter(campaign=campaign))
    decision = Decision.objects.filter(confidentiality="open").order_by("decided_at").first()
    for n, told in enumerate(NIGHTS_THEMES):
        at = calendar.at(NIGHTS_ENDED - 4 - n)
        speaking = [one for one in mine if (one.band == AgeBand.STAFF) == told.staff]
        theme = themes.write_theme(
            campaign=campaign,
            title=told.title,
            text=told.text,
            easy=told.easy,
            topic=told.topic,
            statements=speaking[n : n + 6] or speaking,
            by=lead,
            at=at,
        )
        theme = themes.publish_theme(theme=theme, by=moderator, at=at + timedelta(days=1))
        for step, answer in enumerate(told.answers):
            themes.give_answer(
                theme=theme,
                kind=AnswerKind(answer.kind),
                text=answer.text,
                easy=answer.easy,
                role="The National Steering Group",
                by_when=calendar.day(answer.by_when) if answer.by_when is not None else None,
                rests_on_kind="decision" if decision is not None and answer.kind == "did" else "",
                rests_on_key=decision.pk if decision is not None and answer.kind == "did" else None,
                by=manager,
                at=calendar.at(NIGHTS_ENDED - 40 - 30 * step - n),
            )
    for audience in (Audience.PUBLIC, Audience.MEMBERS):
        for core in ("like-it", "worried"):
            numbers.publish_numbers(
                campaign=campaign, core=core, audience=audience, by=lead, at=calendar.at(NIGHTS_ENDED - 20)
            )
    # Part of nothing but the first theme, of which everything is answered: nothing more is to be done with it.
    moderation.put_away(
        statement=next(one for one in mine if one.band != AgeBand.STAFF),
        reason=PUT_AWAY,
        by=moderator,
        at=calendar.at(NIGHTS_ENDED - 80),
    )


def _everyday(cooperative: Cooperative, homes: list[Place]) -> Campaign:
    """All year: some waiting to be read, one being read, one changed, one sent back, some passed on."""
    calendar, moderator = cooperative.calendar, cooperative.cast["moderator"]
    campaign = _campaign(
        cooperative,
        "How is everyday life?",
        CampaignKind.EVERYDAY,
        EVERYDAY_BEGAN,
        calendar.day(-120),
        audience="The boards of the regions",
        can_change="Food, rules, rooms, what you do together, how adults talk with you.",
    )
    told = [*EVERYDAY, *STAFF]
    for n, said in enumerate(told):
        where = homes[n % len(homes)]
        card = _cards(cooperative, campaign, where, 1, said.ago + 4)[0]
        statement = _say(card, said, calendar.at(said.ago, 18))
        at = calendar.at(max(said.ago - 1, 0), 9)
        if said.then in ("taken", "changed", "returned"):
            moderation.take(statement=statement, by=moderator, at=at)
        if said.then == "changed":
            _change(statement, said, moderator, at)
        elif said.then == "returned":
            moderation.return_(statement=statement, reason=said.told, by=moderator, at=at)
        elif said.then == "released":
            _release(cooperative, statement, [Audience.MEMBERS], at)
    return campaign


def _change(statement: Statement, said: Said, by: User, at: datetime) -> None:
    moderation.needs_redaction(statement=statement, by=by, at=at)
    words = next(row for row in statement.words.all() if said.hidden in row.text)
    text = words.text.replace(said.hidden, "[a name]")
    moderation.redact(words=words, text=text, reason=said.told, by=by, at=at)


def _visits(cooperative: Cooperative) -> None:
    """Before the visits: what the team and the service read of what was said."""
    calendar = cooperative.calendar
    for urn, began in ((TODAYS, 30), (LAST_WEEKS, 38)):
        review = Review.objects.select_related("service__owner", "service__region").get(
            service__urn=urn, cycle__opens_on__lte=calendar.today, cycle__closes_on__gt=calendar.today
        )
        where = _place(cooperative, review.service, calendar.at(began + 1), 3)
        campaign = _campaign(
            cooperative,
            "Before the visit",
            CampaignKind.REVIEW,
            began,
            calendar.day(-40),
            audience="The team that visits, and the home",
            can_change="What the visitors look at and recommend.",
            subject_kind="review",
            subject_key=review.pk,
            place=where,
        )
        for n, said in enumerate(VISIT):
            card = _cards(cooperative, campaign, where, 1, began - 1)[0]
            statement = _say(card, said, calendar.at(began - 2 - n, 17))
            if said.then == "released":
                audiences = [Audience.VISITING_TEAM, Audience.SERVICE]
                _release(cooperative, statement, audiences, calendar.at(began - 4 - n, 9))


def _looking_back(cooperative: Cooperative) -> None:
    """Ask whether it got better: before last year's plan was closed, and now where a plan has just been handed in."""
    calendar = cooperative.calendar
    reviews = Review.objects.select_related("service__owner", "service__region")
    closed = reviews.filter(state="closed", service__host_roles__person=cooperative.cast["service-lead"])
    for review, began, ended in ((closed[0], 75, 45), (reviews.filter(state="action_plan").order_by("pk")[0], 9, None)):
        where = _place(cooperative, review.service, calendar.at(began + 1), 4)
        campaign = _campaign(
            cooperative,
            "Did it get better after the visit?",
            CampaignKind.PROGRESS,
            began,
            calendar.day(began - 60),
            audience="The home, and who looks back on its plan",
            can_change="Whether the plan counts as done, and what the home does next.",
            subject_kind="progress",
            subject_key=review.pk,
            place=where,
        )
        if ended is None:
            _cards(cooperative, campaign, where, 4, began - 1)
            continue
        for n, said in enumerate(BETTER):
            card = _cards(cooperative, campaign, where, 1, began - 1)[0]
            statement = _say(card, said, calendar.at(began - 3 - n, 17))
            audiences = [Audience.VISITING_TEAM, Audience.SERVICE]
            _release(cooperative, statement, audiences, calendar.at(began - 6 - n, 9))
        lead = cooperative.cast["participation-lead"]
        close_campaign(campaign=campaign, reason="The plan is looked back on.", by=lead, at=calendar.at(ended))


def _decision(cooperative: Cooperative, homes: list[Place]) -> None:
    """Something a board is deciding that affects children."""
    rows = Proposal.objects.filter(board__slug="north-west", state="discussion", confidentiality="open")
    proposal = rows.filter(affects_children=True).order_by("pk").first() or rows.order_by("pk").first()
    if proposal is None:
        return
    began = 6
    campaign = _campaign(
        cooperative,
        "What do you think of what the board is deciding?",
        CampaignKind.PROPOSAL,
        began,
        cooperative.calendar.day(-30),
        sets=CampaignKind.CONSULTATION,
        audience="The North West board",
        can_change="Whether the board agrees, and what the text says.",
        subject_kind="proposal",
        subject_key=proposal.pk,
    )
    _cards(cooperative, campaign, homes[0], 6, began - 1)


def _cards_to_try(campaign: Campaign, until: date) -> None:
    rows = [
        Invite(campaign=campaign, batch=9000, code_hash=code_hash(code), expires_on=until)
        for code in (*CARDS_TO_TRY, STAFF_CARD_TO_TRY)
    ]
    Invite.objects.bulk_create(rows)  # no history: voices.Invite has none
