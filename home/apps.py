from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "acteurs et programmes"

    def ready(self) -> None:
        from wagtail.models import PageViewRestriction
        from wagtail.signals import (
            page_published,
            page_slug_changed,
            page_unpublished,
            post_page_move,
            workflow_rejected,
        )

        from cms.registries import DueWork, due_work, personal_data

        from .models import NewsPage, OrganisationPerson, ProjectPage
        from .personal_data import TREATMENTS
        from .receivers import on_leaving, on_published, on_rejected, on_unpublished
        from .search import sources
        from .search.indexing import repair_index
        from .services.deadlines import announce_deadlines
        from .services.holders import forget_holders

        for line in TREATMENTS:
            personal_data.register(line)
        sources.declare()
        due_work.register(DueWork(name="recherche à compléter", run=repair_index))
        due_work.register(DueWork(name="dates de clôture à annoncer", run=announce_deadlines))
        due_work.register(DueWork(name="porteurs et porteuses de projets à oublier", run=forget_holders))
        post_save.connect(sources.page_saved, dispatch_uid="home_page_saved")
        post_delete.connect(sources.page_deleted, dispatch_uid="home_page_deleted")
        for kept in (post_save, post_delete):
            kept.connect(sources.place_changed, sender=OrganisationPerson, dispatch_uid="home_place_changed")
        page_published.connect(on_published, dispatch_uid="home_published")
        for kind in (ProjectPage, NewsPage):
            pre_delete.connect(on_leaving, sender=kind, dispatch_uid="home_leaving")
        page_unpublished.connect(on_unpublished, dispatch_uid="home_unpublished")
        workflow_rejected.connect(on_rejected, dispatch_uid="home_rejected")
        for changed in (post_page_move, page_slug_changed):
            changed.connect(sources.branch_changed, dispatch_uid="home_branch_changed")
        for kept in (post_save, post_delete):
            kept.connect(sources.branch_changed, sender=PageViewRestriction, dispatch_uid="home_branch_locked")
