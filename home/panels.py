"""Parts of the editors' forms that show what the site knows already."""

from wagtail.admin.panels import Panel


class DatesToCheckPanel(Panel):
    """What the site still says otherwise than the published deadline of this call, read only."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/dates_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.live)
