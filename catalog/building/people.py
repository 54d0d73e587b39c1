"""Officers: who holds a post today, with the contact of the office and nothing private."""

from typing import TYPE_CHECKING, Any

from core.models import Agency, Officer

if TYPE_CHECKING:
    from catalog.building.build import Build


def person(officer: Officer, build: "Build") -> dict[str, Any]:
    """The shape `catalog.schemas.Person`. A portrait only with consent."""
    build.record(officer)
    post = build.record(officer.post)
    portrait = officer.portrait if officer.portrait_consent else None
    return {
        "code": officer.code,
        "name": officer.full_name,
        "post": build.label(post.name),
        "agency": build.named(post.agency),
        "duties": build.label(post.duties),
        "is_spokesperson": officer.is_spokesperson,
        "biography": build.label(officer.biography),
        "phone": officer.office_phone,
        "email": officer.office_email,
        "portrait": build.image(portrait, ("portrait",)),
    }


def officers_today(agency: Agency, build: "Build") -> list[dict[str, Any]]:
    """Both ends of validity inclusive; asked again on the day on which anything changes.

    The agency and all its posts are noted as well: a new officer is nothing the payload could
    depend on yet, but changes the post.
    """
    build.record(agency)
    for post in build.directory.posts_of(agency):
        build.record(post)
    today = []
    for officer in build.directory.officers_of(agency):
        build.recheck(officer.valid_from)
        build.recheck_after(officer.valid_to)
        started = officer.valid_from is None or officer.valid_from <= build.today
        ended = officer.valid_to is not None and officer.valid_to < build.today
        if started and not ended:
            officer.post.agency = agency
            today.append(person(officer, build))
        elif not ended:
            build.record(officer)
    return today
