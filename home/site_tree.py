"""The map of the site: every public page under the one that holds it."""

from dataclasses import dataclass, field

from wagtail.models import Page, Site

# A list of a thousand sheets is no map: beyond this the branch says how many it leaves to its own list.
BRANCH_LENGTH = 40


@dataclass
class Branch:
    """A page and what stands under it; `left_out` children are only counted."""

    page: Page
    children: list["Branch"] = field(default_factory=list)
    left_out: int = 0


def site_tree(site: Site) -> Branch | None:
    """The live, public pages of `site` from its home page down, in one query; None while the home page is not public.

    What stands under a page that is not public is left out with it.
    """
    pages = (
        site.root_page.get_descendants(inclusive=True)
        .live()
        .public()
        .order_by("path")
        .only("pk", "path", "depth", "title", "slug", "url_path", "content_type")
    )
    branches: dict[str, Branch] = {}
    for page in pages:
        parent = branches.get(page.path[: -Page.steplen])
        if parent is None and page.path != site.root_page.path:
            continue
        branches[page.path] = Branch(page)
        if parent:
            _hang(branches[page.path], parent)
    return branches.get(site.root_page.path)


def _hang(branch: Branch, parent: Branch) -> None:
    if len(parent.children) < BRANCH_LENGTH:
        parent.children.append(branch)
    else:
        parent.left_out += 1
