"""What an editor picks from in a letter, besides pages and pictures."""

from wagtail.admin.viewsets.chooser import ChooserViewSet

from events.models import Seed


class SeedChooserViewSet(ChooserViewSet):
    model = Seed
    icon = "pick"
    choose_one_text = "Choisir une graine"
    choose_another_text = "Choisir une autre graine"
    edit_item_text = "Modifier cette graine"
    per_page = 20
    register_widget = False


seed_chooser = SeedChooserViewSet("seed_chooser")
