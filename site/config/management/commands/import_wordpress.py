"""`manage.py import_wordpress EXPORT.xml`: bring in the articles and pages of a WordPress site."""

from config.elsewhere.command import ImportCommand
from config.elsewhere.wordpress import read_wordpress


class Command(ImportCommand):
    help = "Importe un export WordPress (WXR). Le relancer ne change que ce qui a changé."
    source_help = "le fichier .xml de « Outils ▸ Exporter »"
    read = staticmethod(read_wordpress)
