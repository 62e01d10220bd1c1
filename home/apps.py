from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "acteurs et programmes"

    def ready(self) -> None:
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_slug_changed, post_page_move

        from cms.registries import DueWork, due_work

        from .search import sources
        from .search.indexing import repair_index

        sources.declare()
        due_work.register(DueWork(name="recherche à compléter", run=repair_index))
        post_save.connect(sources.page_saved, dispatch_uid="home_page_saved")
        post_delete.connect(sources.page_deleted, dispatch_uid="home_page_deleted")
        for changed in (post_page_move, page_slug_changed):
            changed.connect(sources.branch_changed, dispatch_uid="home_branch_changed")
        for kept in (post_save, post_delete):
            kept.connect(sources.branch_changed, sender=PageViewRestriction, dispatch_uid="home_branch_locked")
