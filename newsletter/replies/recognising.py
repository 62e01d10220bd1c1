"""Whether a reply asks to leave. A false yes takes somebody off against their will: in doubt, a person reads it.

Each sentence is judged alone: it must ask to leave, for oneself, now, and speak of nothing else that one may leave or
have removed. Written from half of the corpus of `tests/newsletter/replies`, and measured on the other half.
"""

import re

from .own_words import folded, own_words

# Longer, it is a letter: a person answers it.
MOST_WORDS = 90

_LIST = r"(?:liste|listes|base|bases|fichier|fichiers|mailing|diffusion|destinataires?|envois?|abonnes|carnet d'envoi)"
_MAIL = r"(?:mails?|e ?mails?|courriels?|messages?|newsletters?|infolettres?|lettres?(?: d'information)?|courriers?)"
_MINE = r"(?:mon|mes|son|cette|notre|nos) (?:adresses?|mails?|e ?mails?|courriels?|nom|coordonnees)"
_TAKE = r"(?:retir|enlev|supprim|effac|ot|ray|radi|sort)(?:er|ez|ir|e|es|i|ie|ee)?"

_ASKS = [
    # « désabonnez-moi », « me désinscrire », « désinscription svp »
    r"\b(?:desabonne[rz]|desinscri(?:re|vez)|desincri(?:re|vez))\b",
    r"\b(?:me|m') ?(?:desabonne|desinscris)\b",
    r"^(?:ma |demande de )?(?:desabonnement|desinscription|desabonner)\b",
    r"\b(?:a|de|pour) (?:ma|mon) (?:desinscription|desabonnement)\b",
    r"\bunsubscribe\b",
    # What our own List-Unsubscribe header makes a mail program write.
    r"^quitter (?:l'|la |votre |cette )?(?:infolettre|lettre|liste|newsletter)\b",
    r"^(?:stop|retrait|fin d'abonnement)\b(?! ou)",
    # « retirez mon adresse », « m'enlever de votre liste »
    rf"\b{_TAKE} (?:moi|nous)\b(?! (?:de la table|du groupe))",
    rf"\b(?:m'|me |nous ){_TAKE}\b",
    rf"\b{_TAKE} {_MINE}\b",
    rf"\b{_MINE} (?:soi(?:t|ent) )?{_TAKE}s?\b",
    rf"\bmon retrait de (?:la|cette|votre|vos) {_LIST}",
    # « ne plus recevoir vos courriels », « ne m'écrivez plus »
    r"\b(?:ne|pas) (?:veux|souhaite|desire|voudrais|souhaiterais) plus (?:rien )?recevoir\b(?! (?:deux|d'exemplaire))",
    rf"\b(?:ne|a ne) plus recevoir (?:la|vos|votre|de|ces|cette|l') ?(?:\w+ )?{_MAIL}",
    r"\bne plus (?:rien )?(?:m'|me |nous )(?:envoyer|ecrire|contacter|solliciter|adresser)",
    r"\bne (?:m'|me |nous )(?:envoyez|ecrivez|contactez|adressez|sollicitez) plus\b",
    rf"\bne (?:\w+ )?plus (?:etre|figurer) (?:dans|parmi|sur|destinataires?)[^.]{{0,25}}(?:{_LIST}|{_MAIL})",
    r"\bne (?:souhaite|veux|desire) plus etre destinataire",
    # « cessez de m'envoyer », « arrêter l'envoi »
    r"\b(?:cess|arret)(?:er|ez) de (?:m'|me |nous )(?:envoyer|ecrire|adresser|solliciter|contacter)",
    rf"\b(?:cess|arret)(?:er|ez) (?:l'|les |vos |ces |cet )(?:envois?|{_MAIL})",
    rf"\b{_MAIL}\b[^.]*\bm'interessent? plus\b",
    rf"^plus (?:de|aucune?) {_MAIL}",
    r"\binutile de (?:continuer a )?(?:m'|me |nous )(?:envoyer|ecrire)",
    # « mettre fin à mon abonnement »
    r"\b(?:resili|annul|supprim|arret|stopp)(?:er|ez) (?:mon|cet|notre) abonnement",
    r"\bfin (?:a|de) (?:mon|cet|notre) abonnement",
]
_ASKS_TO_LEAVE = re.compile("|".join(_ASKS))

# What must not stand in the sentence: a refusal to leave, somebody else, something else, or a question about leaving.
_OTHERWISE = re.compile(
    r"\bne (?:me |m'|nous |surtout )*\w+(?:z|r)?(?: moi)? (?:surtout )?pas\b"
    r"|\bsans (?:me|se|nous|perdre|pour autant)\b"
    r"|\bplutot que\b|\breabonn|\bs'est desabonn|\b(?:ete|etes|suis|est|sont) (?:desabonne|desinscrit)"
    r"|\b(?:atelier|formation|rencontre|visio|seance|inscription a|groupe de travail|appel a projets)\b"
    r"|\b(?:photo|paragraphe|mention|article|chaise|table|tableau|exemplaires?|papier|telephone|theme)\b"
    r"|\b(?:peut on|comment faire pour ne|combien)\b"
)
_SENTENCES = re.compile(r"[.!?;\n]+")


def asks_to_leave(*, subject: str, text: str) -> bool:
    """Whether this reply, by its own words, asks that nothing more be sent to whoever wrote it."""
    words = own_words(text)
    if len(words.split()) > MOST_WORDS:
        return False
    title = "" if re.match(r"\s*(?:re|tr|fwd?|fw)\s*:", subject, re.IGNORECASE) else subject
    sentences = [folded(part) for part in _SENTENCES.split(f"{title}\n{words}")]
    sentences = [sentence for sentence in sentences if sentence]
    if any(_speaks_otherwise(sentence) for sentence in sentences):
        return False
    return any(_ASKS_TO_LEAVE.search(sentence.strip(" ,:")) for sentence in sentences)


def _speaks_otherwise(sentence: str) -> bool:
    return bool(_OTHERWISE.search(sentence))
