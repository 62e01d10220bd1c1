"""`manage.py import_spip SOURCE`: bring in the articles of a SPIP site."""

from config.elsewhere.command import ImportCommand
from config.elsewhere.spip import read_spip


class Command(ImportCommand):
    help = "Importe un site SPIP, depuis son fil (RSS ou Atom) ou ses pages enregistrées. Le relancer est sans effet."
    source_help = "le fichier du fil (spip.php?page=backend), une page .html ou un dossier de pages"
    read = staticmethod(read_spip)
