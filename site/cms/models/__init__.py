from .documents import Document
from .images import Image, Rendition
from .pages import BasePage
from .settings import SiteIdentity
from .territories import Territory
from .topics import Topic

__all__ = ["BasePage", "Document", "Image", "Rendition", "SiteIdentity", "Territory", "Topic"]
