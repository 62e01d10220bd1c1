"""Under which heading each block stands in the list an editor chooses from."""

READING = "Texte"
SITE = "Pages du site"
VOICES = "Voix et images"
