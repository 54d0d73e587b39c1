"""A panel of the editor that says what a buyer abroad would still miss."""

from typing import Any

from wagtail.admin.panels import Panel


class CompletenessPanel(Panel):
    """Shows ``completeness`` of the product as it was last saved. Has no field of its own."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "products/panels/completeness.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from products.completeness import completeness

            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "completeness": completeness(self.instance)}
