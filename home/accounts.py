"""Users to try the portal with on a developer's machine; never made elsewhere."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

DEVELOPMENT_PASSWORD = "cong-thong-tin"  # noqa: S105


@dataclass(frozen=True)
class DevelopmentUser:
    username: str
    role: str
    is_superuser: bool = False


DEVELOPMENT_USERS = (
    DevelopmentUser("quantri", "Quản trị", is_superuser=True),
    DevelopmentUser("bientap", "Biên tập viên"),
    DevelopmentUser("vanphong", "Văn phòng"),
    DevelopmentUser("tuyengiao", "Định hướng nội dung"),
    DevelopmentUser("chutich", "Người duyệt"),
    DevelopmentUser("biendich", "Biên dịch, hiệu đính"),
)


def ensure_development_users() -> int:
    """Make the users that are missing; returns how many. RuntimeError outside development."""
    if not settings.DEVELOPMENT:
        raise RuntimeError("Development users are only made on a development machine.")
    made = 0
    users = get_user_model()
    for wanted in DEVELOPMENT_USERS:
        user, created = users.objects.get_or_create(
            username=wanted.username,
            defaults={"is_superuser": wanted.is_superuser, "is_staff": wanted.is_superuser},
        )
        if not created:
            continue
        made += 1
        user.set_password(DEVELOPMENT_PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=wanted.role))
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "vi"})
    return made
