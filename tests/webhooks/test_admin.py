"""The administrator's screens, by the forms that a browser posts."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from standardwebhooks import Webhook
from wagtail.models import ModelLogEntry

from api.models import WebhookDelivery, WebhookEndpoint, WebhookMessage
from api.webhooks.delivery import deliver_due
from tests.factories.core import Portal, make_user
from tests.webhooks.conftest import change, make_endpoint
from tests.webhooks.receiver import Receiver, Reply

ACTIONS = ("test", "enable", "disable", "rotate", "secret", "replay")


@pytest.fixture
def admin(roles: Portal) -> Client:
    """The portal's chief administrator; no superuser."""
    return signed_in("Quản trị")


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(make_user(f"nguoi-{len(roles)}", *roles))
    return client


def action(name: str, endpoint: WebhookEndpoint) -> str:
    return reverse(f"webhooks:{name}", args=[endpoint.pk])


def do(client: Client, name: str, endpoint: WebhookEndpoint, **data: Any) -> str:
    """Ask, confirm, and the page that is shown then."""
    asked = client.get(action(name, endpoint))
    assert asked.status_code == 200
    assert "csrfmiddlewaretoken" in asked.content.decode()
    return client.post(action(name, endpoint), data, follow=True).content.decode()


FORM = {
    "name": "Cổng tỉnh", "url": "https://cong.tinh.example/hook", "contact_email": "a@b.example",
    "kinds": ["news", "image"], "locales": ["vi"],
}  # fmt: skip


def has_menu(client: Client) -> bool:
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 200
    return json.dumps("Kết nối") in answer.content.decode()  # The menu is drawn from JSON.


def secrets_in(html: str) -> list[str]:
    return re.findall(r"whsec_[A-Za-z0-9+/=]+", html)


def test_a_new_webhook_and_its_secret_once(admin: Client) -> None:
    shown = admin.post(reverse("webhooks:add"), FORM, follow=True)
    endpoint = WebhookEndpoint.objects.get()
    assert shown.redirect_chain[-1][0] == action("secret", endpoint)
    assert (endpoint.kinds, endpoint.locales) == (["news", "image"], ["vi"])
    assert not secrets_in(shown.content.decode())
    answer = admin.post(action("secret", endpoint))
    assert secrets_in(answer.content.decode()) == [endpoint.secret]
    assert "no-store" in answer.headers["Cache-Control"]
    assert not secrets_in(admin.get(action("secret", endpoint), follow=True).content.decode())
    again = admin.post(action("secret", endpoint), follow=True).content.decode()
    assert not secrets_in(again)
    assert "đã hiện rồi" in again


def test_no_other_screen_shows_a_secret(admin: Client, endpoint: WebhookEndpoint) -> None:
    change()
    endpoint.rotate_secret()
    endpoint.rotate_secret()
    for url in (
        reverse("webhooks:index"),
        endpoint.get_absolute_url(),
        reverse("webhooks:edit", args=[endpoint.pk]),
        reverse("webhooks:history", args=[endpoint.pk]),
        reverse("webhook_deliveries:index"),
        reverse("webhook_deliveries:inspect", args=[WebhookDelivery.objects.get().pk]),
        *(action(name, endpoint) for name in ACTIONS),
    ):
        answer = admin.get(url)
        assert answer.status_code == 200, url
        assert "whsec_" not in answer.content.decode(), url


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("url", "http://cong.tinh.example/", "https://"),
        ("url", "https://u:p@cong.tinh.example/", "mật khẩu"),
        ("url", "https://cong.tinh.example:25/", "443"),
        ("contact_email", "khong-phai-thu", "địa chỉ email"),
        ("kinds", ["nothing"], "nothing"),
    ],
)
def test_bad_values_are_explained(
    admin: Client, settings: Any, field: str, value: Any, message: str
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    answer = admin.post(reverse("webhooks:add"), {**FORM, field: value})
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_editing_keeps_the_secret_and_the_state(admin: Client, endpoint: WebhookEndpoint) -> None:
    data = {**FORM, "name": "Tên mới", "is_enabled": "", "secret": "whsec_AAAA"}
    admin.post(reverse("webhooks:edit", args=[endpoint.pk]), data)
    changed = WebhookEndpoint.objects.get()
    assert changed.name == "Tên mới"
    assert (changed.secret, changed.is_enabled) == (endpoint.secret, True)


def test_a_test_message_and_its_answer(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    assert "trả lời 200 sau" in do(admin, "test", endpoint)
    (got,) = receiver.received
    assert Webhook(endpoint.secret).verify(got.body, got.headers)["type"] == "webhook.test"
    receiver.usual.status = 500
    assert "HTTP 500" in do(admin, "test", endpoint)
    states = WebhookDelivery.objects.order_by("message__created_at").values_list("status")
    assert list(states) == [("delivered",), ("failed",)]
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None
    assert deliver_due().failed == 0  # A test is not repeated.


def test_a_test_before_switching_on(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    do(admin, "disable", endpoint)
    assert "trả lời 200 sau" in do(admin, "test", endpoint)


def test_a_test_to_a_private_address_says_why(
    admin: Client, endpoint: WebhookEndpoint, settings: Any
) -> None:
    WebhookEndpoint.objects.update(url="https://10.0.0.1/")
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    assert "10.0.0.1 không phải địa chỉ công khai" in do(admin, "test", endpoint)


def test_off_and_on(admin: Client, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    change()
    assert "Webhook đã tắt" in do(admin, "disable", endpoint)
    assert WebhookDelivery.objects.get().status == "cancelled"
    change()
    assert WebhookMessage.objects.count() == 1
    page = admin.get(endpoint.get_absolute_url()).content.decode()
    assert "tắt bằng tay" in page
    assert "Webhook đã bật" in do(admin, "enable", endpoint)
    change()
    assert WebhookMessage.objects.count() == 2
    logged = ModelLogEntry.objects.values_list("action", flat=True)
    assert {"webhooks.disable", "webhooks.enable"} <= set(logged)


def test_asking_changes_nothing(admin: Client, endpoint: WebhookEndpoint) -> None:
    before = WebhookEndpoint.objects.values().get()
    for name in ACTIONS:
        admin.get(action(name, endpoint))
    assert WebhookEndpoint.objects.values().get() == before
    assert not WebhookDelivery.objects.exists()


def test_a_new_secret_leads_to_showing_it(admin: Client, endpoint: WebhookEndpoint) -> None:
    admin.post(action("secret", endpoint))
    old = endpoint.secret
    admin.post(action("rotate", endpoint))
    endpoint.refresh_from_db()
    assert endpoint.secrets_at(timezone.now()) == [endpoint.secret, old]
    assert secrets_in(admin.post(action("secret", endpoint)).content.decode()) == [endpoint.secret]


def fail(number: int, receiver: Receiver) -> None:
    receiver.usual = Reply(500)
    for _ in range(number):
        change()
        WebhookDelivery.objects.update(is_open=False)
    WebhookDelivery.objects.update(status="failed", attempts=10, finished_at=timezone.now())
    receiver.usual = Reply(200)


def test_one_message_again(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver, clock: Any
) -> None:
    fail(2, receiver)
    clock.shift(10)
    one = WebhookDelivery.objects.first()
    url = reverse("webhook_deliveries:replay", args=[one.pk])
    assert admin.get(url).status_code == 200
    assert "1 tin sẽ được gửi lại" in admin.post(url, follow=True).content.decode()
    assert deliver_due().delivered == 1
    assert [got.id for got in receiver.received] == [one.message.webhook_id]


def test_all_that_failed_since(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver, clock: Any
) -> None:
    fail(3, receiver)
    clock.shift(timedelta(hours=3))
    since = timezone.localtime() - timedelta(hours=1)
    fail(2, receiver)
    make_endpoint(receiver, "Bên khác")
    text = do(admin, "replay", endpoint, since=since.strftime("%d/%m/%Y %H:%M"))
    assert "2 tin sẽ được gửi lại" in text
    clock.shift(10)
    assert deliver_due().delivered == 2


def test_a_date_that_is_none(admin: Client, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    fail(1, receiver)
    for value in ("", "hôm qua", "99/99/2026"):
        answer = admin.post(action("replay", endpoint), {"since": value})
        assert answer.status_code == 200
    assert WebhookDelivery.objects.get().status == "failed"
    assert not ModelLogEntry.objects.filter(action="webhooks.replay").exists()


def test_nothing_is_sent_again_to_one_that_is_off(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    fail(1, receiver)
    do(admin, "disable", endpoint)
    assert "Hãy bật trước" in do(admin, "replay", endpoint, since="01/01/2026 00:00")
    one = WebhookDelivery.objects.get()
    admin.post(reverse("webhook_deliveries:replay", args=[one.pk]))
    one.refresh_from_db()
    assert one.status == "failed"


def test_the_log_and_its_filters(admin: Client, receiver: Receiver) -> None:
    first, second = make_endpoint(receiver, "Một"), make_endpoint(receiver, "Hai")
    change()
    delivered, waiting = (
        WebhookDelivery.objects.get(endpoint=endpoint) for endpoint in (first, second)
    )
    WebhookDelivery.objects.filter(pk=delivered.pk).update(status="delivered")

    def shown(**query: Any) -> set[str]:
        answer = admin.get(reverse("webhook_deliveries:index"), query)
        assert answer.status_code == 200
        return set(re.findall(r"msg_[0-9a-f-]{36}", answer.content.decode()))

    both = {delivered.message.webhook_id, waiting.message.webhook_id}
    assert shown() == both
    assert shown(endpoint=first.pk) == {delivered.message.webhook_id}
    assert shown(status="pending") == {waiting.message.webhook_id}
    assert shown(event="webhook.test") == set()
    today = timezone.localdate()
    assert shown(created_from=today.strftime("%d/%m/%Y")) == both
    assert shown(created_to=(today - timedelta(days=1)).strftime("%d/%m/%Y")) == set()


def test_what_a_receiver_answers_is_only_text(
    admin: Client, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.usual = Reply(500, body=b"<script>alert(1)</script>")
    do(admin, "test", endpoint)
    one = WebhookDelivery.objects.get()
    html = admin.get(reverse("webhook_deliveries:inspect", args=[one.pk])).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "HTTP 500" in html


def test_the_log_cannot_be_edited(admin_client: Client, endpoint: WebhookEndpoint) -> None:
    change()
    pk = WebhookDelivery.objects.get().pk
    for address in ("new/", f"edit/{pk}/", f"delete/{pk}/"):
        assert (
            admin_client.get(f"{reverse('webhook_deliveries:index')}{address}").status_code == 404
        )


def test_lists_do_not_query_row_by_row(admin: Client, receiver: Receiver) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(url).status_code == 200
        return len(captured)

    urls = [reverse("webhooks:index"), reverse("webhook_deliveries:index")]
    make_endpoint(receiver, "Đầu")
    change()
    for url in urls:
        queries(url)
    before = [queries(url) for url in urls]
    for number in range(8):
        make_endpoint(receiver, f"Thêm {number}")
    change()
    assert [queries(url) for url in urls] == before


@pytest.mark.parametrize("role", ["Biên tập viên", "Người duyệt", "Người xem báo cáo"])
def test_nobody_else_may_see_or_do_anything(
    roles: Portal, endpoint: WebhookEndpoint, receiver: Receiver, role: str
) -> None:
    change()
    one = WebhookDelivery.objects.get().pk
    client = signed_in(role)
    before = WebhookEndpoint.objects.values().get()
    addresses = [
        reverse("webhooks:index"),
        reverse("webhooks:add"),
        endpoint.get_absolute_url(),
        reverse("webhooks:edit", args=[endpoint.pk]),
        reverse("webhooks:delete", args=[endpoint.pk]),
        reverse("webhook_deliveries:index"),
        reverse("webhook_deliveries:inspect", args=[one]),
        reverse("webhook_deliveries:replay", args=[one]),
        *(action(name, endpoint) for name in ACTIONS),
    ]
    for client_, where in ((client, "/admin/"), (Client(), "/admin/login/")):
        for address in addresses:
            for answer in (client_.get(address), client_.post(address, FORM)):
                assert answer.status_code == 302, address
                assert answer.headers["Location"].startswith(where), address
                assert b"whsec_" not in answer.content
    assert WebhookEndpoint.objects.values().get() == before
    assert not receiver.received
    assert not has_menu(client)


def test_who_may_only_look_is_offered_no_action(roles: Portal, endpoint: WebhookEndpoint) -> None:
    from django.contrib.auth.models import Permission

    user = make_user("xem", "Người xem báo cáo")
    user.user_permissions.add(Permission.objects.get(codename="view_webhookendpoint"))
    client = Client()
    client.force_login(user)
    html = client.get(endpoint.get_absolute_url()).content.decode()
    assert endpoint.url in html
    assert action("disable", endpoint) not in html
    assert client.post(action("disable", endpoint)).status_code == 302
    endpoint.refresh_from_db()
    assert endpoint.is_enabled


def test_the_menu_is_in_vietnamese(admin: Client) -> None:
    assert has_menu(admin)
