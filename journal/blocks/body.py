from cms.blocks import BodyBlock


class ArticleBlock(BodyBlock):
    """The body of an article: ordinary blocks, and those that quote a workshop's outputs."""
